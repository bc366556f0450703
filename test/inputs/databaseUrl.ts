// What DATABASE_URL may hold, each given to the built command: wrong texts, and servers that are no PostgreSQL or a hostile one.

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { recorded, startFakeDaemon } from '../contract/vendors/strongswan/fakeDaemon.js';
import { processBoundMs, scratch, started } from './command.js';
import { type Input, type InputClass, planted } from './input.js';

type Play = (socket: Socket) => void;

/** A message of PostgreSQL: its letter, its length, its body. */
function message(letter: string, body: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(letter), length, body]);
}
const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const fieldText = (text: string): Buffer => Buffer.from(`${text}\0`);
const failure = (words: string): Buffer =>
  message(
    'E',
    Buffer.concat([fieldText('SFATAL'), fieldText('C28P01'), fieldText(`M${words}`), Buffer.of(0)]),
  );
/** Answers the first packet. */
const first =
  (bytes: Buffer): Play =>
  (socket) =>
    socket.once('data', () => socket.write(bytes));

const servers: Readonly<Record<string, Play>> = {
  'a server that says nothing': () => undefined,
  'a server that hangs up': (socket) => socket.end(),
  'a web server': first(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
  'a server of noise': first(Buffer.alloc(500, 0x41)),
  'a server that sends a length of 2 GB': first(Buffer.from([0x52, 0x7f, 0xff, 0xff, 0xff, 0, 0, 0, 0])),
  'SCRAM without a password of ours': first(
    message('R', Buffer.concat([number(10), fieldText('SCRAM-SHA-256'), Buffer.of(0)])),
  ),
  'a password in the clear that nobody gave us': first(message('R', number(3))),
  'an unknown way to sign in': first(message('R', number(99))),
  'a refusal': first(failure('password authentication failed for user "tm"')),
  'a refusal that repeats the password': first(failure(`wrong password ${planted.password}`)),
};

export async function databaseUrls(): Promise<InputClass> {
  const files = scratch();
  const daemon = await startFakeDaemon(recorded('healthy-v2', 'left'));
  const config = files.file(
    'tunnelmedic.yml',
    `devices: { gw: { vendor: strongswan, vici: "unix://${daemon.path}" } }\nstore: { dataFolder: data }\n`,
  );
  const open: Server[] = [];
  const listen = async (play: Play): Promise<number> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      play(socket);
    });
    open.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };
  const input = (name: string, url: () => Promise<string> | string): Input => ({
    name,
    says: /database/i,
    exits: [2],
    give: async () =>
      await started(['incidents', '--config', config], { environment: { DATABASE_URL: await url() } }),
  });
  const secret = planted.password;
  const inputs = [
    ...Object.entries(servers).map(([name, play]) =>
      input(name, async () => {
        const password = name.includes('nobody') || name.includes('SCRAM') ? '' : `:${secret}`;
        return `postgres://tm${password}@127.0.0.1:${await listen(play)}/tm`;
      }),
    ),
    input('a port where nobody listens', () => `postgres://tm:${secret}@127.0.0.1:9/tm`),
    input('a name that does not resolve', () => `postgres://tm:${secret}@db.invalid/tm`),
    input('a socket that is not there', () => `postgres://tm:${secret}@/tm?host=/nowhere`),
    input('a word', () => `swordfish-${secret}`),
    input('a web address', () => `https://tm:${secret}@127.0.0.1:9/tm`),
    input('another database', () => `mysql://tm:${secret}@127.0.0.1:9/tm`),
    input('a port that is none', () => `postgres://tm:${secret}@127.0.0.1:99999/tm`),
    input('signs that are not encoded', () => `postgres://tm:%zz${secret}@127.0.0.1:9/tm`),
    input('an option that is unknown', () => `postgres://tm:${secret}@127.0.0.1:9/tm?sslmode=perhaps`),
  ];
  return {
    inputs,
    boundMs: 2.5 * processBoundMs,
    async close() {
      for (const server of open) server.close();
      await daemon.close();
      files.remove();
    },
  };
}
