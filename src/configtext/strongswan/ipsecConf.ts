// ipsec.conf of strongSwan: each `conn` becomes the section that swanctl.conf would hold, and is read as that.

import { type ConfSection, emptySection } from '../../vendors/strongswan/swanctlConf.js';
import { type ConfigReader, type ConfigText, UnreadLines } from '../configText.js';
import { tunnelsOf } from './connections.js';

export const ipsecConf: ConfigReader = { product: 'strongswan', recognizes, read };

/** Words of Libreswan in the same syntax, whose defaults are others: such a text is not read. */
const libreswan =
  /^\s+(?:ikev2|phase2alg|phase2|leftsubnets|rightsubnets|pfs|encapsulation|retransmit-\w+|auto=keep)\s*=/;

function recognizes(lines: readonly string[]): number {
  const hasConn = lines.some((line) => /^conn\s+\S/.test(line));
  const hasEnds = lines.some((line) => /^\s+(?:left|right)(?:subnet|id|auth)?\s*=/.test(line));
  return hasConn && hasEnds && !lines.some((line) => libreswan.test(line)) ? 95 : 0;
}

interface Conn {
  readonly name: string;
  readonly settings: Map<string, { readonly value: string; readonly line: number; readonly text: string }>;
}

function read(lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const conns = connsOf(lines);
  const byName = new Map(conns.map((conn) => [conn.name, conn]));
  const used = new Set(conns.flatMap((conn) => conn.settings.get('also')?.value ?? []));
  const root = emptySection();
  const connections = emptySection();
  root.sections.set('connections', connections);
  for (const conn of conns) {
    if (conn.name === '%default') continue;
    const value = (key: string): string | undefined => writtenIn(conn, byName, key, 0);
    // What other ones take their settings from is no connection of its own, unless it names a peer.
    if (used.has(conn.name) && value('right') === undefined) continue;
    connections.sections.set(conn.name, sectionOf(conn.name, value));
    for (const [key, { line, text }] of conn.settings)
      if (!known.has(key)) unread.add(line, text, 'this setting is not read', conn.name);
  }
  lines.forEach((line, index) => {
    if (/^include\s/.test(line)) unread.add(index + 1, line, 'what it includes is not in the text');
  });
  return { product: 'strongswan', tunnels: tunnelsOf(root, null, unread), unread: unread.all() };
}

function connsOf(lines: readonly string[]): readonly Conn[] {
  const conns: Conn[] = [];
  let isOpen = false;
  lines.forEach((raw, index) => {
    const line = raw.replace(/(^|\s)#.*$/, '');
    const head = /^(conn|config|ca)\s+(\S+)/.exec(line);
    if (head) {
      isOpen = head[1] === 'conn';
      if (isOpen) conns.push({ name: head[2] ?? '', settings: new Map() });
      return;
    }
    const setting = /^\s+([\w-]{1,40})\s*=\s*(.*?)\s*$/.exec(line);
    if (!isOpen || !setting) return;
    const value = (setting[2] ?? '').replace(/^"(.*)"$/, '$1');
    conns.at(-1)?.settings.set(setting[1] ?? '', { value, line: index + 1, text: raw });
  });
  return conns;
}

/** Its own value, else that of the section it names with `also`, else of `conn %default`. */
function writtenIn(
  conn: Conn,
  all: ReadonlyMap<string, Conn>,
  key: string,
  depth: number,
): string | undefined {
  const own = conn.settings.get(key)?.value;
  if (own !== undefined || depth > 5) return own;
  const also = all.get(conn.settings.get('also')?.value ?? '');
  const found = also && also !== conn ? writtenIn(also, all, key, depth + 1) : undefined;
  return found ?? all.get('%default')?.settings.get(key)?.value;
}

const known = new Set([
  ...[
    'also',
    'keyexchange',
    'ike',
    'esp',
    'ah',
    'left',
    'right',
    'leftid',
    'rightid',
    'leftsubnet',
    'rightsubnet',
  ],
  ...[
    'leftauth',
    'rightauth',
    'authby',
    'type',
    'auto',
    'aggressive',
    'forceencaps',
    'fragmentation',
    'lifetime',
  ],
  ...['keylife', 'ikelifetime', 'dpdaction', 'dpddelay', 'leftcert', 'rightcert'],
  ...[
    'keyingtries',
    'rekey',
    'reauth',
    'margintime',
    'rekeymargin',
    'rekeyfuzz',
    'dpdtimeout',
    'closeaction',
  ],
  ...['mobike', 'leftfirewall', 'rightfirewall', 'leftupdown', 'mark', 'mark_in', 'mark_out', 'leftsendcert'],
  ...['installpolicy', 'inactivity', 'compress', 'uniqueids', 'reqid', 'replay_window', 'leftallowany'],
]);

function sectionOf(name: string, value: (key: string) => string | undefined): ConfSection {
  const section = emptySection();
  const child = emptySection();
  const set = (into: ConfSection, key: string, text: string | undefined) => {
    if (text !== undefined && text !== '') into.settings.set(key, text);
  };
  set(section, 'version', { ikev1: '1', ikev2: '2' }[value('keyexchange') ?? ''] ?? '0');
  set(section, 'local_addrs', value('left'));
  set(section, 'remote_addrs', value('right'));
  set(section, 'proposals', proposals(value('ike')));
  set(section, 'rekey_time', value('ikelifetime') ?? '3h');
  const asks = (value('dpdaction') ?? 'none') !== 'none';
  set(section, 'dpd_delay', asks ? (value('dpddelay') ?? '30s') : '0');
  set(section, 'aggressive', value('aggressive'));
  set(section, 'encap', value('forceencaps'));
  set(section, 'fragmentation', value('fragmentation'));
  section.sections.set('local', side(value('leftauth') ?? value('authby'), value('leftid')));
  section.sections.set(
    'remote',
    side(value('rightauth') ?? value('authby'), value('rightid') ?? peerAsId(value('right'))),
  );
  set(child, 'local_ts', value('leftsubnet'));
  set(child, 'remote_ts', value('rightsubnet'));
  set(
    child,
    value('ah') === undefined ? 'esp_proposals' : 'ah_proposals',
    proposals(value('ah') ?? value('esp')),
  );
  set(
    child,
    'mode',
    value('type') === 'transport' ? 'transport' : /^pass|^drop/.test(value('type') ?? '') ? 'pass' : 'tunnel',
  );
  set(child, 'start_action', { start: 'start', route: 'trap' }[value('auto') ?? ''] ?? 'none');
  set(child, 'rekey_time', value('lifetime') ?? value('keylife') ?? '1h');
  const children = emptySection();
  children.sections.set(name, child);
  section.sections.set('children', children);
  return section;
}

/** Without the `!` at its end the daemon adds its default proposals to the list. */
function proposals(written: string | undefined): string | undefined {
  if (written === undefined) return undefined;
  return written.endsWith('!') ? written.slice(0, -1) : `${written},default`;
}

/** Where no identity is set, the peer's address is expected. */
function peerAsId(right: string | undefined): string | undefined {
  return right === undefined || /^%|[,/]/.test(right) ? undefined : right;
}

function side(auth: string | undefined, id: string | undefined): ConfSection {
  const section = emptySection();
  const method = auth === 'secret' ? 'psk' : (auth ?? 'pubkey');
  section.settings.set('auth', method);
  if (id !== undefined && id !== '') section.settings.set('id', id);
  return section;
}
