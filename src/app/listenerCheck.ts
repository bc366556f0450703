// Whether the one listener of the service answers, or could: its port is its own, free, or somebody else's.

import { get } from 'node:http';
import type { Settings } from '../config/settings.js';
import { type Check, type CheckCall, type CheckFinding, fails, well } from '../domain/check.js';
import { reachPort } from '../support/reach.js';

const mostCharacters = 4096;

export function listenerCheck({ listen }: Pick<Settings, 'listen'>): Check {
  return { what: 'listener', needs: [], run: (call) => examine(listen, call) };
}

async function examine({ host, port }: Settings['listen'], { signal }: CheckCall): Promise<CheckFinding> {
  if (port === null)
    return well(
      'Nothing listens: "listen.port" names no port, so health, metrics and alerts are not answered.',
    );
  if (port === 0) return well('It takes any free port ("listen.port" is 0).');
  // Every address of this machine is also the one that it calls itself by.
  const own = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  const reached = await reachPort(own, port, signal);
  if (!reached.ok && reached.code === 'ECONNREFUSED')
    return well(`Nothing listens at ${host}:${port} now; \`start\` does.`);
  if (!reached.ok)
    return fails(
      `${host}:${port} cannot be reached from this machine (${reached.code}).`,
      'Name an address of this machine in "listen.host".',
    );
  return (await isOurs(own, port, signal))
    ? well(`The service answers at ${host}:${port}.`)
    : fails(`Another process listens at ${host}:${port}.`, 'Name another port in "listen.port".');
}

/** Many programs answer /healthz; ours says whose it is. Slack's is loaded only here: a question on the terminal needs nothing of it. */
async function isOurs(host: string, port: number, signal: AbortSignal): Promise<boolean> {
  const text = await new Promise<string>((resolve) => {
    const asked = get({ host, port, path: '/healthz', signal, timeout: 5_000 }, (reply) => {
      let body = '';
      reply.setEncoding('utf8');
      reply.on('data', (part: string) => {
        body += part;
        if (body.length > mostCharacters) asked.destroy();
      });
      reply.on('close', () => resolve(body));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(''));
  });
  const { healthService } = await import('../slack/index.js');
  try {
    const answer: unknown = JSON.parse(text);
    return (
      typeof answer === 'object' && answer !== null && 'service' in answer && answer.service === healthService
    );
  } catch {
    return false;
  }
}
