// The VICI client against recorded bytes of a real charon, and against daemons that misbehave.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { ViciClient } from '../../../../src/vendors/strongswan/client.js';
import { parseSas } from '../../../../src/vendors/strongswan/parse.js';
import { type ReadRequest, reads } from '../../../../src/vendors/strongswan/requests.js';
import type { ViciAddress } from '../../../../src/vendors/strongswan/viciAddress.js';
import { encodePacket, packetType } from '../../../../src/vendors/strongswan/viciPacket.js';
import { ManualClock } from '../../../support/manualClock.js';
import { fixtures } from './fakeDaemon.js';
import { aCall, impatientClock, until } from './support.js';

interface Said {
  from: 'us' | 'daemon';
  base64: string;
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Listens on TCP and hands every connection to the test. */
async function listen(onConnection: (socket: Socket) => void): Promise<ViciAddress> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { kind: 'tcp', host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

function clientAt(address: ViciAddress, clock = impatientClock): ViciClient {
  const client = new ViciClient({ address, clock });
  closing.push(() => client.close());
  return client;
}

/** Plays the daemon's half of a transcript, in small pieces; ends the connection when our half differs. */
function replay(transcript: readonly Said[]): (socket: Socket) => void {
  return (socket) => {
    let turn = 0;
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const expected = Buffer.from(transcript[turn]?.base64 ?? '', 'base64');
      if (received.length < expected.length) return;
      if (!received.equals(expected)) return socket.destroy();
      received = Buffer.alloc(0);
      const answer = Buffer.from(transcript[turn + 1]?.base64 ?? '', 'base64');
      for (let at = 0; at < answer.length; at += 97) socket.write(answer.subarray(at, at + 97));
      turn += 2;
    });
  };
}

const messages: Readonly<Record<string, Record<string, string>>> = {
  'list-sas': { noblock: 'yes' },
  'list-policies': { trap: 'yes' },
};

async function askRecorded(request: ReadRequest, file: string) {
  const transcript = JSON.parse(readFileSync(join(fixtures, 'bytes', file), 'utf8')) as Said[];
  const client = clientAt(await listen(replay(transcript)));
  return await client.ask(request, messages[request.command] ?? {}, aCall());
}

describe('recorded bytes of charon 5.9.8', () => {
  it('exist for every read', () => {
    const files = readdirSync(join(fixtures, 'bytes'));
    expect(files).toEqual(expect.arrayContaining(Object.values(reads).map((read) => `${read.command}.json`)));
  });

  it.each(Object.values(reads))('are understood for $command', async (request) => {
    const reply = await askRecorded(request, `${request.command}.json`);
    expect(reply).toMatchObject({ ok: true });
  });

  it('give the SAs with the rekeyed twin', async () => {
    const reply = await askRecorded(reads.sas, 'list-sas.json');
    expect(reply.ok ? reply.value.rows : []).toMatchObject([
      {
        'to-branch': {
          'child-sas': { 'branch-lan-1': { state: 'DELETED' }, 'branch-lan-2': { state: 'INSTALLED' } },
        },
      },
    ]);
  });

  it('tell an unknown command apart from an empty answer', async () => {
    const request = { command: 'no-such-command', streams: null, shown: '' };
    const reply = await askRecorded(request, 'unknown-command.json');
    expect(reply).toMatchObject({ ok: false, fault: { reason: 'not-supported' } });
  });
});

describe('a daemon that misbehaves', () => {
  it.each([
    ['garbage', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'unreadable'],
    [
      'half an answer',
      encodePacket({ type: 1, name: '', message: { a: 'b' } }).subarray(0, 6),
      'unreachable',
    ],
    [
      'a packet that is no answer',
      encodePacket({ type: packetType.eventConfirm, name: '', message: {} }),
      'unreadable',
    ],
    ['a message that is cut off inside', Buffer.from([0, 0, 0, 3, 1, 3, 9]), 'unreadable'],
  ])('and sends %s is a failure with a reason, never an empty list', async (_, bytes, reason) => {
    const client = clientAt(await listen((socket) => socket.on('data', () => socket.end(bytes))));
    const reply = await client.ask(reads.version, {}, aCall());
    expect(reply).toMatchObject({ ok: false, fault: { reason } });
  });

  it('and never answers costs one deadline, and the next question a new connection', async () => {
    let connections = 0;
    const clock = new ManualClock();
    const address = await listen((socket) => {
      connections += 1;
      if (connections > 1) {
        socket.on('data', () => socket.write(encodePacket({ type: 1, name: '', message: { version: '6' } })));
      }
    });
    const client = clientAt(address, clock);
    const hanging = client.ask(reads.version, {}, aCall());
    await until(() => connections === 1);
    await clock.advance(60_000);
    const next = client.ask(reads.version, {}, aCall());

    expect(await hanging).toMatchObject({ ok: false, fault: { reason: 'timeout' } });
    expect(await next).toMatchObject({ ok: true });
  });

  it('and is aborted by the question stops at once', async () => {
    const stop = new AbortController();
    let asked = false;
    const client = clientAt(
      await listen((socket) => {
        socket.on('data', () => {
          asked = true;
        });
      }),
    );
    const reply = client.ask(reads.version, {}, aCall(stop.signal));
    await until(() => asked);
    stop.abort();
    expect(await reply).toMatchObject({ ok: false, fault: { reason: 'timeout' } });
  });

  it('and refuses with a message is quoted', async () => {
    const refusal = encodePacket({ type: 1, name: '', message: { success: 'no', errmsg: 'out of luck' } });
    const client = clientAt(await listen((socket) => socket.on('data', () => socket.write(refusal))));
    const reply = await client.ask(reads.version, {}, aCall());
    expect(reply).toMatchObject({ ok: false, fault: { reason: 'device-error' } });
    expect(JSON.stringify(reply)).toContain('out of luck');
  });
});

describe('a daemon that sends more than an answer', () => {
  const confirm = encodePacket({ type: packetType.eventConfirm, name: '', message: {} });
  const row = encodePacket({
    type: packetType.event,
    name: 'list-sa',
    message: { a: { uniqueid: '1', state: 'ESTABLISHED' } },
  });

  it('is left as soon as it is too much, with a sentence that names the request', async () => {
    const rows = Buffer.concat(Array.from({ length: 1_000 }, () => row));
    let closed = false;
    const flood = (socket: Socket): void => {
      while (!socket.destroyed && socket.write(rows));
    };
    const client = clientAt(
      await listen((socket) => {
        socket.once('data', () => {
          socket.write(confirm);
          flood(socket);
        });
        socket.on('drain', () => flood(socket));
        socket.on('close', () => {
          closed = true;
        });
      }),
    );
    expect(await client.ask(reads.sas, {}, aCall())).toMatchObject({
      ok: false,
      fault: {
        reason: 'too-large',
        says: 'The daemon\'s answer to "list-sas" is larger than is read (50000 rows, 64 MB); it was given up.',
      },
    });
    await until(() => closed);
  });

  it('leaves the loop its turns while a long answer is read', async () => {
    const answer = Buffer.concat([
      ...Array.from({ length: 20_000 }, () => row),
      encodePacket({ type: packetType.commandResponse, name: '', message: {} }),
    ]);
    const client = clientAt(
      await listen((socket) => {
        let packets = 0;
        socket.on('data', () => {
          packets += 1;
          socket.write(packets === 2 ? answer : confirm);
        });
      }),
    );
    let turns = 0;
    let counting = true;
    const count = (): void => {
      turns += 1;
      if (counting) setImmediate(count);
    };
    count();
    const reply = await client.ask(reads.sas, {}, aCall());
    const rows = reply.ok ? await parseSas(reply.value, reads.sas) : reply;
    counting = false;
    // Equal rows are one SA.
    expect(rows).toMatchObject({ ok: true, value: [{ name: 'a' }] });
    expect(reply.ok && reply.value.rows.length).toBe(20_000);
    // One turn for 128 KB read and one for 250 rows understood.
    expect(turns).toBeGreaterThan(80);
  });
});

describe('questions at the same time', () => {
  it('are sent one after the other, because the protocol has no request ids', async () => {
    let open = 0;
    let most = 0;
    const client = clientAt(
      await listen((socket) =>
        socket.on('data', () => {
          open += 1;
          most = Math.max(most, open);
          setImmediate(() => {
            open -= 1;
            socket.write(encodePacket({ type: 1, name: '', message: { version: '1' } }));
          });
        }),
      ),
    );
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => client.ask(reads.version, {}, aCall())),
    );
    expect(replies.every((reply) => reply.ok)).toBe(true);
    expect(most).toBe(1);
    expect(client.calls).toBe(20);
  });
});

describe('a question that waits for its turn', () => {
  it('is given up at once when it is aborted, and closing ends the one under way', async () => {
    let asked = false;
    const client = clientAt(
      await listen((socket) => {
        socket.on('data', () => {
          asked = true;
        });
      }),
    );
    const stop = new AbortController();
    const hanging = client.ask(reads.version, {}, aCall());
    const waiting = client.ask(reads.stats, {}, aCall(stop.signal));
    await until(() => asked);
    stop.abort();
    expect(await waiting).toMatchObject({ ok: false, fault: { reason: 'timeout' } });
    await client.close();
    expect(await hanging).toMatchObject({ ok: false, fault: { reason: 'timeout' } });
    expect(client.calls).toBe(1);
  });
});

describe('a socket that cannot be opened', () => {
  it('says that it is missing, and what to do', async () => {
    const client = clientAt({ kind: 'unix', path: '/nonexistent/charon.vici' });
    const reply = await client.ask(reads.version, {}, aCall());
    expect(reply).toMatchObject({ ok: false, fault: { reason: 'unreachable' } });
    expect(JSON.stringify(reply)).toContain('There is no VICI socket at /nonexistent/charon.vici.');
  });

  it('says that no daemon answers behind a file that is left over', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-stale-'));
    closing.push(async () => rmSync(folder, { recursive: true }));
    const path = join(folder, 'charon.vici');
    writeFileSync(path, '');
    chmodSync(path, 0o600);
    const reply = await clientAt({ kind: 'unix', path }).ask(reads.version, {}, aCall());
    expect(reply).toMatchObject({ ok: false, fault: { reason: 'unreachable' } });
  });

  it('is not tried again before the pause is over', async () => {
    const clock = new ManualClock();
    const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-late-'));
    closing.push(async () => rmSync(folder, { recursive: true }));
    const path = join(folder, 'charon.vici');
    const client = clientAt({ kind: 'unix', path }, clock);
    const before = await client.ask(reads.version, {}, aCall());
    const version = encodePacket({ type: packetType.commandResponse, name: '', message: { version: '6' } });
    const server = createServer((socket) => socket.on('data', () => socket.write(version)));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    closing.push(async () => {
      server.close();
    });
    const tooSoon = await client.ask(reads.version, {}, aCall());
    await clock.advance(1_000);
    const later = await client.ask(reads.version, {}, aCall());

    expect(before.ok).toBe(false);
    expect(tooSoon).toEqual(before);
    expect(later.ok).toBe(true);
  });
});
