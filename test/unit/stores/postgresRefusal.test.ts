// Every way in which DATABASE_URL leads nowhere is one sentence within a bounded time, without the password, and the process ends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from 'vitest';
import { Problem } from '../../../src/domain/problem.js';
import { openDatabase } from '../../../src/stores/database.js';

const password = 'hunter2-secret';
const running: Server[] = [];
const sockets = new Set<Socket>();

// At the end: those that are waited for for seconds are waited for together.
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of running) server.close();
});

/** A server on the loopback that answers the first bytes of a client; null says nothing for ever. */
async function answering(answer: (asked: Buffer) => Buffer | 'close' | null): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('data', (asked) => {
      const bytes = answer(asked);
      if (bytes === 'close') socket.destroy();
      else if (bytes) socket.write(bytes);
    });
  });
  running.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** One message of PostgreSQL's protocol (chapter 54.7): a letter, the length, the body. */
function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}
const refusing = (code: string, text: string) => () =>
  message('E', Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${text}\0\0`));
/** AuthenticationSASL, and AuthenticationSASLContinue once the client began ("p"). */
const wantsScram = (asked: Buffer) =>
  asked.toString('latin1', 0, 1) === 'p'
    ? message('R', Buffer.from([0, 0, 0, 11, ...Buffer.from('r=x,s=eA==,i=1')]))
    : message('R', Buffer.from([0, 0, 0, 10, ...Buffer.from('SCRAM-SHA-256\0\0')]));

const user = `user:${password}`;
type Case = readonly [what: string, url: () => string | Promise<string>, says: RegExp];
const at = async (answer: Parameters<typeof answering>[0], more = '/db', who = user): Promise<string> =>
  `postgres://${who}@127.0.0.1:${await answering(answer)}${more}`;

const cases: readonly Case[] = [
  ['another scheme', () => `mysql://${user}@127.0.0.1/db`, /begins with mysql:, not with postgres:/],
  ['no scheme', () => `127.0.0.1:5432/${password}`, /address (cannot be read|begins with)/],
  ['no address at all', () => password, /cannot be read/],
  ['no host', () => `postgres:///${password}`, /names no host/],
  ['a port that is a word', () => `postgres://${user}@127.0.0.1:port/db`, /cannot be read/],
  ['a port out of range', () => `postgres://${user}@127.0.0.1:99999/db`, /cannot be read/],
  ['port 0', () => `postgres://${user}@127.0.0.1:0/db`, /nobody answers|port/],
  ['a sign that must be written otherwise', () => `postgres://user:${password}/@[::1/db`, /cannot be read/],
  ['a broken escape', () => `postgres://user:${password}%zz@127.0.0.1:1/db`, /cannot be read|nobody answers/],
  ['nobody there', () => `postgres://${user}@127.0.0.1:1/db`, /nobody answers at its address/],
  ['a host without an address', () => `postgres://${user}@nobody.invalid/db`, /its host|in time/],
  [
    'a socket that is not there',
    () => `postgres://${user}@%2Fnowhere%2Fsocket/db`,
    /its socket is not there/,
  ],
  ['a server that says nothing', () => at(() => null), /does not answer in time/],
  ['a server that hangs up', () => at(() => 'close'), /ends the connection/],
  ['a web server', () => at(() => Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')), /PostgreSQL/],
  [
    'a wrong user or password',
    () => at(refusing('28P01', `password ${password} failed`)),
    /refuses the user/,
  ],
  ['an unknown database', () => at(refusing('3D000', 'database "db" does not exist')), /no database of that/],
  ['too many connections', () => at(refusing('53300', 'sorry, too many clients')), /no connection left/],
  ['no password where one is wanted', () => at(wantsScram, '/db', 'user'), /wants a password/],
  [
    'TLS that the server wants',
    () => at(refusing('28000', 'no pg_hba.conf entry for host "127.0.0.1", no encryption')),
    /wants TLS/,
  ],
  ['TLS that the server has not', () => at(() => Buffer.from('N'), '/db?sslmode=verify-full'), /has no TLS/],
  ['TLS without a check', () => `postgres://${user}@127.0.0.1:1/db?sslmode=no-verify`, /without a check/],
  [
    'a certificate that is not there',
    () => `postgres://${user}@127.0.0.1:1/db?sslrootcert=/none`,
    /not there/,
  ],
];

describe.concurrent('one sentence for', () => {
  it.each(cases)('%s', async (_what, url, says) => {
    const found = await openDatabase({ url: await url() }, () => new Date()).then(
      () => null,
      (error: unknown) => error,
    );
    if (!(found instanceof Problem)) throw found ?? new Error('It was opened.');
    const text = `${found.message} ${found.remedy}`;
    expect(text).toMatch(says);
    expect(text).not.toContain(password);
    expect(text).not.toMatch(/\n|\{\w+\}|127\.0\.0\.1/);
    expect(found.exit).toBe(2);
  });
});

it.concurrent.each([
  ['wants a password', wantsScram],
  ['says nothing', () => null],
  ['hangs up', () => 'close' as const],
])('the process ends by itself when the server %s', async (_what, answer) => {
  const url = await at(answer, '/db', 'user');
  const module = new URL('../../../dist/stores/database.js', import.meta.url).href;
  const script = `import { openDatabase } from ${JSON.stringify(module)};
    await openDatabase({ url: ${JSON.stringify(url)} }, () => new Date()).catch((error) => console.log(error.code));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let said = '';
  child.stdout.on('data', (text) => {
    said += String(text);
  });
  const [code] = await once(child, 'close');
  expect([code, said.trim()]).toEqual([0, 'store-unusable']);
});

describe('a password that was replaced', () => {
  it('is looked up for each new connection; the one before counts where it cannot be', async () => {
    const given: string[] = [];
    const port = await answering((asked) => {
      if (asked.toString('latin1', 0, 1) !== 'p') return message('R', Buffer.from([0, 0, 0, 3]));
      given.push(asked.toString('latin1', 5, asked.length - 1));
      return refusing('28P01', 'password authentication failed')();
    });
    const address = (word: string) => `postgres://user:${word}@127.0.0.1:${port}/db`;
    for (const renewed of [async () => address('new%2Fone'), () => Promise.reject(new Error('no file'))])
      await expect(openDatabase({ url: address('old'), renewed }, () => new Date())).rejects.toThrow(
        'it refuses the user or password',
      );
    expect(given).toEqual(['new/one', 'old']);
  });
});
