// swanctl.conf of strongSwan, whole or only its connections.

import { type ConfSection, parseConf, sectionAt } from '../../vendors/strongswan/swanctlConf.js';
import { type ConfigReader, type ConfigText, UnreadLines } from '../configText.js';
import { tunnelsOf } from './connections.js';
import { oneSettingEach } from './oneSetting.js';

export const swanctl: ConfigReader = { product: 'strongswan', recognizes, read };

function recognizes(lines: readonly string[]): number {
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (has(/^\s*connections\s*\{/)) return 95;
  return has(/^\s*children\s*\{/) && has(/^\s*(?:remote_addrs|local_addrs|esp_proposals|proposals)\s*=/)
    ? 90
    : 0;
}

const deepest = 8;
const mostListed = 100;

function read(lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const each = oneSettingEach(lines);
  const text = each.map((line) => line.text).join('\n');
  const opened = /^\s*connections\s*\{/m.test(text) ? 0 : 1;
  const whole = /^\s*connections\s*\{/m.test(text) ? text : `connections {\n${text}\n}`;
  for (let missing = 0; missing <= deepest; missing += 1) {
    const parsed = parseConf(`${whole}\n${'}'.repeat(missing)}`);
    if ('root' in parsed) {
      const names = [...(sectionAt(parsed.root, ['connections'])?.sections.keys() ?? [])];
      const cut = missing > 0 ? (names.at(-1) ?? null) : null;
      if (cut !== null)
        unread.add(lines.length, lines.at(-1) ?? '', 'the text ends inside of this section', cut);
      for (const pattern of parsed.includes)
        unread.add(1, `include ${pattern}`, 'what it includes is not in the text');
      for (const name of names.slice(0, mostListed)) listUnread(parsed.root, name, lines, unread);
      return {
        product: 'strongswan',
        tunnels: tunnelsOf(parsed.root, new Set(cut === null ? [] : [cut]), unread),
        unread: unread.all(),
      };
    }
    if (!parsed.says.includes('not closed')) {
      const at = Math.min(each[parsed.line - 1 - opened]?.from ?? lines.length - 1, lines.length - 1);
      unread.add(at + 1, lines[at] ?? '', parsed.says);
      break;
    }
  }
  return { product: 'strongswan', tunnels: [], unread: unread.all() };
}

const known = new Set([
  ...[
    'version',
    'local_addrs',
    'remote_addrs',
    'proposals',
    'rekey_time',
    'dpd_delay',
    'aggressive',
    'encap',
  ],
  ...['fragmentation', 'auth', 'id', 'certs', 'cacerts', 'mode', 'rekey_bytes', 'local_ts', 'remote_ts'],
  ...['esp_proposals', 'ah_proposals', 'start_action'],
  // These say nothing about what the ends must agree on.
  ...['unique', 'mobike', 'dpd_timeout', 'dpd_action', 'close_action', 'updown', 'keyingtries', 'life_time'],
  ...[
    'over_time',
    'rand_time',
    'rand_bytes',
    'life_bytes',
    'send_cert',
    'send_certreq',
    'mark_in',
    'mark_out',
  ],
  ...['if_id_in', 'if_id_out', 'reqid', 'priority', 'hostaccess', 'interface', 'inactivity', 'hw_offload'],
]);

function listUnread(root: ConfSection, name: string, lines: readonly string[], unread: UnreadLines): void {
  const head = new RegExp(`^\\s*${escaped(name)}\\b[^={]*\\{`);
  const start = Math.max(
    0,
    lines.findIndex((line) => head.test(line)),
  );
  const visit = (section: ConfSection): void => {
    for (const key of section.settings.keys()) {
      if (known.has(key)) continue;
      const place = new RegExp(`\\b${escaped(key)}\\s*=`);
      const at = lines.findIndex((line, index) => index >= start && place.test(line));
      unread.add(at + 1, lines[at] ?? key, 'this setting is not read', name);
    }
    for (const inner of section.sections.values()) visit(inner);
  };
  const section = sectionAt(root, ['connections', name]);
  if (section) visit(section);
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
