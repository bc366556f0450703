// What may come where a VICI daemon is expected, and what may stand where swanctl.conf is.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { encodeMessage, type ViciSection } from '../../src/vendors/strongswan/viciMessage.js';
import { encodePacket, packetType } from '../../src/vendors/strongswan/viciPacket.js';
import { recorded, startFakeDaemon } from '../contract/vendors/strongswan/fakeDaemon.js';
import { asked, scratch } from './command.js';
import { type Input, type InputClass, planted } from './input.js';

const framed = (body: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(body.length);
  return Buffer.concat([head, body]);
};
const packet = (type: 0 | 1 | 2 | 5 | 6 | 7, name = '', message: ViciSection = {}): Buffer =>
  encodePacket({ type, name, message });
const confirm = packet(packetType.eventConfirm);
const done = packet(packetType.commandResponse);
const event = (name: string, message: ViciSection): Buffer => packet(packetType.event, name, message);
const raw = (name: string, body: Buffer): Buffer =>
  framed(Buffer.concat([Buffer.of(7, name.length), Buffer.from(name), body]));
const times = (count: number, part: Buffer): Buffer =>
  Buffer.concat(Array.from({ length: count }, () => part));
const key = (name: string, value: string): Buffer => encodeMessage({ [name]: value });
const connection = { version: 'IKEv2', local_addrs: ['192.0.2.1'], remote_addrs: ['192.0.2.2'] };

/** Answers each packet that comes by what it is about; the first packet registers for events. */
type Play = (socket: Socket, turn: number) => void;
const says =
  (bytes: Buffer): Play =>
  (socket) => {
    socket.write(bytes);
  };
/** Confirms the registration, then sends rows and the end of the answer. */
const rows =
  (body: Buffer): Play =>
  (socket, turn) => {
    socket.write(turn % 3 === 1 ? confirm : turn % 3 === 2 ? Buffer.concat([body, done]) : confirm);
  };
const flood =
  (part: Buffer): Play =>
  (socket) => {
    const block = times(500, part);
    const more = (): void => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.write(confirm);
    socket.on('drain', more);
    more();
  };

const bytes: Readonly<Record<string, Play>> = {
  'nothing, and the connection ends': (socket) => socket.end(),
  'an end in the middle of a packet': (socket) => socket.end(Buffer.from([0, 0, 0, 50, 5])),
  silence: () => undefined,
  HTTP: says(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')),
  'an SSH banner': says(Buffer.from('SSH-2.0-OpenSSH_9.2\r\n')),
  zeros: says(Buffer.alloc(64)),
  ones: says(Buffer.alloc(64, 0xff)),
  'a length of 4 GB': says(Buffer.from([0xff, 0xff, 0xff, 0xff, 1])),
  'a length of zero': says(Buffer.from([0, 0, 0, 0])),
  'a segment that never ends': says(Buffer.from([0, 0, 1, 0, 5])),
  'an unknown packet type': says(framed(Buffer.of(42))),
  'a name longer than its packet': says(framed(Buffer.of(7, 200, 65))),
  'a response to a registration': says(done),
  'an unknown event': says(packet(packetType.eventUnknown)),
  'an unknown command': (socket, turn) =>
    socket.write(turn === 1 ? confirm : packet(packetType.commandUnknown)),
  'a refusal': (socket, turn) =>
    socket.write(turn === 1 ? confirm : packet(1, '', { success: 'no', errmsg: 'out of luck' })),
  'a refusal with a key': (socket, turn) =>
    socket.write(
      turn === 1 ? confirm : packet(1, '', { success: 'no', errmsg: `secret = "${planted.psk}" is wrong` }),
    ),
  'an element that does not exist': rows(raw('list-conn', Buffer.of(9))),
  'a key without its value': rows(raw('list-conn', Buffer.from([3, 1, 0x61, 0, 5, 0x62]))),
  'a section that never ends': rows(raw('list-conn', Buffer.from([1, 1, 0x61]))),
  'a section end too many': rows(raw('list-conn', Buffer.from([2]))),
  'a section in a list': rows(raw('list-conn', Buffer.from([4, 1, 0x61, 1, 1, 0x62]))),
  'sections a hundred deep': rows(raw('list-conn', times(100, Buffer.from([1, 1, 0x61])))),
  '80,000 equal keys in one packet': rows(raw('list-conn', times(80_000, key('a', '')))),
  '40,000 equal keys in one row': rows(
    raw('list-conn', Buffer.concat([Buffer.from([1, 1, 0x61]), times(40_000, key('a', 'b')), Buffer.of(2)])),
  ),
  '49,999 equal rows': rows(times(49_999, event('list-conn', { a: connection }))),
  'rows without end': flood(event('list-conn', { a: connection })),
  'large rows without end': flood(event('list-conn', { a: { ...connection, filler: 'x'.repeat(60_000) } })),
  'other events without end': flood(event('log', { msg: 'x'.repeat(1_000) })),
  'a row that is text': rows(event('list-conn', { a: 'text' })),
  'a row whose addresses are text': rows(event('list-conn', { a: { local_addrs: '192.0.2.1' } })),
  'one byte at a time': (socket, turn) => {
    const rowAndEnd = Buffer.concat([event('list-conn', { a: connection }), done]);
    for (const byte of turn % 3 === 2 ? rowAndEnd : confirm) socket.write(Buffer.of(byte));
  },
};

const secrets = `secrets {\n  ike-a { secret = "${planted.psk}" }\n}\n`;
const broken = 'cannot be (understood|read)|is not in the configuration file';
/** Texts of swanctl.conf, the sentence that follows from each. */
const texts: Readonly<Record<string, readonly [text: string | Buffer, says: RegExp]>> = {
  empty: ['', /not in the configuration file/],
  'another connection': ['connections { other { version = 2 } }', /not in the configuration file/],
  'a quote that is not closed': [`${secrets}a { b = "${planted.psk}`, new RegExp(broken)],
  'a quote full of escapes': [`a = "${'\\"'.repeat(250_000)}`, new RegExp(broken)],
  'a key before a brace': [`secrets { ike { secret ${planted.psk} } }`, new RegExp(broken)],
  'a key without its section': [`secret = ${planted.psk}\n}`, new RegExp(broken)],
  'a key where a name should be': [`secrets { { = ${planted.psk}`, new RegExp(broken)],
  'a key after a colon': [`secrets { ike : ${planted.psk}`, new RegExp(broken)],
  'a brace too many': [`${secrets}}`, new RegExp(broken)],
  'a section that is not closed': [`${secrets}connections {`, new RegExp(broken)],
  'sections a hundred deep': ['a { '.repeat(100), new RegExp(broken)],
  'braces alone': ['{'.repeat(100_000), new RegExp(broken)],
  'a megabyte of words': ['a '.repeat(500_000), new RegExp(broken)],
  'two megabytes': ['# comment\n'.repeat(220_000), new RegExp(broken)],
  'binary data': [Buffer.from(Array.from({ length: 5_000 }, (_, at) => (at * 7) % 256)), new RegExp(broken)],
  'UTF-16': [Buffer.from('connections { a { version = 2 } }', 'utf16le'), new RegExp(broken)],
  'references in circles': [
    'connections { gw-gw : b { } }\nb : c { }\nc : b, connections.gw-gw { }',
    /gw-gw/,
  ],
  'references that multiply': [
    `connections { gw-gw : s0, s1, s2 { } }\n${Array.from({ length: 40 }, (_, at) => `s${at} : ${Array.from({ length: 40 }, (_, to) => `s${to}`).join(', ')} { }`).join('\n')}`,
    /gw-gw/,
  ],
  'an include of itself': ['include swanctl.conf\n', new RegExp(broken)],
  'an include of a pipe': ['include pipe\n', new RegExp(broken)],
  'an include of a folder': ['include folder\n', new RegExp(broken)],
};

export async function viciBytes(): Promise<InputClass> {
  const files = scratch();
  let play: Play = () => undefined;
  const server = createServer((socket) => {
    let turn = 0;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      turn += 1;
      play(socket, turn);
    });
  });
  const path = join(files.folder, 'charon.vici');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const config = files.file(
    'bytes.yml',
    `devices: { gw: { vendor: strongswan, vici: "unix://${path}" } }\nquestionSeconds: 12\n`,
  );
  const daemon = await startFakeDaemon(recorded('healthy-v2', 'left'));
  const confConfig = files.file(
    'conf.yml',
    `devices: { gw: { vendor: strongswan, vici: "unix://${daemon.path}", configFile: swanctl.conf } }\n`,
  );
  execFileSync('mkfifo', [join(files.folder, 'pipe')]);
  mkdirSync(join(files.folder, 'folder'));
  const fromBytes = Object.entries(bytes).map(
    ([name, how]): Input => ({
      name,
      says: /could be asked|could not be read|tunnels?\b/,
      never: /No tunnel fits/,
      async give() {
        play = how;
        return await asked(['list'], config);
      },
    }),
  );
  const name =
    Object.keys((recorded('healthy-v2', 'left')['list-conns'] as Record<string, unknown>[])[0] ?? {})[0] ??
    '';
  const fromTexts = Object.entries(texts).map(
    ([title, [text, pattern]]): Input => ({
      name: `swanctl.conf: ${title}`,
      says: pattern,
      async give() {
        files.file('swanctl.conf', typeof text === 'string' ? text.replaceAll('gw-gw', name) : text);
        const outcome = await asked(['config', name], confConfig);
        return { ...outcome, said: outcome.said.replaceAll(name, 'gw-gw') };
      },
    }),
  );
  return {
    inputs: [...fromBytes, ...fromTexts],
    async close() {
      server.close();
      await daemon.close();
      files.remove();
    },
  };
}
