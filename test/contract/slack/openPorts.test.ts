// The ports of the transport: one that is taken is a sentence, and the other one is free again.

import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHttpReceiver } from '../../../src/slack/httpReceiver.js';
import { openPorts } from '../../../src/slack/openPorts.js';
import { ManualClock } from '../../support/manualClock.js';

const others: Server[] = [];
afterEach(async () => {
  await Promise.all(others.splice(0).map((one) => new Promise((resolve) => one.close(resolve))));
});

async function occupied(port = 0): Promise<number> {
  const other = createServer();
  others.push(other);
  await new Promise<void>((resolve, reject) => {
    other.once('error', reject);
    other.listen(port, '127.0.0.1', resolve);
  });
  const address = other.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** A port that was free a moment ago. */
async function free(): Promise<number> {
  const port = await occupied();
  await new Promise((resolve) => others.pop()?.close(resolve));
  return port;
}

const silent = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => 'error',
  setName() {},
};

function opening(ports: { readonly httpPort: number; readonly healthPort: number | null }) {
  const http = createHttpReceiver({
    settings: { signingSecret: 's', renew: async () => false },
    logger: silent as never,
    clock: new ManualClock(),
    isForeign: () => false,
  });
  return openPorts({
    settings: { host: '127.0.0.1', ...ports },
    http,
    health: () => ({ ready: true, mode: 'http', stopping: false, helloAt: null, running: 0, waiting: 0 }),
    onError: () => undefined,
  });
}

describe('a port that another process has', () => {
  it('is named by its setting when Slack should call there, and the port of health is given back', async () => {
    const [httpPort, healthPort] = [await occupied(), await free()];
    await expect(opening({ httpPort, healthPort })).rejects.toMatchObject({
      code: 'port-taken',
      message: `Nothing can listen at 127.0.0.1:${httpPort} (slack.port): another process listens there.`,
    });
    expect(await occupied(healthPort)).toBe(healthPort);
  });

  it('is named by its setting when health should be asked there', async () => {
    const healthPort = await occupied();
    await expect(opening({ httpPort: 0, healthPort })).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining('(slack.healthPort)'),
    });
  });
});
