// `/ip ipsec peer`, `profile` and `identity` of RouterOS → phase 1 in neutral words.

import type { Identity } from '../../domain/identity.js';
import { addressNumber, readSelector } from '../../domain/selector.js';
import { dhGroups, proposalFrom } from '../../domain/settingWords.js';
import type { AuthMethod, IkeGatewayConfig, PeerAddress } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { secondsOf } from './entries.js';

type ValueOf = (key: string) => string | undefined;

export interface PeerParts {
  readonly name: string;
  readonly peer: ValueOf;
  /** Before RouterOS 6.43 a peer had the settings of a profile itself. Null when its profile is not in the text. */
  readonly profile: ValueOf | null;
  /** Before RouterOS 6.44 a peer had the settings of an identity itself. Null when it has none in the text. */
  readonly identity: ValueOf | null;
  /** From its policies, where the peer names no address of its own. */
  readonly ownAddress: string | null;
}

/** Defaults are those of the RouterOS manual, IPsec: Peers, Profiles, Identities; where versions differ nothing is claimed. */
export function gatewayOf(parts: PeerParts, notes: Notes): IkeGatewayConfig {
  const { name, peer } = parts;
  const mode = peer('exchange-mode');
  if (mode === undefined) notes.byDefault('ike.version');
  const version = mode === 'ike2' ? 'ikev2' : 'ikev1';
  const reaches = peerOf(peer('address'));
  return {
    name,
    disabled: peer('disabled') === 'yes',
    version,
    exchangeMode: version === 'ikev2' ? null : mode === 'aggressive' ? 'aggressive' : 'main',
    localAddress: peer('local-address') ?? parts.ownAddress,
    localInterface: null,
    peer: reaches,
    ...identityOf(parts.identity, notes),
    peerAuth: null,
    idMayDifferFromCertificate: null,
    ...profileOf(parts.profile, notes),
    passive: peer('passive') === 'yes' || reaches.kind === 'dynamic',
    fragmentation: null,
    postQuantum: null,
  };
}

/** Everybody where no address is set; a network means whoever comes from it. */
function peerOf(written: string | undefined): PeerAddress {
  const [address = '', prefix] = (written ?? '').split('/');
  const family = addressNumber(address)?.family;
  if (family !== undefined && (prefix === undefined || prefix === (family === 4 ? '32' : '128')))
    return { kind: 'address', address };
  return family === undefined && address !== '' ? { kind: 'fqdn', name: address } : { kind: 'dynamic' };
}

const methods: Readonly<Record<string, AuthMethod>> = {
  'pre-shared-key': 'psk',
  'pre-shared-key-xauth': 'xauth',
  'rsa-signature': 'certificate',
  'rsa-signature-hybrid': 'xauth',
  'digital-signature': 'certificate',
  'rsa-key': 'certificate',
  eap: 'eap',
};

function identityOf(
  identity: ValueOf | null,
  notes: Notes,
): Pick<IkeGatewayConfig, 'localId' | 'peerId' | 'auth' | 'certificate'> {
  if (identity === null) {
    for (const name of ['ike.auth', 'ike.local-id', 'ike.peer-id'] as const)
      notes.cannotTell(name, 'The text holds no identity of this peer.');
    return { localId: null, peerId: null, auth: null, certificate: null };
  }
  const written = identity('auth-method');
  if (written === undefined) notes.byDefault('ike.auth');
  const auth = methods[written ?? 'pre-shared-key'] ?? null;
  if (auth === null) notes.cannotTell('ike.auth', `The method \`${written}\` is not known here.`);
  const own = identity('my-id');
  if (own === undefined) notes.byDefault('ike.local-id');
  if ((own ?? 'auto') === 'auto' && auth !== 'psk')
    notes.cannotTell('ike.local-id', 'The identity is the one in the certificate.');
  const expected = identity('remote-id');
  if (expected === undefined) notes.byDefault('ike.peer-id');
  // Without an ID of its own it accepts every one.
  const any: Identity = { type: 'any', value: '%any' };
  return {
    localId: idOf(own, 'ike.local-id', notes),
    peerId: /^(?:auto|ignore)$/.test(expected ?? 'auto') ? any : idOf(expected, 'ike.peer-id', notes),
    auth,
    certificate: identity('certificate') || null,
  };
}

const types: Readonly<Record<string, Identity['type']>> = {
  fqdn: 'fqdn',
  'user-fqdn': 'email',
  'key-id': 'keyid',
  dn: 'dn',
};

/** `fqdn:hub.example`, `address:203.0.113.9`, `user-fqdn:…`, `key-id:…`; null where the own address counts. */
function idOf(
  written: string | undefined,
  setting: 'ike.local-id' | 'ike.peer-id',
  notes: Notes,
): Identity | null {
  if (written === undefined || written === 'auto') return null;
  const [, kind = '', value = ''] = /^([a-z-]+):(.*)$/.exec(written) ?? [];
  const family = kind === 'address' ? addressNumber(value)?.family : undefined;
  const type = family === undefined ? types[kind] : family === 4 ? 'ipv4' : 'ipv6';
  if (type !== undefined && value !== '') return { type, value };
  notes.cannotTell(setting, `The identity \`${written.slice(0, 80)}\` is not known here.`);
  return null;
}

function profileOf(
  profile: ValueOf | null,
  notes: Notes,
): Pick<IkeGatewayConfig, 'proposals' | 'lifetimeSeconds' | 'dpd' | 'natTraversal'> {
  if (profile === null) {
    for (const name of ['ike.proposals', 'ike.lifetime', 'ike.dpd', 'ike.nat-traversal'] as const)
      notes.cannotTell(name, 'The profile of this peer is not in the text.');
    return { proposals: null, lifetimeSeconds: null, dpd: null, natTraversal: null };
  }
  if (profile('lifetime') === undefined) notes.byDefault('ike.lifetime');
  if (profile('nat-traversal') === undefined) notes.byDefault('ike.nat-traversal');
  const interval = profile('dpd-interval');
  if (interval === undefined) notes.byDefault('ike.dpd');
  const isOff = interval === 'disable-dpd';
  return {
    proposals: proposalsOf(profile, notes),
    lifetimeSeconds: secondsOf(profile('lifetime') ?? '1d'),
    // How often it asks without a setting differs between versions (2 minutes, later 8 seconds).
    dpd: { enabled: !isOff, intervalSeconds: isOff ? null : secondsOf(interval), retries: null },
    natTraversal: profile('nat-traversal') === 'no' ? 'off' : 'on',
  };
}

/** It offers every cipher with every group; without settings SHA-1, and the groups 2 and 14. */
function proposalsOf(profile: ValueOf, notes: Notes): IkeGatewayConfig['proposals'] {
  const ciphers = profile('enc-algorithm');
  if (ciphers === undefined) {
    notes.cannotTell(
      'ike.proposals',
      'The profile sets no `enc-algorithm`, and its default differs between versions (aes-128, with or without 3des); `export verbose` prints it.',
    );
    return null;
  }
  const groups = dhGroups(listOf(profile('dh-group') ?? 'modp1024,modp2048'));
  const hash = profile('hash-algorithm') ?? 'sha1';
  const prf = profile('prf-algorithm');
  const words = [...listOf(ciphers), hash, ...(prf === undefined || prf === 'auto' ? [] : [`prf${prf}`])];
  const read = 'names' in groups ? proposalFrom('ike', words, groups.names) : null;
  if (read === null) notes.cannotTell('ike.proposals', 'The profile holds a word that is not known here.');
  return read === null ? null : [read];
}

export function listOf(text: string): readonly string[] {
  return text.split(',').filter((word) => word !== '');
}

/** The first host that is one, of the addresses that policies name for their own end. */
export function hostOf(written: readonly (string | undefined)[]): string | null {
  const found = written.find((text) => {
    const read = readSelector(text ?? '');
    return read !== null && read.start === read.end && read.start !== 0n;
  });
  return found?.split('/')[0] ?? null;
}
