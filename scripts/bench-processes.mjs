// The other processes of a measurement: the service, and the simulated firewalls; what they take is not what the measurement takes.

import { fork } from 'node:child_process';

/** Asks the service's process one thing after the other. */
export function startProcess(given, environment) {
  const child = fork(new URL('bench-service.mjs', import.meta.url), [JSON.stringify(given)], {
    env: { PATH: process.env.PATH, ...environment },
  });
  const open = new Map();
  let last = 0;
  child.on('message', ({ id, answer, failed }) => {
    const { resolve, reject } = open.get(id);
    open.delete(id);
    if (failed === undefined) resolve(answer);
    else reject(new Error(failed));
  });
  return {
    ask: (ask) =>
      new Promise((resolve, reject) => {
        last += 1;
        open.set(last, { resolve, reject });
        child.send({ id: last, ask });
      }),
    end: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.disconnect();
      }),
  };
}

/** Their configuration comes with `ready`. */
export function startFirewalls(given) {
  const child = fork(new URL('bench-fleet.mjs', import.meta.url), [JSON.stringify(given)]);
  const next = () => new Promise((resolve) => child.once('message', resolve));
  return {
    ready: next(),
    async requests() {
      child.send('requests');
      return (await next()).requests.reduce((sum, count) => sum + count, 0);
    },
    end: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.disconnect();
      }),
  };
}
