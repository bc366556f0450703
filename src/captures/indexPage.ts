// The index page of a capture: which device answered what and when, what was replaced, and what only a real device can prove.

import type { Redaction } from './redact.js';
import { fileOf, type Said } from './said.js';

export interface IndexParts {
  readonly said: readonly Said[];
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Of Tunnelmedic. */
  readonly version: string;
  readonly unproven: (vendor: string) => readonly string[];
  readonly redaction: Redaction;
  readonly keepsAddresses: boolean;
}

export function indexPage(parts: IndexParts): string {
  const { said, at, version } = parts;
  return [
    `# Replies of ${said.length === 1 ? 'one device' : `${said.length} devices`}, captured ${at}\n`,
    `By Tunnelmedic ${version}: each request that it can send, once; none changes anything. A file is a reply as it came, without`,
    'what was taken out of it. **Read the files before you hand them on.**\n',
    replaced(parts),
    ...said.map((one) => deviceSection(one, parts)),
  ].join('\n');
}

function replaced({ redaction, keepsAddresses }: IndexParts): string {
  const { names, networks, left } = redaction.told();
  return [
    '## What was replaced',
    '| what | how |',
    '|---|---|',
    '| keys, pre-shared keys, passwords, tokens, hashes of passwords | dropped as the reply was read; what looks like one is `[removed]` |',
    '| bodies of certificates; descriptions, comments, aliases, banners | `[removed]` |',
    `| host names, serials, users, e-mail addresses, names of tunnels, gateways and proxy IDs | ${names} names, each by the same other one in every file |`,
    keepsAddresses
      ? '| addresses | nothing: they stand as they are |'
      : `| public addresses | ${networks} networks, each by the same one for documentation (RFC 5737, RFC 3849, RFC 2544); the last byte stands |`,
    keepsAddresses ? '' : '| MAC addresses | those for documentation (RFC 9542) |',
    '\nThese stand as they are: private addresses and masks, times, names of zones, interfaces, rules, address objects and virtual systems.',
    ...(left.length === 0
      ? []
      : [
          `\nNot replaced, because the replies themselves are made of these words: ${left.map((name) => `\`${name}\``).join(', ')}.`,
        ]),
    '',
  ]
    .filter((line, at) => line !== '' || at > 6)
    .join('\n');
}

function deviceSection(one: Said, { unproven, redaction }: IndexParts): string {
  const { device, as, identity, replies } = one;
  const version = [identity?.model, identity?.version].filter((word) => word != null).join(', ');
  const clean = (text: string): string =>
    redaction.redacted('text', text).replaceAll('|', '\\|').replace(/\s+/g, ' ');
  const rows = replies.map((reply) => {
    const { request, reply: said } = reply;
    const at = said.known ? said.source.at : said.at;
    const found = said.known ? `[${reply.read}](${fileOf(one, reply)})` : `no: ${clean(said.says)}`;
    return `| ${found} | \`${clean(request)}\` | ${at} |`;
  });
  const open = unproven(device.vendor);
  return [
    `## ${as}: ${device.vendor}${version === '' ? '' : `, ${version}`}\n`,
    '| reply | request | asked |',
    '|---|---|---|',
    ...rows,
    ...(open.length === 0
      ? []
      : [
          '\nWhat only a real device can prove; look at each, and say in the issue what it was:\n',
          ...open.map((sentence) => `- [ ] ${sentence}`),
        ]),
    '',
  ].join('\n');
}
