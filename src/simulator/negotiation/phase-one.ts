// What both IKE versions share in phase 1: who can reach whom, which gateway answers, which identity is sent.
import type { EffectivePair } from '../model/apply-fault.js';
import { type IkeExchange, type MissingParameter, NO_SPI } from '../model/happening.js';
import { otherSide, type Side } from '../model/side.js';
import { type EndSpec, type Identity, lifetimeSeconds } from '../model/spec.js';
import { firstCommon } from './agree.js';
import { endpoints, peerSeenBy, type Script, type Step } from './script.js';

export interface PhaseOneAttempt {
  readonly pair: EffectivePair;
  readonly initiator: Side;
  /** 16 hex digits each. */
  readonly initiatorSpi: string;
  readonly responderSpi: string;
  /** Serial number that the log prints as SN. */
  readonly serial: number;
  readonly rekey: boolean;
}

export interface PhaseOneResult {
  readonly steps: readonly Step[];
  readonly tookMs: number;
  /** Absent: no IKE SA came of it. */
  readonly sa?: AgreedIkeSa;
}

export interface AgreedIkeSa {
  readonly version: 1 | 2;
  readonly mode: 'IKEv2' | 'Main' | 'Aggr';
  readonly port: 500 | 4500;
  readonly natTraversal: boolean;
  readonly transforms: IkeTransforms;
}

export interface IkeTransforms {
  readonly method: 'PSK' | 'CERT';
  readonly dhGroup: string;
  readonly encryption: string;
  readonly hash: string;
}

/** The exchange as `side` sees it; `answered`: the responder's SPI is known. */
export function exchangeSeenBy(
  { pair, initiator, initiatorSpi, responderSpi, rekey }: PhaseOneAttempt,
  version: 1 | 2,
  side: Side,
  port: 500 | 4500,
  answered: boolean,
): IkeExchange {
  return {
    version,
    mode: pair[initiator].gateway.exchangeMode === 'aggressive' ? 'aggressive' : 'main',
    role: side === initiator ? 'initiator' : 'responder',
    ends: endpoints(pair, side, port),
    spis: `${initiatorSpi}:${answered ? responderSpi : NO_SPI}`,
    rekey,
  };
}

/** @param afterMs the end that answers has the IKE SA first. */
export function bothSucceed(
  script: Script,
  attempt: PhaseOneAttempt,
  version: 1 | 2,
  port: 500 | 4500,
  afterMs: { readonly responder: number; readonly initiator: number },
): void {
  const { pair, initiator, serial } = attempt;
  for (const [side, after] of [
    [otherSide(initiator), afterMs.responder],
    [initiator, afterMs.initiator],
  ] as const) {
    script.gateway(side, after, {
      what: 'ike-succeeded',
      ike: exchangeSeenBy(attempt, version, side, port, true),
      serial,
      lifetimeSeconds: lifetimeSeconds(pair[side].ikeCrypto.lifetime),
    });
  }
}

/** How long an initiator repeats its message before it gives up. */
export const RETRANSMIT_MS = 31_000;

/** Whether an IKE packet of `from` gets to the daemon of the other end. */
export function ikeArrives(pair: EffectivePair, from: Side, port: 500 | 4500): boolean {
  const to = otherSide(from);
  const blocked = port === 500 ? pair.path.udp500Blocked : pair.path.udp4500Blocked;
  return !blocked && pair[from].tunnel.routeToPeer && pair[to].tunnel.policyAllowsIke;
}

/** Whether the initiator's packets go to where the other end is at all. */
export function aimsAtPeer(pair: EffectivePair, side: Side): boolean {
  return pair[side].gateway.peerAddress === peerSeenBy(pair, side);
}

/** Whether the responder has an enabled gateway for the address the request comes from. */
export function knowsPeer(pair: EffectivePair, responder: Side): boolean {
  const { peerAddress, disabled } = pair[responder].gateway;
  return !disabled && (peerAddress === 'dynamic' || peerAddress === peerSeenBy(pair, responder));
}

export function sentIdentity(end: EndSpec): Identity {
  return end.gateway.localId ?? { type: 'ipaddr', id: end.gateway.localAddress };
}

/** Whether `verifier` accepts the identity its peer sends. */
export function acceptsIdentity(pair: EffectivePair, verifier: Side): boolean {
  const sent = sentIdentity(pair[otherSide(verifier)]);
  const { peerId, peerAddress, anyPeerId } = pair[verifier].gateway;
  if (anyPeerId === true) return true;
  if (peerId !== undefined) return peerId.type === sent.type && peerId.id === sent.id;
  if (peerAddress === 'dynamic') return true;
  return sent.type === 'ipaddr' && sent.id === peerAddress;
}

/** What the two IKE crypto profiles have in common, in the initiator's order; or the first parameter they do not share. */
export function agreeIke(initiator: EndSpec, responder: EndSpec): IkeTransforms | MissingParameter {
  const offer = initiator.ikeCrypto;
  const own = responder.ikeCrypto;
  const encryption = firstCommon(offer.encryption, own.encryption);
  if (encryption === undefined) return { parameter: 'enc', configured: own.encryption[0] ?? '' };
  const hash = firstCommon(offer.hash, own.hash);
  if (hash === undefined) return { parameter: 'hash', configured: own.hash[0] ?? '' };
  const dhGroup = firstCommon(offer.dhGroup, own.dhGroup);
  if (dhGroup === undefined) return { parameter: 'dh', configured: own.dhGroup[0] ?? '' };
  const method = initiator.gateway.authentication.method === 'certificate' ? 'CERT' : 'PSK';
  return { method, dhGroup, encryption, hash };
}

/** NAT on the path and NAT-T on at both ends: the exchange moves to UDP 4500. */
export function floatsTo4500(pair: EffectivePair): boolean {
  return pair.path.nat !== undefined && pair.left.gateway.natTraversal && pair.right.gateway.natTraversal;
}

/** Certificates make the authentication message larger than a packet. */
export function authMessageIsLost(pair: EffectivePair, sender: Side): boolean {
  const fragments = pair.left.gateway.fragmentation && pair.right.gateway.fragmentation;
  return (
    pair.path.bigPacketsLost && !fragments && pair[sender].gateway.authentication.method === 'certificate'
  );
}

/** Which IKE version the initiator's request speaks; `ikev2-preferred` falls back when the other end has only IKEv1. */
export function versionOf(pair: EffectivePair, initiator: Side): 1 | 2 {
  const own = pair[initiator].gateway.version;
  if (own === 'ikev2-preferred') return pair[otherSide(initiator)].gateway.version === 'ikev1' ? 1 : 2;
  return own === 'ikev1' ? 1 : 2;
}
