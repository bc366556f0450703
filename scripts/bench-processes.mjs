// The other processes of a measurement: the service, and the simulated firewalls; what they take is not what the measurement takes.

import { fork } from 'node:child_process';

/** Asks the service's process one thing after the other. */
export function startProcess(given, environment, execArgv = []) {
  const child = fork(new URL('bench-service.mjs', import.meta.url), [JSON.stringify(given)], {
    env: { PATH: process.env.PATH, ...environment },
    execArgv,
  });
  const open = new Map();
  let last = 0;
  const answered = (id) => {
    const waiting = open.get(id);
    open.delete(id);
    return waiting;
  };
  child.on('message', ({ id, answer, failed }) => {
    const { resolve, reject } = answered(id);
    if (failed === undefined) resolve(answer);
    else reject(new Error(failed));
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  ended.then(() => {
    for (const id of [...open.keys()]) answered(id).reject(new Error('the process ended'));
  });
  return {
    child,
    ended,
    ask: (ask) =>
      new Promise((resolve, reject) => {
        last += 1;
        open.set(last, { resolve, reject });
        child.send({ id: last, ask }, (error) => error && answered(last)?.reject(error));
      }),
    async end() {
      child.disconnect();
      await ended;
    },
  };
}

/** Their configuration comes with `ready`, and the names of their tunnels; `each` counts the requests by firewall. */
export function startFirewalls(given) {
  const child = fork(new URL('bench-fleet.mjs', import.meta.url), [JSON.stringify(given)]);
  const next = () => new Promise((resolve) => child.once('message', resolve));
  const each = async () => {
    child.send('requests');
    return (await next()).requests;
  };
  return {
    ready: next(),
    async requests() {
      return (await each()).reduce((sum, count) => sum + count, 0);
    },
    each,
    /** Every tunnel fails from now on. */
    async breakAll() {
      child.send('break');
      await next();
    },
    end: () =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.disconnect();
      }),
  };
}
