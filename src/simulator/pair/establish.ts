// When an end tries to bring the tunnel up, what it brings about, and when it tries again.
import { hasForm, isMarked } from '../model/apply-fault.js';
import { spi } from '../model/random.js';
import { otherSide, type Side } from '../model/side.js';
import { negotiateChild } from '../negotiation/child-sa.js';
import { floatsTo4500, ikeArrives, type PhaseOneResult, versionOf } from '../negotiation/phase-one.js';
import { negotiateIkev1 } from '../negotiation/phase-one-ikev1.js';
import { negotiateIkev2 } from '../negotiation/phase-one-ikev2.js';
import { offeredPerSecond } from './counters.js';
import {
  type ChildSa,
  childLifetimeMs,
  currentChild,
  currentIke,
  draw,
  drawHex64,
  type IkeSa,
  ikeLifetimeMs,
  type PairState,
  SIDES,
  setTimer,
  setTimerBefore,
  shorterLifetimeMs,
  writeSteps,
} from './state.js';

/** Seconds before the hard end of a child SA at which its rekey starts, as in the captures (3588 of 3600). */
const SOFT_MARGIN_MS = 12_000;
const IKE_SOFT_MARGIN_MS = 60_000;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 300_000;

/** Something asks for this tunnel at this end: traffic that is routed into it, or a monitor. */
export function isWanted(state: PairState, side: Side): boolean {
  const { tunnel, gateway } = state.effective[side];
  if (gateway.disabled || tunnel.disabled) return false;
  return tunnel.monitor !== undefined || offeredPerSecond(state, side) > 0;
}

export function mayInitiate(state: PairState, side: Side): boolean {
  const { gateway } = state.effective[side];
  if (hasForm(state.effective, 'dpd-timeout', side, 'hung')) return false;
  if (hasForm(state.effective, 'peer-unreachable', side, 'off')) return false;
  return !gateway.passive && gateway.peerAddress !== 'dynamic' && isWanted(state, side);
}

function missingRows(state: PairState, side: Side): number[] {
  return Array.from({ length: state.rowCount }, (_, index) => index).filter(
    (index) => currentChild(state, side, index) === undefined,
  );
}

export function scheduleAttempts(state: PairState, afterMs: number): void {
  for (const side of SIDES) {
    if (!mayInitiate(state, side)) state.timers.delete(`attempt:${side}`);
    // Who is first is chance when both may start; one is a little later so that they do not always collide.
    else setTimer(state, `attempt:${side}`, state.atMs + afterMs + (draw(state) % 9000));
  }
}

/** One try of one end: phase 1 when there is none, then every child SA that is missing. */
export function attempt(state: PairState, side: Side): void {
  if (!mayInitiate(state, side)) return;
  const missing = missingRows(state, side);
  if (missing.length === 0) return;
  state.ends[side].lastSpis.clear();
  state.ends[otherSide(side)].lastSpis.clear();

  let tookMs = 0;
  let fresh = false;
  if (currentIke(state, side) === undefined || currentIke(state, otherSide(side)) === undefined) {
    const result = negotiatePhaseOne(state, side, false);
    tookMs = result.tookMs;
    if (result.sa === undefined) {
      retryLater(state, side, tookMs);
      return;
    }
    fresh = true;
  }
  for (const index of missing)
    tookMs += bringUpChild(state, side, index, state.atMs + tookMs, fresh && index === missing[0]);
  if (missingRows(state, side).length > 0) retryLater(state, side, tookMs);
  else state.failures = 0;
}

function retryLater(state: PairState, side: Side, tookMs: number): void {
  const wait = Math.min(FIRST_RETRY_MS * 2 ** Math.min(state.failures, 4), LONGEST_RETRY_MS);
  state.failures += 1;
  setTimer(state, `attempt:${side}`, state.atMs + tookMs + wait + (draw(state) % 20_000));
}

export function negotiatePhaseOne(state: PairState, side: Side, rekey: boolean): PhaseOneResult {
  const spis = { initiatorSpi: drawHex64(state), responderSpi: drawHex64(state) };
  const serial = (draw(state) % 900) + 1;
  const tried = { pair: state.effective, initiator: side, serial, rekey, ...spis };
  const result = versionOf(state.effective, side) === 2 ? negotiateIkev2(tried) : negotiateIkev1(tried);
  writeSteps(state, state.atMs, result.steps);
  if (result.sa !== undefined) {
    const createdAtMs = state.atMs + result.tookMs;
    const sa: IkeSa = {
      ...result.sa,
      initiator: side,
      createdAtMs,
      spis: `${spis.initiatorSpi}:${spis.responderSpi}`,
      serial,
    };
    for (const end of SIDES) state.ends[end].ikeSas = [sa];
    setTimer(state, 'ike-rekey', createdAtMs + shorterLifetimeMs(state, ikeLifetimeMs) - IKE_SOFT_MARGIN_MS);
    setTimer(state, 'ike-expire', createdAtMs + shorterLifetimeMs(state, ikeLifetimeMs));
  }
  return result;
}

/** Whether IKE messages pass in both directions on the port that an IKE SA uses. */
export function ikeIsAnswered(state: PairState, port: 500 | 4500): boolean {
  return ikeArrives(state.effective, 'left', port) && ikeArrives(state.effective, 'right', port);
}

/** Negotiates one child SA and installs it at both ends. Returns the milliseconds it took. */
export function bringUpChild(
  state: PairState,
  side: Side,
  index: number,
  atMs: number,
  inAuth: boolean,
  rekey = false,
): number {
  const ike = currentIke(state, side);
  const port = ike?.port ?? (floatsTo4500(state.effective) ? 4500 : 500);
  const spis = { left: spi(draw(state)), right: spi(draw(state)) };
  const result = negotiateChild({
    pair: state.effective,
    initiator: side,
    version: ike?.version ?? versionOf(state.effective, side),
    port,
    index,
    rekey,
    inAuth,
    messageId: `0x${(draw(state) >>> 0).toString(16).toUpperCase().padStart(8, '0')}`,
    parentSerial: ike?.serial ?? 0,
    ikeSpis: ike?.spis ?? '',
    spis,
    answered: ikeIsAnswered(state, port),
  });
  writeSteps(state, atMs, result.steps);
  if (result.sa === undefined) return result.tookMs;
  const sa: ChildSa = {
    index,
    initiator: side,
    spis,
    installedAtMs: atMs + result.tookMs,
    version: ike?.version ?? 2,
    port,
    natTraversal: ike?.natTraversal ?? false,
    retired: false,
    ...result.sa,
  };
  installChild(state, sa);
  return result.tookMs;
}

function installChild(state: PairState, sa: ChildSa): void {
  const overlapMs = isMarked(state.effective, 'rekey-in-progress') ? 600_000 : 5000;
  for (const side of SIDES) {
    const end = state.ends[side];
    end.children = [
      ...end.children.map((old) => (old.index === sa.index ? { ...old, retired: true } : old)),
      sa,
    ];
    if (end.children.some((old) => old.retired && old.index === sa.index)) {
      setTimerBefore(state, `child-retire:${sa.index}`, state.atMs + overlapMs);
    }
  }
  const hardMs = sa.installedAtMs + shorterLifetimeMs(state, childLifetimeMs);
  setTimer(state, `child-rekey:${sa.index}`, hardMs - SOFT_MARGIN_MS);
  setTimer(state, `child-expire:${sa.index}`, hardMs);
}
