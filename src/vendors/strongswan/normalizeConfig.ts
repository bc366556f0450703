// A loaded connection (list-conns), completed by swanctl.conf where that is readable, to the neutral configuration; pure.

import { guessIdentity } from '../../domain/identity.js';
import { addressNumber } from '../../domain/selector.js';
import type {
  AuthMethod,
  IkeGatewayConfig,
  IkeVersionSetting,
  PeerAddress,
  SettingName,
  TunnelConfig,
} from '../../domain/tunnelConfig.js';
import { placesOf } from '../../products/words.js';
import { type ChildContext, normalizeChild } from './normalizeChild.js';
import { readConfiguredProposals } from './normalizeProposal.js';
import type { Named } from './parse.js';
import type { ConnectionWords } from './schema.js';
import { type ConfSection, sectionAt, settingAt } from './swanctlConf.js';

export const VENDOR = 'strongswan';

/** swanctl.conf, or one sentence why it is not there. */
export type ConfSource = { readonly root: ConfSection } | { readonly missing: string };

type Unreadable = Partial<Record<SettingName, string>>;

/**
 * @param traps child names of this connection with a trap policy, null when policies could not be read.
 * @returns null for a connection that only passes or drops traffic: it is no tunnel.
 */
export function normalizeConfig(
  device: string,
  { name, words }: Named<ConnectionWords>,
  conf: ConfSource,
  traps: ReadonlySet<string> | null,
): TunnelConfig | null {
  const children = Object.entries(words.children ?? {});
  if (children.length > 0 && children.every(([, child]) => child.mode === 'PASS' || child.mode === 'DROP')) {
    return null;
  }
  const unreadable: Unreadable = {};
  const path = ['connections', name];
  const root = 'root' in conf && sectionAt(conf.root, path) !== null ? conf.root : null;
  const why =
    'missing' in conf
      ? conf.missing
      : `The connection ${name} is loaded, but it is not in the configuration file we were given.`;
  const setting = (key: string, name: SettingName): string | null => {
    if (root === null) unreadable[name] = why;
    return root === null ? null : settingAt(root, path, key);
  };
  const forced = root !== null && settingAt(root, path, 'encap') === 'yes';
  const ike = normalizeIke(name, words, { hasConf: root !== null, forced }, setting, unreadable);
  if (ike.auth === 'psk') unreadable['ike.psk'] = 'Keys are never read from a device.';
  const context: ChildContext = {
    confRoot: root,
    why,
    connection: name,
    traps,
    unreadable,
    ownAddress: ike.localAddress,
    peerAddress: ike.peer?.kind === 'address' ? ike.peer.address : null,
  };
  const normalized =
    children.length === 0
      ? [normalizeChild(name, {}, context)]
      : children.map(([child, childWords]) => normalizeChild(child, childWords, context));
  const objects = { connection: name, child: children[0]?.[0] ?? name };
  // Of several children nobody knows which one a sentence is about.
  const named = children.length > 1 ? { ...objects, child: null } : objects;
  const starts = normalized.map((child) => child.start);
  const never = starts.every((start) => start === 'never');
  return {
    device,
    vendor: VENDOR,
    tunnel: name,
    disabled: false,
    ike: {
      ...ike,
      // A gateway without a peer address to call can only wait.
      passive: ike.peer?.kind === 'dynamic' || never ? true : starts.includes(null) ? null : false,
    },
    children: normalized,
    interface: null,
    routed: null,
    monitor: null,
    managedBy: null,
    comment: null,
    places: placesOf(VENDOR, { names: named }),
    objects,
    unreadable,
    vendorKeys: {},
  };
}

function normalizeIke(
  name: string,
  words: ConnectionWords,
  { hasConf, forced }: { readonly hasConf: boolean; readonly forced: boolean },
  setting: (key: string, name: SettingName) => string | null,
  unreadable: Unreadable,
): IkeGatewayConfig {
  const version = versionOf(words.version);
  const local = words['local-1'];
  const remote = words['remote-1'];
  const auth = authOf(local?.class, words['local-2']?.class);
  const peerAuth = authOf(remote?.class, words['remote-2']?.class);
  const aggressive = version === 'ikev2' ? null : setting('aggressive', 'ike.exchange-mode');
  const configured = setting('proposals', 'ike.proposals');
  const proposals = hasConf ? readConfiguredProposals('ike', configured) : null;
  if (proposals?.known === false) unreadable['ike.proposals'] = proposals.why;
  const fragmentation = setting('fragmentation', 'ike.fragmentation');
  return {
    name,
    disabled: false,
    version,
    exchangeMode: version === 'ikev2' || !hasConf ? null : aggressive === 'yes' ? 'aggressive' : 'main',
    localAddress: (words.local_addrs ?? []).find(isAddress) ?? null,
    localInterface: null,
    peer: peerOf(words.remote_addrs ?? []),
    localId: local?.id === undefined ? null : guessIdentity(local.id),
    // charon expects nothing of a peer whose identity is not configured, unlike most vendors.
    peerId: guessIdentity(remote?.id ?? '%any'),
    auth,
    peerAuth: peerAuth === auth ? null : peerAuth,
    proposals: proposals?.known === true ? proposals.proposals : null,
    lifetimeSeconds: positive(words.rekey_time) ?? positive(words.reauth_time),
    dpd: {
      enabled: positive(words.dpd_delay) !== null,
      intervalSeconds: positive(words.dpd_delay),
      retries: null,
    },
    // charon always negotiates NAT traversal; `encap` only forces UDP where no NAT was found.
    natTraversal: forced ? 'forced' : 'on',
    passive: null,
    fragmentation: hasConf ? fragmentation !== 'no' : null,
    certificate: null,
    // The identity must be in the certificate.
    idMayDifferFromCertificate: false,
    postQuantum: null,
  };
}

function versionOf(text: string | undefined): IkeVersionSetting | null {
  switch (text) {
    case 'IKEv1':
      return 'ikev1';
    case 'IKEv2':
      return 'ikev2';
    // Answers both, initiates IKEv2.
    case 'IKEv1/2':
    case '0':
      return 'ikev2-preferred';
    default:
      return null;
  }
}

function authOf(first: string | undefined, second: string | undefined): AuthMethod | null {
  const words = `${first ?? ''} ${second ?? ''}`.toLowerCase();
  if (words.includes('xauth')) return 'xauth';
  if (words.includes('eap')) return 'eap';
  if (words.includes('pre-shared')) return 'psk';
  return words.includes('public key') ? 'certificate' : null;
}

const isAddress = (text: string): boolean => addressNumber(text) !== null && !/^(0\.0\.0\.0|::)$/.test(text);

/** The first address that can be called; names after addresses; ranges, subnets and %any mean "whoever comes". */
function peerOf(addresses: readonly string[]): PeerAddress | null {
  if (addresses.length === 0) return null;
  const address = addresses.find(isAddress);
  if (address !== undefined) return { kind: 'address', address };
  const name = addresses.find((text) => /^[a-z0-9_.-]*[a-z][a-z0-9_.-]*$/i.test(text));
  return name === undefined ? { kind: 'dynamic' } : { kind: 'fqdn', name };
}

function positive(text: string | undefined): number | null {
  const value = text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : 0;
  return value > 0 ? value : null;
}
