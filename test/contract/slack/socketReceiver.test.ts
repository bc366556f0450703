// The watchdog: a socket that says no hello, closes, or hangs while closing is replaced; odd envelopes end nothing.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { createBoltLogger } from '../../../src/slack/boltLogger.js';
import { type Connection, connectTo, type Envelope } from '../../../src/slack/connection.js';
import { slackSettings } from '../../../src/slack/settings.js';
import { SocketReceiver } from '../../../src/slack/socketReceiver.js';
import { createLogger } from '../../../src/support/logger.js';
import { ManualClock } from '../../support/manualClock.js';

const logger = createLogger('silent');

/** A connection whose hello and end a test decides. */
class StagedConnection implements Connection {
  open = false;
  closed = false;
  sayHello: () => void = () => undefined;
  fail: () => void = () => undefined;
  end: () => void = () => undefined;
  readonly hello = new Promise<void>((resolve, reject) => {
    this.sayHello = () => {
      this.open = true;
      resolve();
    };
    this.fail = () => reject(new Error('invalid_auth'));
  });
  readonly gone = new Promise<void>((resolve) => {
    this.end = () => {
      this.open = false;
      resolve();
    };
  });
  isOpen = () => this.open;
  close = () => {
    this.closed = true;
    this.end();
  };
}

function make() {
  const clock = new ManualClock();
  const made: StagedConnection[] = [];
  const connect = () => {
    const connection = new StagedConnection();
    made.push(connection);
    return connection;
  };
  const receiver = new SocketReceiver({ connect, clock, logger, helloTimeoutMs: 30_000 });
  return { clock, made, receiver };
}

describe('the watched socket', () => {
  it('is opened anew when no hello comes within the time', async () => {
    const { clock, made, receiver } = make();
    await receiver.start();
    await clock.advance(29_000);
    expect(made).toHaveLength(1);
    expect(receiver.state.connected).toBe(false);
    await clock.advance(2000);
    expect(made[0]?.closed).toBe(true);
    expect(made).toHaveLength(2);
    made[1]?.sayHello();
    await clock.advance(0);
    expect(receiver.state).toMatchObject({ connected: true, helloAt: '2026-03-01T12:00:31.000Z' });
    await receiver.stop();
  });

  it('is replaced at once when it is gone, and within a second when it hangs while closing', async () => {
    const { clock, made, receiver } = make();
    await receiver.start();
    await clock.advance(0);
    made[0]?.sayHello();
    await clock.advance(0);
    made[0]?.end();
    await clock.advance(0);
    expect(made).toHaveLength(2);
    made[1]?.sayHello();
    await clock.advance(0);
    if (made[1]) made[1].open = false;
    await clock.advance(1000);
    expect(made).toHaveLength(3);
    await receiver.stop();
  });

  it('waits longer and longer while Slack refuses, at most a quarter of a minute', async () => {
    const { clock, made, receiver } = make();
    await receiver.start();
    for (let minute = 0; minute < 10; minute += 1) {
      for (let second = 0; second < 60; second += 1) {
        made.at(-1)?.fail();
        await clock.advance(1000);
      }
    }
    expect(made.length).toBeGreaterThan(35);
    expect(made.length).toBeLessThan(60);
    await receiver.stop();
  });

  it('opens nothing any more after a stop', async () => {
    const { clock, made, receiver } = make();
    await receiver.start();
    await clock.advance(0);
    await receiver.stop();
    await clock.advance(120_000);
    expect(made).toHaveLength(1);
  });
});

describe('an envelope', () => {
  it('for another workspace is acknowledged and goes no further', async () => {
    const taken: unknown[] = [];
    const acked: string[] = [];
    let deliver: (envelope: Envelope) => void = () => undefined;
    const receiver = new SocketReceiver({
      connect: (onEnvelope) => {
        deliver = onEnvelope;
        return new StagedConnection();
      },
      clock: new ManualClock(),
      logger,
      helloTimeoutMs: 30_000,
      isForeign: (body) => (body as { team_id?: string }).team_id === 'T2',
    });
    receiver.init({ processEvent: async ({ body }: { body: unknown }) => void taken.push(body) } as never);
    await receiver.start();
    for (const team of ['T1', 'T2'])
      deliver({ body: { team_id: team }, ack: async () => void acked.push(team) });
    await receiver.stop();
    expect(taken).toEqual([{ team_id: 'T1' }]);
    expect(acked.toSorted()).toEqual(['T1', 'T2']);
  });
});

describe("Slack's own client behind it", () => {
  const closers: (() => void)[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  afterEach(() => {
    process.off('unhandledRejection', note);
    for (const close of closers.splice(0)) close();
  });

  it('survives envelopes without a payload, a type or JSON, and still hears the next one', async () => {
    process.on('unhandledRejection', note);
    const frames = [
      '{',
      'null',
      '7',
      '{}',
      '{"type":"events_api"}',
      '{"type":"events_api","payload":{}}',
      '{"type":"interactive","envelope_id":"1"}',
    ];
    const good = JSON.stringify({ type: 'slash_commands', envelope_id: '2', payload: { command: '/ipsec' } });
    const server = createServer((_request, reply) => {
      const { port } = server.address() as AddressInfo;
      reply.setHeader('content-type', 'application/json');
      reply.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
    });
    new WebSocketServer({ server }).on('connection', (socket) => {
      for (const frame of ['{"type":"hello"}', ...frames, good]) socket.send(frame);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
    const settings = slackSettings({ botToken: 'xoxb-x', appToken: 'xapp-x', apiUrl });
    let odd = 0;
    const connect = connectTo(settings, createBoltLogger(logger), () => {
      odd += 1;
    });
    const connection = await new Promise<Connection>((resolve) => {
      const heard = (envelope: Envelope) => {
        if ((envelope.body as { command?: string } | undefined)?.command === '/ipsec') resolve(opened);
      };
      const opened = connect(heard);
    });
    closers.push(() => {
      connection.close();
      server.closeAllConnections();
      server.close();
    });
    await connection.hello;
    expect(odd).toBeGreaterThan(0);
    expect(unhandled).toEqual([]);
  });

  it('is gone at once when it is closed while it is opened, and nothing of it keeps the process', async () => {
    const server = createServer((_request, reply) => {
      const { port } = server.address() as AddressInfo;
      reply.setHeader('content-type', 'application/json');
      reply.end(JSON.stringify({ ok: true, url: `ws://127.0.0.1:${port}/link` }));
    });
    // It is never taken over: a server that is busy, or a proxy that waits.
    const asked = new Promise<void>((resolve) => server.on('upgrade', () => resolve()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
    const settings = slackSettings({ botToken: 'xoxb-x', appToken: 'xapp-x', apiUrl });
    const connection = connectTo(settings, createBoltLogger(logger), () => undefined)(() => undefined);
    await asked;
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    connection.close();
    await connection.gone;
    const left = vi.getTimerCount();
    vi.useRealTimers();
    await expect(connection.hello).rejects.toThrow();
    expect(left).toBe(0);
  });
});
