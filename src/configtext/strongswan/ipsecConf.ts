// ipsec.conf of strongSwan: each `conn` becomes the section that swanctl.conf would hold, and is read as that.

import { peerText, type TunnelConfig } from '../../domain/tunnelConfig.js';
import { placesOf } from '../../products/words.js';
import { type ConfSection, emptySection } from '../../vendors/strongswan/swanctlConf.js';
import { type ConfigReader, type ConfigText, UnreadLines } from '../configText.js';
import { connsOf, hasConns, listUnreadConns, ownConns, sidesOf, type ValueOf } from '../conns.js';
import { tunnelsOf } from './connections.js';

export const ipsecConf: ConfigReader = { product: 'strongswan', recognizes, read };

/** Words of Libreswan make it a text of Libreswan, whose defaults are others. */
function recognizes(lines: readonly string[]): number {
  return hasConns(lines) ? 90 : 0;
}

function read(lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const conns = connsOf(lines);
  const own = ownConns(conns).map(({ conn: { name }, value }) => ({ name, ...sidesOf(value) }));
  const tunnels = tunnelsOf(
    rootOf(own.map(({ name, own: value }) => sectionOf(name, value))),
    new Set(),
    unread,
  );
  const others = own.flatMap(({ name, turned }) => (turned ? [sectionOf(name, turned)] : []));
  const turned = new Map(
    tunnelsOf(rootOf(others), new Set(), new UnreadLines()).map(({ config }) => [config.tunnel, config]),
  );
  listUnreadConns(conns, lines, known, unread);
  return {
    product: 'strongswan',
    tunnels: tunnels.map((one) => {
      const other = turned.get(one.config.tunnel);
      const written = withPlaces(one.config);
      return { ...one, config: written, ...(other ? { turned: withPlaces(other) } : {}) };
    }),
    unread: unread.all(),
  };
}

/** The file has words of its own for what swanctl.conf calls otherwise. */
function withPlaces(config: TunnelConfig): TunnelConfig {
  const names = { ...config.objects, 'peer-address': peerText(config.ike.peer) };
  return { ...config, places: placesOf('strongswan-ipsec-conf', { names }) };
}

function rootOf(conns: readonly Named[]): ConfSection {
  const [root, connections] = [emptySection(), emptySection()];
  root.sections.set('connections', connections);
  for (const { name, section } of conns) connections.sections.set(name, section);
  return root;
}

interface Named {
  readonly name: string;
  readonly section: ConfSection;
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

function sectionOf(name: string, value: ValueOf): Named {
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
  return { name, section };
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
