// A port of this machine that nobody listens at, and that the system gives to nobody by itself, so that who listens there ends and comes back.

import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Below those that Linux gives to whoever asks for any (net.ipv4.ip_local_port_range begins at 32768). */
const [first, end] = [10_240, 32_768];
const mostTries = 50;

export async function freePort(): Promise<number> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const port = randomInt(first, end);
    if (await isFree(port)) return port;
  }
  throw new Error(`none of ${mostTries} ports is free`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
