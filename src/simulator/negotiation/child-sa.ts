// How a child SA (IKEv2) or a quick mode (IKEv1) goes between two ends, and what each end logs about it.
import type { EffectivePair } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';
import { lifetimeSeconds, type ProxyId } from '../model/spec.js';
import { firstCommon } from './algorithms.js';
import { child, key, quick, spiPair } from './child-texts.js';
import { ikev1, ikev2, type Role } from './ike-texts.js';
import { RETRANSMIT_MS } from './phase-one.js';
import { endpoints, type Line, type LogEvent, Script } from './script.js';

export interface ChildAttempt {
  readonly pair: EffectivePair;
  readonly initiator: Side;
  readonly version: 1 | 2;
  readonly port: 500 | 4500;
  /** Position in the initiator's list of proxy IDs; 0 for a route-based tunnel. */
  readonly index: number;
  readonly rekey: boolean;
  /** True for the child that rides in IKE_AUTH: it is keyed from the IKE SA, so PFS is not compared yet. */
  readonly inAuth: boolean;
  readonly messageId: string;
  readonly parentSerial: number;
  /** Inbound SPI of each end. */
  readonly spis: Readonly<Record<Side, number>>;
  /** IKE still gets through; false leaves the initiator repeating itself. */
  readonly answered: boolean;
}

export interface Selectors {
  /** Networks as prefixes, each from the initiator's view. */
  readonly local: string;
  readonly remote: string;
}

export interface ChildResult {
  readonly lines: readonly Line[];
  readonly tookMs: number;
  readonly sa?: {
    readonly selectors: Selectors;
    readonly encryption: string;
    readonly authentication: string;
    readonly dhGroup: string;
  };
}

const ANY_PROXY_ID: ProxyId = { name: '', local: '0.0.0.0/0', remote: '0.0.0.0/0' };

export function proxyIdAt(pair: EffectivePair, side: Side, index: number): ProxyId {
  return (
    pair[side].tunnel.proxyIds[index] ??
    (index === 0 ? ANY_PROXY_ID : { ...ANY_PROXY_ID, name: `p${index + 1}` })
  );
}

/** Name of the row in the SA and flow tables: `tunnel` or `tunnel:proxy-id`. */
export function rowName(pair: EffectivePair, side: Side, index: number): string {
  const { name, proxyIds } = pair[side].tunnel;
  return proxyIds.length === 0 ? name : `${name}:${proxyIdAt(pair, side, index).name}`;
}

export function negotiateChild(attempt: ChildAttempt): ChildResult {
  const { pair, initiator, version, port, index } = attempt;
  const responder = otherSide(initiator);
  const script = new Script(pair);
  const texts = wording(attempt);
  const row = (side: Side) => rowName(pair, side, index);

  script.tunnel(initiator, 0, row(initiator), texts.started('initiator', initiator));
  if (!attempt.answered) {
    script.tunnel(initiator, RETRANSMIT_MS, row(initiator), texts.failed('initiator', initiator));
    return { lines: script.lines, tookMs: RETRANSMIT_MS };
  }
  const refused = (reason: LogEvent, notify: LogEvent): ChildResult => {
    script.tunnel(responder, 40, row(responder), texts.started('responder', responder));
    script.gateway(responder, 60, reason);
    if (version === 2) script.tunnel(responder, 70, row(responder), texts.failed('responder', responder));
    script.gateway(initiator, 110, notify);
    script.tunnel(
      initiator,
      version === 2 ? 120 : RETRANSMIT_MS,
      row(initiator),
      texts.failed('initiator', initiator),
    );
    return { lines: script.lines, tookMs: version === 2 ? 200 : RETRANSMIT_MS };
  };

  const selectors = matchSelectors(attempt);
  if (selectors === undefined) {
    const offered = proxyIdAt(pair, initiator, index);
    // The responder prints what it received from its own side: its local is what the peer calls remote.
    return version === 2
      ? refused(child.badSelector(offered.remote, offered.local), ikev2.receivedNotify('TS_UNACCEPTABLE'))
      : refused(
          quick.badProxyId(offered.remote, offered.local),
          ikev1.receivedNotify('INVALID-ID-INFORMATION', 18),
        );
  }
  const noProposal =
    version === 2
      ? ikev2.receivedNotify('NO_PROPOSAL_CHOSEN')
      : ikev1.receivedNotify('NO-PROPOSAL-CHOSEN', 14);
  const offer = pair[initiator].ipsecCrypto;
  const own = pair[responder].ipsecCrypto;
  const encryption = firstCommon(offer.encryption, own.encryption);
  const authentication = firstCommon(offer.authentication, own.authentication);
  if (encryption === undefined || authentication === undefined) {
    return refused(version === 2 ? child.noSuitableProposal() : quick.noSuitableProposal(), noProposal);
  }
  if (!attempt.inAuth && offer.dhGroup !== own.dhGroup) {
    return refused(pfsReason(version, own.dhGroup, offer.dhGroup), noProposal);
  }

  for (const [side, role, at] of [
    [responder, 'responder', 60],
    [initiator, 'initiator', 100],
  ] as const) {
    const spis = spiPair(attempt.spis[side], attempt.spis[otherSide(side)]);
    script.tunnel(side, at, row(side), texts.succeeded(role, side, spis));
    const lifetime = lifetimeSeconds(pair[side].ipsecCrypto.lifetime);
    script.tunnel(side, at + 10, row(side), key.installed(endpoints(pair, side, port), spis, lifetime));
  }
  const dhGroup = attempt.inAuth && version === 2 ? 'no-pfs' : own.dhGroup;
  return { lines: script.lines, tookMs: 150, sa: { selectors, encryption, authentication, dhGroup } };
}

function wording(attempt: ChildAttempt) {
  const { pair, port, messageId, parentSerial: parent, version } = attempt;
  const rekey = attempt.rekey ? 'rekey' : 'non-rekey';
  const ends = (side: Side) => endpoints(pair, side, port);
  return {
    started: (role: Role, side: Side) =>
      version === 2
        ? child.started(role, ends(side), messageId, parent, rekey)
        : quick.started(role, ends(side), messageId),
    failed: (role: Role, side: Side) =>
      version === 2
        ? child.failed(role, ends(side), messageId, parent, rekey)
        : quick.timedOut(role, ends(side), messageId),
    succeeded: (role: Role, side: Side, spis: string) =>
      version === 2
        ? child.succeeded(role, ends(side), messageId, spis, parent, rekey)
        : quick.succeeded(role, ends(side), messageId, spis),
  };
}

function pfsReason(version: 1 | 2, own: string, offered: string): LogEvent {
  if (version === 2) return offered === 'no-pfs' ? child.lacksKe() : child.noSuitableProposal();
  const number = (group: string) => Number(group.replace(/\D/g, '') || '0');
  return quick.pfsMismatch(number(own), number(offered));
}

/** Mirror images pass; an IKEv2 responder may narrow to its own smaller network (RFC 7296 section 2.9). */
function matchSelectors(attempt: ChildAttempt): Selectors | undefined {
  const { pair, initiator, index, version } = attempt;
  const offered = proxyIdAt(pair, initiator, index);
  const own = proxyIdAt(pair, otherSide(initiator), index);
  const local = version === 2 ? narrow(offered.local, own.remote) : same(offered.local, own.remote);
  const remote = version === 2 ? narrow(offered.remote, own.local) : same(offered.remote, own.local);
  return local === undefined || remote === undefined ? undefined : { local, remote };
}

function same(a: string, b: string): string | undefined {
  return a === b ? a : undefined;
}

function narrow(a: string, b: string): string | undefined {
  if (a === b) return a;
  const [first, second] = [rangeOf(a), rangeOf(b)];
  if (first.start <= second.start && second.end <= first.end) return b;
  if (second.start <= first.start && first.end <= second.end) return a;
  return undefined;
}

/** First and last address of an IPv4 prefix, as numbers. */
export function rangeOf(prefix: string): { start: number; end: number } {
  const [address = '0.0.0.0', length = '32'] = prefix.split('/');
  const value = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  const size = 2 ** (32 - Number(length));
  const start = Math.floor(value / size) * size;
  return { start, end: start + size - 1 };
}

export function addressOf(value: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}
