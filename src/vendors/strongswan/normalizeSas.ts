// IKE_SAs and CHILD_SAs of charon to the neutral model; pure.

import { guessIdentity } from '../../domain/identity.js';
import type { ChildSa, ChildState, Counters, IkeSa, IkeState } from '../../domain/live.js';
import { normalizeNegotiated } from './normalizeProposal.js';
import { normalizeSelector } from './normalizeSelector.js';
import type { ChildSaWords, IkeSaWords } from './schema.js';

/** What is true of the daemon and the moment rather than of one SA. */
export interface Moment {
  /** Our clock when the reply was complete. */
  readonly at: Date;
  /** Milliseconds that the reply took; absent where it took none or nobody measured it. */
  readonly readInMs?: number;
  /** kernel-libipsec pretends a NAT so that ESP goes into UDP: "behind NAT" then proves nothing. */
  readonly natIsPretended: boolean;
}

const ikeStates: Readonly<Record<string, IkeState>> = {
  CREATED: 'connecting',
  CONNECTING: 'connecting',
  ESTABLISHED: 'established',
  REKEYING: 'rekeying',
  // Replaced by a new IKE_SA and about to go.
  REKEYED: 'rekeying',
  DELETING: 'down',
  DESTROYING: 'down',
  // The standby copy of strongSwan's HA plugin.
  PASSIVE: 'unknown',
};

/** UPDATING changes addresses while traffic passes; RETRYING tries another DH group; DELETED is kept for late packets. */
const childStates: Readonly<Record<string, ChildState>> = {
  CREATED: 'down',
  ROUTED: 'down',
  INSTALLING: 'unknown',
  INSTALLED: 'installed',
  UPDATING: 'installed',
  REKEYING: 'rekeying',
  REKEYED: 'rekeying',
  RETRYING: 'unknown',
  DELETING: 'down',
  DELETED: 'down',
  DESTROYING: 'down',
};

const leaving = new Set(['REKEYED', 'DELETING', 'DELETED', 'DESTROYING']);

export function normalizeIkeSa(connection: string, words: IkeSaWords, moment: Moment): IkeSa {
  const nat = words['nat-any'] === 'yes';
  return {
    id: words.uniqueid,
    gateway: connection,
    state: ikeStates[words.state] ?? 'unknown',
    version: words.version === '1' ? 1 : words.version === '2' ? 2 : null,
    role: words.initiator === 'yes' ? 'initiator' : 'responder',
    localAddress: words['local-host'] ?? null,
    localPort: wholeNumber(words['local-port']),
    peerAddress: words['remote-host'] ?? null,
    peerPort: wholeNumber(words['remote-port']),
    localId: identity(words['local-id']),
    peerId: identity(words['remote-id']),
    initiatorSpi: spi(words['initiator-spi'], 16),
    responderSpi: spi(words['responder-spi'], 16),
    proposal: normalizeNegotiated('ike', words),
    natDetected: nat && moment.natIsPretended ? null : nat,
    establishedAt: secondsAgo(words.established, moment.at),
    // VICI tells when the IKE_SA is renewed, not when it would expire.
    expiresAt: null,
    // Active tasks sent a request; queued ones wait for their turn.
    openRequests: words['tasks-active'] ?? [],
    rawState: words.state,
  };
}

/** The children of one IKE_SA, in the order of the wire. */
export function normalizeChildSas(words: IkeSaWords, moment: Moment): ChildSa[] {
  return Object.values(words['child-sas'] ?? {}).map((child) => normalizeChildSa(child, moment));
}

function normalizeChildSa(words: ChildSaWords, moment: Moment): ChildSa {
  const protocol = words.protocol === 'ESP' ? 'esp' : words.protocol === 'AH' ? 'ah' : null;
  const spiIn = spi(words['spi-in'], 8);
  return {
    id: words.uniqueid ?? `${words.name}:${spiIn ?? ''}`,
    name: words.name,
    state: childStates[words.state] ?? 'unknown',
    beingReplaced: leaving.has(words.state),
    spiIn,
    spiOut: spi(words['spi-out'], 8),
    protocol,
    mode: words.mode === 'TUNNEL' ? 'tunnel' : words.mode === 'TRANSPORT' ? 'transport' : null,
    udpEncapsulated: words.encap === 'yes',
    proposal: normalizeNegotiated(protocol ?? 'esp', words),
    local: selectors(words['local-ts']),
    remote: selectors(words['remote-ts']),
    installedAt: secondsAgo(words['install-time'], moment.at),
    expiresAt: secondsAgo(negative(words['life-time']), moment.at),
    counters: counters(words, spiIn, moment.at),
    rawState: words.state,
  };
}

/** Counters of an SA start with it; its unique id and inbound SPI say which one it is. */
function counters(words: ChildSaWords, spiIn: string | null, at: Date): Counters | null {
  if (words['bytes-in'] === undefined && words['bytes-out'] === undefined) return null;
  return {
    scope: 'child-sa',
    identity: `${words.uniqueid ?? words.name}:${spiIn ?? ''}`,
    bytesIn: count(words['bytes-in']),
    bytesOut: count(words['bytes-out']),
    packetsIn: count(words['packets-in']),
    packetsOut: count(words['packets-out']),
    lastInAt: secondsAgo(words['use-in'], at),
    lastOutAt: secondsAgo(words['use-out'], at),
    // charon does not count what the kernel dropped.
    errors: { authentication: null, decryption: null, replay: null, lifetime: null },
    acquires: null,
  };
}

function selectors(printed: readonly string[] | undefined) {
  return (printed ?? []).flatMap((text) => normalizeSelector(text, null) ?? []);
}

function identity(text: string | undefined) {
  return text === undefined ? null : guessIdentity(text);
}

function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}

function count(text: string | undefined): bigint | null {
  return text !== undefined && /^\d{1,20}$/.test(text) ? BigInt(text) : null;
}

function negative(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `-${text}`;
}

/** Seconds before the moment, negative for after it, as ISO 8601; null for what is no number of seconds. */
function secondsAgo(text: string | undefined, at: Date): string | null {
  if (text === undefined || !/^-?\d{1,10}$/.test(text)) return null;
  return new Date(at.getTime() - Number(text) * 1000).toISOString();
}

/** charon prints SPIs without leading zeros in some versions; the model has them. All zero means not yet assigned. */
function spi(text: string | undefined, digits: 8 | 16): string | null {
  if (text === undefined || !/^[0-9a-fA-F]{1,16}$/.test(text)) return null;
  const padded = text.toLowerCase().padStart(digits, '0');
  return /^0+$/.test(padded) ? null : padded;
}
