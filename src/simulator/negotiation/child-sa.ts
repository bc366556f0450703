// How a child SA (IKEv2) or a quick mode (IKEv1) goes between two ends, and what each end lives through.
import type { EffectivePair } from '../model/apply-fault.js';
import type { AboutRow, ChildExchange, Happening } from '../model/happening.js';
import { otherSide, type Side } from '../model/side.js';
import { lifetimeSeconds, type ProxyId } from '../model/spec.js';
import { firstCommon } from './agree.js';
import { RETRANSMIT_MS } from './phase-one.js';
import { endpoints, Script, type Step } from './script.js';

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
  /** SPIs of the IKE SA that carries it. */
  readonly ikeSpis: string;
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
  readonly steps: readonly Step[];
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

/** A row of an end's tables, as log lines are about it. */
export function rowOf(pair: EffectivePair, side: Side, index: number): AboutRow {
  const named = pair[side].tunnel.proxyIds.length > 0;
  return { row: index, selectors: named ? proxyIdAt(pair, side, index).name : null };
}

export function negotiateChild(attempt: ChildAttempt): ChildResult {
  const { pair, initiator, version, index } = attempt;
  const responder = otherSide(initiator);
  const script = new Script();
  const [asking, asked] = [seenBy(attempt, initiator), seenBy(attempt, responder)];
  const row = (side: Side, afterMs: number, happening: Happening) =>
    script.row(side, afterMs, rowOf(pair, side, index), happening);

  row(initiator, 0, { what: 'child-started', child: asking });
  if (!attempt.answered) {
    row(initiator, RETRANSMIT_MS, { what: 'child-failed', child: asking, why: 'timeout' });
    return { steps: script.steps, tookMs: RETRANSMIT_MS };
  }
  const refused = (reason: Happening, name: string, code: number): ChildResult => {
    row(responder, 40, { what: 'child-started', child: asked });
    script.gateway(responder, 60, reason);
    if (version === 2) row(responder, 70, { what: 'child-failed', child: asked, why: 'refused' });
    script.gateway(initiator, 110, {
      what: 'notify-received',
      notify: { name, code, version },
      child: asking,
    });
    const tookMs = version === 2 ? 200 : RETRANSMIT_MS;
    row(initiator, version === 2 ? 120 : RETRANSMIT_MS, {
      what: 'child-failed',
      child: asking,
      why: 'refused',
    });
    return { steps: script.steps, tookMs };
  };

  const selectors = matchSelectors(attempt);
  if (selectors === undefined) {
    const offered = proxyIdAt(pair, initiator, index);
    // The responder tells what it received from its own side: its local is what the peer calls remote.
    const reason: Happening = {
      what: 'selectors-refused',
      child: asked,
      local: offered.remote,
      remote: offered.local,
    };
    return version === 2
      ? refused(reason, 'TS_UNACCEPTABLE', 38)
      : refused(reason, 'INVALID_ID_INFORMATION', 18);
  }
  const offer = pair[initiator].ipsecCrypto;
  const own = pair[responder].ipsecCrypto;
  const encryption = firstCommon(offer.encryption, own.encryption);
  const authentication = firstCommon(offer.authentication, own.authentication);
  if (encryption === undefined || authentication === undefined)
    return refused({ what: 'child-proposal-refused', child: asked }, 'NO_PROPOSAL_CHOSEN', 14);
  if (!attempt.inAuth && offer.dhGroup !== own.dhGroup) {
    const reason: Happening = {
      what: 'pfs-refused',
      child: asked,
      own: own.dhGroup,
      offered: offer.dhGroup,
    };
    return refused(reason, 'NO_PROPOSAL_CHOSEN', 14);
  }

  for (const [side, child, at] of [
    [responder, asked, 60],
    [initiator, asking, 100],
  ] as const) {
    const spis = { inbound: attempt.spis[side], outbound: attempt.spis[otherSide(side)] };
    row(side, at, { what: 'child-succeeded', child, spis });
    row(side, at + 10, {
      what: 'key-installed',
      ends: child.ends,
      ikeSpis: child.ikeSpis,
      role: child.role,
      spis,
      lifetimeSeconds: lifetimeSeconds(pair[side].ipsecCrypto.lifetime),
    });
  }
  const dhGroup = attempt.inAuth && version === 2 ? 'no-pfs' : own.dhGroup;
  return { steps: script.steps, tookMs: 150, sa: { selectors, encryption, authentication, dhGroup } };
}

function seenBy(attempt: ChildAttempt, side: Side): ChildExchange {
  const { pair, version, port, messageId, rekey, inAuth, ikeSpis, parentSerial: parent } = attempt;
  const role = side === attempt.initiator ? 'initiator' : 'responder';
  const ends = endpoints(pair, side, port);
  return { version, role, ends, ikeSpis, messageId, parent, rekey, inAuth };
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
