// How fast packets and bytes move through each row of a pair, and what they have added up to.
import { isMarked } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';
import { proxyIdAt, rangeOf } from '../negotiation/child-sa.js';
import { type ChildSa, currentChild, type PairState, SIDES } from './state.js';

/** Adds what flowed since the last reckoning; rates are constant in between because every change is an event. */
export function accrue(state: PairState, toMs: number): void {
  const seconds = (toMs - state.atMs) / 1000;
  state.atMs = toMs;
  if (seconds <= 0) return;
  for (const side of SIDES) {
    accrueMonitor(state, side, seconds);
    for (let index = 0; index < state.rowCount; index += 1) accrueRow(state, side, index, seconds);
  }
}

/** As after a start of the unit that counts. */
export function resetCounters(state: PairState, side: Side): void {
  const none = { encapPackets: 0, decapPackets: 0, decapShortBytes: 0, tooBig: 0, acquires: 0, wrongSpi: 0 };
  for (const held of state.ends[side].counters) Object.assign(held, none);
}

function accrueRow(state: PairState, side: Side, index: number, seconds: number): void {
  const own = state.ends[side].counters[index];
  const theirs = state.ends[otherSide(side)].counters[index];
  if (own === undefined || theirs === undefined) return;
  const packets = offeredPerSecond(state, side) * seconds;
  if (packets === 0) return;
  const sa = currentChild(state, side, index);
  if (sa === undefined) {
    own.acquires += seconds / 5;
    return;
  }
  const sent = packets * coveredShare(state, side, sa);
  const size = state.effective.traffic.bytesPerPacket;
  own.encapPackets += sent;
  const share = arrivingShare(state, side, sa);
  const arrived = sent * share.decapsulated;
  const small = state.effective.path.bigPacketsLost ? smallShare(size) : 1;
  theirs.decapPackets += arrived * small;
  if (small < 1) theirs.decapShortBytes += arrived * small * (size - SMALL_BYTES);
  own.tooBig += arrived * (1 - small);
  theirs.wrongSpi += sent * share.wrongSpi;
}

/** Traffic is full-size packets and small ones; the average says how many of each there are. */
const LARGE_BYTES = 1380;
const SMALL_BYTES = 100;

function smallShare(averageBytes: number): number {
  return Math.min(1, Math.max(0.05, (LARGE_BYTES - averageBytes) / (LARGE_BYTES - SMALL_BYTES)));
}

/** Selectors that were narrowed carry only the hosts that are left in them; the rest is dropped before encryption. */
function coveredShare(state: PairState, side: Side, sa: ChildSa): number {
  const wanted = proxyIdAt(state.effective, side, sa.index);
  const [local, remote] =
    sa.initiator === side
      ? [sa.selectors.local, sa.selectors.remote]
      : [sa.selectors.remote, sa.selectors.local];
  if (local === wanted.local && remote === wanted.remote) return 1;
  const size = (prefix: string) => rangeOf(prefix).end - rangeOf(prefix).start + 1;
  return Math.min(1, size(local) / size(wanted.local)) * Math.min(1, size(remote) / size(wanted.remote));
}

function accrueMonitor(state: PairState, side: Side, seconds: number): void {
  const monitor = state.effective[side].tunnel.monitor;
  if (monitor === undefined || currentChild(state, side, 0) === undefined) return;
  const probes = seconds / monitor.intervalSeconds;
  state.ends[side].monitor.sent += probes;
  if (monitorIsAnswered(state, side)) state.ends[side].monitor.received += probes;
}

/** Packets per second that the hosts behind this end put into one row. */
export function offeredPerSecond(state: PairState, side: Side): number {
  const { tunnel } = state.effective[side];
  // A monitor that failed over has taken the interface down: the routes lead elsewhere, and nothing enters the tunnel.
  if (tunnel.monitor?.action === 'fail-over' && state.ends[side].monitor.up === false) return 0;
  const isSent = tunnel.routes.length > 0 || tunnel.forwardedBy !== undefined;
  if (state.quiet || !isSent || !tunnel.policyAllowsInner || tunnel.disabled) return 0;
  const { traffic } = state.effective;
  return (side === 'left' ? traffic.leftPacketsPerSecond : traffic.rightPacketsPerSecond) / state.rowCount;
}

/** Of what `from` sends with this SA: the share its peer decapsulates, and the share it drops for an unknown SPI. */
function arrivingShare(
  state: PairState,
  from: Side,
  sa: ChildSa,
): { decapsulated: number; wrongSpi: number } {
  const to = otherSide(from);
  const { path } = state.effective;
  const loses = path.espLostToward === to || path.espLostToward === 'both';
  const lostOnPath =
    (loses && path.espLostShare === undefined) ||
    (path.nat !== undefined && !sa.natTraversal) ||
    (sa.port === 4500 && path.udp4500Blocked) ||
    !state.effective[to].tunnel.policyAllowsIke;
  if (lostOnPath) return { decapsulated: 0, wrongSpi: 0 };
  const known = state.ends[to].children.some(
    (other) => other.spis[to] === sa.spis[to] && other.spis[from] === sa.spis[from],
  );
  if (!known) return { decapsulated: 0, wrongSpi: 1 };
  return { decapsulated: loses ? 1 - (path.espLostShare ?? 0) : 1, wrongSpi: 0 };
}

/** A probe goes out, the monitored address answers, the answer comes back. */
export function monitorIsAnswered(state: PairState, side: Side): boolean {
  if (isMarked(state.effective, 'tunnel-monitor-failure', side)) return false;
  const there = currentChild(state, side, 0);
  const back = currentChild(state, otherSide(side), 0);
  if (there === undefined || back === undefined) return false;
  return (
    arrivingShare(state, side, there).decapsulated > 0 &&
    arrivingShare(state, otherSide(side), back).decapsulated > 0
  );
}
