// `config vpn ipsec phase1-interface` of FortiOS, from a text or as its API tells it → phase 1 in neutral words.

import type { Proposal } from '../../domain/proposal.js';
import { addressNumber } from '../../domain/selector.js';
import { dhGroups, proposalFrom, wholeNumber } from '../../domain/settingWords.js';
import type { AuthMethod, IkeGatewayConfig, PeerAddress } from '../../domain/tunnelConfig.js';
import type { Notes } from '../tunnelDraft.js';
import { type FortiContext, type FortiSettings, word } from './configObject.js';
import { localIdOf, peerIdOf } from './normalizeIdentity.js';

/** Defaults that differ between versions count only where the header tells a version that has them. */
const firstKnown = 504;
const lastKnown = 704;
const oldGroupsUntil = 604;

export function phaseOne(context: FortiContext): IkeGatewayConfig {
  const { entry, notes } = context;
  const version = versionOf(context);
  const local = localOf(context);
  return {
    name: entry.name,
    disabled: false,
    version,
    exchangeMode: version === 'ikev2' ? null : modeOf(context),
    localAddress: local,
    localInterface: word(entry, 'interface') ?? null,
    peer: peerOf(context),
    localId: localIdOf(context),
    peerId: peerIdOf(context),
    auth: authOf(context, 'authmethod') ?? 'psk',
    peerAuth: authOf(context, 'authmethod-remote'),
    certificate: word(entry, 'certificate') ?? null,
    idMayDifferFromCertificate: null,
    proposals: proposalsOf(context),
    lifetimeSeconds: wholeNumber(word(entry, 'keylife')) ?? defaulted(notes, 'ike.lifetime', 86_400),
    dpd: dpdOf(context),
    natTraversal: natOf(context),
    passive: word(entry, 'type') === 'dynamic' ? true : word(entry, 'passive-mode') === 'enable',
    fragmentation: word(entry, 'fragmentation') !== 'disable',
    postQuantum: ppkOf(context),
    ...(version === 'ikev1' ? {} : networkIdOf(entry)),
  };
}

function defaulted<T>(notes: Notes, setting: Parameters<Notes['byDefault']>[0], value: T): T {
  notes.byDefault(setting);
  return value;
}

function versionOf({ entry, notes, firmware, origin }: FortiContext): 'ikev1' | 'ikev2' | null {
  const written = word(entry, 'ike-version');
  if (written === '1') return 'ikev1';
  if (written === '2') return 'ikev2';
  if (written === undefined && firmware !== null && firmware >= firstKnown && firmware <= lastKnown)
    return defaulted(notes, 'ike.version', 'ikev1');
  notes.cannotTell('ike.version', origin.unprinted('ike-version'));
  return null;
}

function modeOf({ entry, notes }: FortiContext): 'main' | 'aggressive' {
  const written = word(entry, 'mode');
  if (written === undefined) notes.byDefault('ike.exchange-mode');
  return written === 'aggressive' ? 'aggressive' : 'main';
}

function localOf({ entry, notes, addresses, origin }: FortiContext): string | null {
  const written = word(entry, 'local-gw') ?? word(entry, 'local-gw6');
  if (written !== undefined && addressNumber(written) && written !== '0.0.0.0') return written;
  const name = word(entry, 'interface');
  const found = name === undefined ? undefined : addresses.get(name);
  if (found !== undefined) return found;
  notes.cannotTell(
    'ike.local-address',
    `The address of the interface${name === undefined ? '' : ` ${name}`} is not in ${origin.where} (\`show system interface\` prints it).`,
  );
  return null;
}

function peerOf({ entry, notes, origin }: FortiContext): PeerAddress | null {
  const type = word(entry, 'type');
  if (type === 'dynamic') return { kind: 'dynamic' };
  const name = word(entry, 'remotegw-ddns');
  if (type === 'ddns' && name !== undefined) return { kind: 'fqdn', name };
  const address = word(entry, 'remote-gw') ?? word(entry, 'remote-gw6');
  if (address !== undefined && addressNumber(address)) return { kind: 'address', address };
  notes.cannotTell(
    'ike.peer-address',
    `There is no \`set remote-gw\` in ${origin.where} that is an address.`,
  );
  return null;
}

function authOf({ entry, notes }: FortiContext, name: 'authmethod' | 'authmethod-remote'): AuthMethod | null {
  const written = word(entry, name);
  if (written === 'psk') return 'psk';
  if (written === 'signature') return 'certificate';
  if (name === 'authmethod' && written === undefined && !entry.settings.has('psksecret'))
    notes.byDefault('ike.auth');
  return null;
}

function proposalsOf({ entry, notes, firmware, origin }: FortiContext): readonly Proposal[] | null {
  const written = entry.settings.get('proposal');
  if (written === undefined) {
    notes.cannotTell('ike.proposals', origin.unprinted('proposal'));
    return null;
  }
  const groups = groupsOf(entry, firmware);
  if (groups === null || 'unknown' in groups) {
    notes.cannotTell(
      'ike.proposals',
      groups === null ? origin.unprinted('dhgrp') : `The DH group "${groups.unknown}" is not known here.`,
    );
    return null;
  }
  if (!entry.settings.has('dhgrp')) notes.byDefault('ike.proposals');
  return read('ike', written.values, groups.names, (unknown) =>
    notes.cannotTell('ike.proposals', `The proposal "${unknown}" is not known here.`),
  );
}

/** Null: not printed, and the default is not known. */
export function groupsOf(entry: FortiSettings, firmware: number | null): ReturnType<typeof dhGroups> | null {
  const written = entry.settings.get('dhgrp');
  if (written !== undefined) return dhGroups(written.values);
  const isOld = firmware !== null && firmware >= firstKnown && firmware <= oldGroupsUntil;
  return isOld ? { names: ['group14', 'group5'] } : null;
}

/** `aes256-sha256`, `aes128gcm-prfsha256`; `null` stands for the encryption first and for the integrity behind it. */
export function read(
  protocol: 'ike' | 'esp',
  values: readonly string[],
  dh: readonly string[],
  onUnknown: (value: string) => void,
): readonly Proposal[] | null {
  const proposals: Proposal[] = [];
  for (const value of values) {
    const [encryption = '', ...rest] = value.split('-');
    const proposal = proposalFrom(
      protocol,
      [encryption, ...rest.map((one) => (one === 'null' ? 'none' : one))],
      dh,
    );
    if (proposal === null) {
      onUnknown(value);
      return null;
    }
    proposals.push(proposal);
  }
  return proposals;
}

function dpdOf({ entry, notes, firmware, origin }: FortiContext): IkeGatewayConfig['dpd'] {
  const written = word(entry, 'dpd');
  if (written === undefined && (firmware === null || firmware < 600)) {
    notes.cannotTell('ike.dpd', origin.unprinted('dpd'));
    return null;
  }
  if (written === undefined) notes.byDefault('ike.dpd');
  return {
    enabled: written !== 'disable',
    intervalSeconds: wholeNumber(word(entry, 'dpd-retryinterval')) ?? 20,
    retries: wholeNumber(word(entry, 'dpd-retrycount')) ?? 3,
  };
}

function natOf({ entry, notes }: FortiContext): IkeGatewayConfig['natTraversal'] {
  const written = word(entry, 'nattraversal');
  if (written === undefined) notes.byDefault('ike.nat-traversal');
  return written === 'disable' ? 'off' : written === 'forced' ? 'forced' : 'on';
}

function networkIdOf(entry: FortiSettings): Pick<IkeGatewayConfig, 'networkId'> {
  const id = word(entry, 'network-overlay') === 'enable' ? word(entry, 'network-id') : undefined;
  return id === undefined ? {} : { networkId: id };
}

/** Versions before 7.6 have no such setting; the API leaves out what a version has not, a text what is as it always was. */
function ppkOf({ entry, origin }: FortiContext): IkeGatewayConfig['postQuantum'] {
  const written = word(entry, 'ppk');
  if (written === 'require') return 'ppk-mandatory';
  if (written === 'allow') return 'ppk-preferred';
  return written === 'disable' || origin.tellsAll ? 'none' : null;
}
