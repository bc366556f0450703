// `site-to-site peer` and `ike-group` of VyOS → phase 1 in neutral words.

import { guessIdentity, type Identity } from '../../domain/identity.js';
import { addressNumber } from '../../domain/selector.js';
import { wholeNumber } from '../../domain/settingWords.js';
import type { IkeGatewayConfig, PeerAddress, SettingName } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { below, namesBelow, setting } from '../hierarchy.js';
import { isPassed, type VyosText } from './lines.js';
import { ikeProposals } from './proposals.js';

export const peers = ['vpn', 'ipsec', 'site-to-site', 'peer'] as const;
export const cutHere = 'The text ends inside of this object, so what it does not show need not be unset.';

/**
 * Defaults are those of vyos-1x, interface-definitions/vpn_ipsec.xml.in; where EdgeOS and VyOS 1.3 differ, or are not documented,
 * nothing is claimed. Since VyOS 1.4 a peer has a free name and a `remote-address`; before, it was named after its address.
 */
export function gatewayOf(text: VyosText, peer: string, notes: Notes): IkeGatewayConfig {
  const { lines } = text;
  const own = (...path: readonly string[]) => setting(lines, ...peers, peer, ...path);
  const group = own('ike-group')?.[0] ?? null;
  const inGroup = (...path: readonly string[]) =>
    group === null ? null : setting(lines, 'vpn', 'ipsec', 'ike-group', group, ...path);
  const isKnown = group !== null && namesBelow(lines, 'vpn', 'ipsec', 'ike-group').includes(group);
  const missing = group === null ? 'The peer names no ike-group' : `The ike-group ${group} is not`;
  if (!isKnown)
    for (const name of [
      'ike.version',
      'ike.exchange-mode',
      'ike.proposals',
      'ike.lifetime',
      'ike.dpd',
    ] as const)
      notes.cannotTell(name, `${missing} in the text.`);
  const groupPath = ['vpn', 'ipsec', 'ike-group', group ?? ''];
  /** Counts as its default only where the text shows that it is not set. */
  const unset = (name: SettingName, key: string) =>
    isPassed(text, groupPath, key) ? notes.byDefault(name) : notes.cannotTell(name, cutHere);
  const lifetime = wholeNumber(inGroup('lifetime')?.[0]);
  if (lifetime === null) unset('ike.lifetime', 'lifetime');
  const version = versionOf(inGroup('key-exchange')?.[0], notes);
  const reaches = peerOf(own('remote-address')?.[0], peer, notes);
  return {
    name: peer,
    disabled: own('disable') !== null,
    version,
    exchangeMode: version === 'ikev2' ? null : inGroup('mode')?.[0] === 'aggressive' ? 'aggressive' : 'main',
    localAddress: own('local-address')?.find((word) => addressNumber(word) && word !== '0.0.0.0') ?? null,
    localInterface: own('dhcp-interface')?.[0] ?? null,
    peer: reaches,
    ...identitiesOf(text, peer, notes),
    auth: authOf(own('authentication', 'mode')?.[0], notes),
    peerAuth: null,
    certificate: own('authentication', 'x509', 'certificate')?.[0] ?? null,
    idMayDifferFromCertificate: null,
    proposals: isKnown ? ikeProposals(text, group, notes) : null,
    lifetimeSeconds: lifetime ?? 28_800,
    dpd: dpdOf(below(lines, ...groupPath, 'dead-peer-detection').length > 0, inGroup, unset),
    natTraversal: own('force-udp-encapsulation') === null ? 'on' : 'forced',
    passive: waits(peer, reaches, own('connection-type')?.[0]),
    fragmentation: null,
    postQuantum: null,
  };
}

/** Without a key exchange VyOS answers both and begins IKEv2, EdgeOS speaks IKEv1. */
function versionOf(written: string | undefined, notes: Notes): IkeGatewayConfig['version'] {
  if (written === 'ikev1' || written === 'ikev2') return written;
  notes.cannotTell(
    'ike.version',
    'The ike-group sets no `key-exchange`; without it VyOS speaks both versions and EdgeOS IKEv1.',
  );
  return null;
}

function peerOf(written: string | undefined, name: string, notes: Notes): PeerAddress | null {
  const text = written ?? name;
  if (/^(?:any|0\.0\.0\.0|::|@.*)$/.test(text)) return { kind: 'dynamic' };
  if (addressNumber(text)) return { kind: 'address', address: text };
  // A name without a dot is the name of a peer since VyOS 1.4, and no host.
  if (written !== undefined || text.includes('.')) return { kind: 'fqdn', name: text };
  notes.cannotTell('ike.peer-address', `The peer ${name} has no remote-address in the text.`);
  return null;
}

function identitiesOf(
  text: VyosText,
  peer: string,
  notes: Notes,
): Pick<IkeGatewayConfig, 'localId' | 'peerId'> {
  const path = [...peers, peer, 'authentication'];
  const own = (key: string) => setting(text.lines, ...path, key)?.[0];
  const isNew = setting(text.lines, ...peers, peer, 'remote-address') !== null;
  const isCertificate = own('mode') !== undefined && own('mode') !== 'pre-shared-secret';
  const unset = (name: 'ike.local-id' | 'ike.peer-id', key: string): null => {
    if (isCertificate) notes.cannotTell(name, 'The identity is the one in the certificate.');
    else if (isPassed(text, path, key)) notes.byDefault(name);
    else notes.cannotTell(name, cutHere);
    return null;
  };
  const local = own('local-id') ?? own('id');
  const remote = own('remote-id') ?? (peer.startsWith('@') ? peer : undefined);
  const expected: Identity | null = isNew ? { type: 'any', value: '%any' } : null;
  return {
    localId: local === undefined ? unset('ike.local-id', 'local-id') : guessIdentity(local),
    peerId: remote === undefined ? (unset('ike.peer-id', 'remote-id') ?? expected) : guessIdentity(remote),
  };
}

function authOf(mode: string | undefined, notes: Notes): IkeGatewayConfig['auth'] {
  if (mode === 'pre-shared-secret') return 'psk';
  if (mode === 'x509' || mode === 'rsa') return 'certificate';
  notes.cannotTell('ike.auth', 'The peer has no `authentication mode` in the text.');
  return null;
}

/** Off where the group has none of it; every 30 seconds where it has no interval. */
function dpdOf(
  isSet: boolean,
  inGroup: (...path: readonly string[]) => readonly string[] | null,
  unset: (name: SettingName, key: string) => void,
): IkeGatewayConfig['dpd'] {
  if (!isSet) unset('ike.dpd', 'dead-peer-detection');
  const interval = wholeNumber(inGroup('dead-peer-detection', 'interval')?.[0]);
  return { enabled: isSet, intervalSeconds: isSet ? (interval ?? 30) : null, retries: null };
}

/** `respond` still begins on traffic (a trap policy); only `none` and a peer that nobody can call wait. */
export function waits(name: string, peer: PeerAddress | null, type: string | undefined): boolean {
  return type === 'none' || name.startsWith('@') || peer?.kind === 'dynamic';
}
