// The check of the listener: a port of nobody, of this service, and of others, whatever they answer.

import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listenerCheck } from '../../../src/app/listenerCheck.js';
import { healthRoutes } from '../../../src/slack/index.js';
import { startListener } from '../../../src/support/listener.js';
import { freePort } from '../../support/freePort.js';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const check = async (port: number | null, host = '127.0.0.1') => {
  const { run } = listenerCheck({ listen: { host, port } });
  return await run({ signal: new AbortController().signal, deadlineAt: '2026-01-01T00:00:00Z' });
};

async function portOf(server: Server | ReturnType<typeof createSocketServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  open.push({ close: () => new Promise((resolve) => server.close(resolve)) });
  return (server.address() as AddressInfo).port;
}

const another = (answer: RequestListener) => portOf(createServer(answer));

describe('the check of the listener', () => {
  it('says that nothing listens where no port is named, and takes any free one for 0', async () => {
    expect(await check(null)).toMatchObject({ state: 'ok', says: expect.stringContaining('names no port') });
    expect(await check(0)).toMatchObject({ state: 'ok', says: expect.stringContaining('any free port') });
  });

  it('takes a free port for one that `start` will have', async () => {
    const port = await freePort();
    expect(await check(port)).toMatchObject({
      state: 'ok',
      says: `Nothing listens at 127.0.0.1:${port} now; \`start\` does.`,
    });
  });

  it('knows its own service, also where it listens on every address', async () => {
    const health = {
      ...{ ready: false, mode: 'socket' as const, stopping: false },
      ...{ helloAt: null, running: 0, waiting: 0 },
    };
    const ours = await startListener(
      { host: '127.0.0.1', port: 0 },
      healthRoutes(() => health),
      () => undefined,
    );
    open.push({ close: () => ours.stop() });
    expect(await check(ours.port)).toMatchObject({
      state: 'ok',
      says: `The service answers at 127.0.0.1:${ours.port}.`,
    });
    expect(await check(ours.port, '0.0.0.0')).toMatchObject({ state: 'ok' });
  });

  it.each<[string, RequestListener]>([
    ['is well by its own word', (_, reply) => reply.end('{"status":"ok"}')],
    ['says OK in plain text', (_, reply) => reply.end('OK')],
    ['knows no such path', (_, reply) => reply.writeHead(404).end()],
    ['breaks off', (request) => request.destroy()],
    ['never ends its answer', (_, reply) => reply.end('x'.repeat(100_000))],
  ])('tells another program on that port, which %s', async (_what, answer) => {
    const port = await another(answer);
    expect(await check(port)).toMatchObject({
      state: 'failed',
      says: `Another process listens at 127.0.0.1:${port}.`,
      remedy: 'Name another port in "listen.port".',
    });
  });

  it('tells a program that speaks no HTTP', async () => {
    const port = await portOf(
      createSocketServer((socket) =>
        socket.on('error', () => socket.destroy()).end('220 mail.example ESMTP\r\n', () => socket.destroy()),
      ),
    );
    expect(await check(port)).toMatchObject({ state: 'failed' });
  });

  it('says that an address cannot be had', async () => {
    expect(await check(9, 'no-such-name.invalid')).toMatchObject({
      state: 'failed',
      says: expect.stringMatching(/^no-such-name\.invalid:9 cannot be reached from this machine \(E/),
      remedy: 'Name an address of this machine in "listen.host".',
    });
  });
});
