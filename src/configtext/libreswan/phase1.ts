// Phase 1 of a conn of Libreswan in neutral words, with the defaults of ipsec.conf(5) where all versions share them.

import { guessIdentity, type Identity } from '../../domain/identity.js';
import { addressNumber } from '../../domain/selector.js';
import type { AuthMethod, IkeGatewayConfig, PeerAddress } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import type { ValueOf } from '../conns.js';
import { readList } from './proposals.js';

export function phaseOne(name: string, value: ValueOf, passive: boolean, notes: Notes): IkeGatewayConfig {
  const version = versionOf(value, notes);
  const own = authOf(value('leftauth') ?? value('authby'));
  const peer = authOf(value('rightauth') ?? value('authby'));
  if (own === null)
    notes.cannotTell('ike.auth', 'The methods of `authby=` in the text are not one that is read here.');
  if (value('leftauth') === undefined && value('authby') === undefined) notes.byDefault('ike.auth');
  return {
    name,
    disabled: null,
    version,
    exchangeMode: version === 'ikev2' ? null : modeOf(value, notes),
    localAddress: localOf(value('left'), notes),
    localInterface: null,
    peer: peerOf(value('right'), notes),
    localId: identityOf(value('leftid'), value('leftcert'), 'ike.local-id', notes),
    peerId: identityOf(value('rightid'), value('rightcert'), 'ike.peer-id', notes),
    auth: own,
    peerAuth: peer === own ? null : peer,
    certificate: value('leftcert') ?? null,
    idMayDifferFromCertificate: null,
    proposals: proposalsOf(value('ike'), notes),
    lifetimeSeconds: lifetimeOf(value('ikelifetime'), notes),
    dpd: dpdOf(value, version, notes),
    natTraversal: natOf(value, notes),
    passive,
    fragmentation: value('fragmentation') !== 'no',
    postQuantum: ppkOf(value('ppk')),
  };
}

const versions: Readonly<Record<string, IkeGatewayConfig['version']>> = {
  insist: 'ikev2',
  yes: 'ikev2',
  ikev2: 'ikev2',
  no: 'ikev1',
  never: 'ikev1',
  ikev1: 'ikev1',
  propose: 'ikev2-preferred',
  permit: 'any',
};

function versionOf(value: ValueOf, notes: Notes): IkeGatewayConfig['version'] {
  const exchange = value('keyexchange');
  const written = value('ikev2') ?? (exchange === 'ike' ? undefined : exchange);
  const version = versions[written ?? ''];
  if (version) return version;
  notes.cannotTell(
    'ike.version',
    written === undefined
      ? 'The text holds no `ikev2=`, and its default differs: IKEv1 until Libreswan 3, IKEv2 since 4.'
      : `\`ikev2=${written}\` is not known here.`,
  );
  return null;
}

function modeOf(value: ValueOf, notes: Notes): 'main' | 'aggressive' {
  const written = value('aggressive') ?? value('aggrmode');
  if (written === undefined) notes.byDefault('ike.exchange-mode');
  return written === 'yes' ? 'aggressive' : 'main';
}

function localOf(left: string | undefined, notes: Notes): string | null {
  if (left !== undefined && addressNumber(left)) return left;
  notes.cannotTell('ike.local-address', `\`left=${left ?? ''}\` tells no address of its own.`);
  return null;
}

function peerOf(right: string | undefined, notes: Notes): PeerAddress | null {
  if (right === '%any' || right === '%opportunistic') return { kind: 'dynamic' };
  if (right !== undefined && addressNumber(right)) return { kind: 'address', address: right };
  if (right !== undefined && /^[\w.-]{1,253}$/.test(right)) return { kind: 'fqdn', name: right };
  notes.cannotTell('ike.peer-address', `\`right=${right ?? ''}\` tells no peer.`);
  return null;
}

/** Without an ID the address counts; the subject of a certificate stands in the certificate. */
function identityOf(
  written: string | undefined,
  certificate: string | undefined,
  setting: 'ike.local-id' | 'ike.peer-id',
  notes: Notes,
): Identity | null {
  if (written === '%fromcert' || (written === undefined && certificate !== undefined)) {
    notes.cannotTell(setting, 'The identity is the subject of the certificate.');
    return null;
  }
  if (written === undefined) {
    notes.byDefault(setting);
    return null;
  }
  const keyId = /^@\[(.*)\]$/.exec(written)?.[1];
  return keyId === undefined ? guessIdentity(written) : { type: 'keyid', value: keyId };
}

/** `rsasig` and its kin when nothing is written; several methods are no one method. */
function authOf(written: string | undefined): AuthMethod | null {
  const methods = new Set((written ?? 'rsasig').split(/[,|]/).map((one) => methodOf(one.trim())));
  const [only] = methods;
  return methods.size === 1 && only ? only : null;
}

function methodOf(word: string): AuthMethod | null {
  if (word === 'secret' || word === 'psk') return 'psk';
  if (/^(?:rsa|ecdsa)/.test(word) || word === 'cert') return 'certificate';
  return word.startsWith('eap') ? 'eap' : null;
}

function proposalsOf(written: string | undefined, notes: Notes): IkeGatewayConfig['proposals'] {
  const unreadable = (why: string) => {
    notes.cannotTell('ike.proposals', why);
    return null;
  };
  if (written === undefined)
    return unreadable(
      'The text holds no `ike=`, and the default list differs between versions of Libreswan.',
    );
  const read = readList('ike', written);
  if ('unknown' in read) return unreadable(`\`${read.unknown}\` of \`ike=\` is not known here.`);
  if (read.groups !== 'all')
    return unreadable(
      '`ike=` names no DH group, and the default list differs between versions of Libreswan.',
    );
  return read.proposals;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** `8h`, `90m`, `3600`; null for what is no time. */
export function secondsOf(written: string | undefined): number | null {
  const found = /^(\d{1,9})\s*([smhdw]?)$/.exec(written?.trim() ?? '');
  return found ? Number(found[1]) * (units[found[2] || 's'] ?? 1) : null;
}

function lifetimeOf(written: string | undefined, notes: Notes): number | null {
  const seconds = secondsOf(written);
  if (seconds === null)
    notes.cannotTell(
      'ike.lifetime',
      'The text holds no `ikelifetime=` that can be read, and its default differs between versions of Libreswan.',
    );
  return seconds;
}

/** It asks only where a delay is set, and with IKEv1 also a timeout. */
function dpdOf(value: ValueOf, version: IkeGatewayConfig['version'], notes: Notes): IkeGatewayConfig['dpd'] {
  const delay = secondsOf(value('dpddelay'));
  const timeout = secondsOf(value('dpdtimeout'));
  if (value('dpddelay') === undefined) notes.byDefault('ike.dpd');
  const enabled = delay !== null && delay > 0 && (version === 'ikev2' || timeout !== null);
  if (delay !== null && timeout === null && version !== 'ikev2' && version !== 'ikev1') {
    notes.cannotTell('ike.dpd', '`dpddelay=` counts with IKEv2; with IKEv1 it needs `dpdtimeout=` too.');
    return null;
  }
  return { enabled, intervalSeconds: enabled ? delay : null, retries: null };
}

function natOf(value: ValueOf, notes: Notes): IkeGatewayConfig['natTraversal'] {
  const written = value('encapsulation') ?? (value('forceencaps') === 'yes' ? 'yes' : undefined);
  if (written === undefined) notes.byDefault('ike.nat-traversal');
  return written === 'yes' ? 'forced' : written === 'no' ? 'off' : 'on';
}

function ppkOf(written: string | undefined): IkeGatewayConfig['postQuantum'] {
  if (written === 'insist' || written === 'yes') return 'ppk-mandatory';
  if (written === 'propose' || written === 'permit') return 'ppk-preferred';
  return written === 'no' || written === 'never' ? 'none' : null;
}
