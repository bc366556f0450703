// How an end notices that its peer or the path is gone: DPD, liveness check, tunnel monitor, invalid SPIs.
import { hasForm, isMarked } from '../model/apply-fault.js';
import { spi } from '../model/random.js';
import { otherSide, type Side } from '../model/side.js';
import { endpoints } from '../negotiation/script.js';
import { monitorIsAnswered, resetCounters } from './counters.js';
import { ikeIsAnswered, scheduleAttempts } from './establish.js';
import { tearDown } from './rekey.js';
import {
  currentChild,
  currentIke,
  draw,
  logConfigLoaded,
  type PairState,
  SIDES,
  setTimer,
  setTimerBefore,
  writeLog,
} from './state.js';

/** Ten retries with growing waits before PAN-OS tears an IKEv2 SA down, as the vendor documents it. */
const IKEV2_LIVENESS_MS = 319_000;

/** Sets or lifts the appointments that follow from what is reachable now. Called after every event. */
export function watch(state: PairState): void {
  for (const side of SIDES) {
    watchPeer(state, side);
    watchMonitor(state, side);
  }
  watchMarks(state);
}

function watchPeer(state: PairState, side: Side): void {
  if (hasForm(state.effective, 'dpd-timeout', side, 'hung')) {
    state.timers.delete(`dpd:${side}`);
    return;
  }
  const sa = currentIke(state, side);
  const { dpd } = state.effective[side].gateway;
  const peerHasIt = currentIke(state, otherSide(side)) !== undefined;
  if (sa === undefined || !dpd.enabled || (ikeIsAnswered(state, sa.port) && peerHasIt)) {
    state.timers.delete(`dpd:${side}`);
    return;
  }
  const retriesAlone = sa.version === 1 || state.effective[side].product === 'fortios';
  const waitMs = !retriesAlone
    ? dpd.intervalSeconds * 1000 + IKEV2_LIVENESS_MS
    : dpd.intervalSeconds * 1000 * (dpd.retries + 1);
  if (!state.timers.has(`dpd:${side}`)) setTimer(state, `dpd:${side}`, state.atMs + waitMs);
}

export function peerIsDead(state: PairState, side: Side): void {
  const sa = currentIke(state, side);
  if (sa === undefined) return;
  const ends = endpoints(state.effective, side, sa.port);
  writeLog(state, side, state.atMs, 'gateway', {
    what: 'peer-dead',
    version: sa.version,
    ends,
    spis: sa.spis,
  });
  tearDown(state, side, false);
  scheduleAttempts(state, 4000);
}

function watchMonitor(state: PairState, side: Side): void {
  const monitor = state.effective[side].tunnel.monitor;
  const name = `monitor:${side}`;
  const answered = monitorIsAnswered(state, side);
  if (monitor === undefined || answered === state.ends[side].monitor.up) {
    state.timers.delete(name);
    return;
  }
  const waitMs = monitor.intervalSeconds * 1000 * (answered ? 1 : monitor.threshold);
  if (!state.timers.has(name)) setTimer(state, name, state.atMs + waitMs);
}

export function monitorChanges(state: PairState, side: Side): void {
  const { monitor } = state.ends[side];
  const up = monitorIsAnswered(state, side);
  monitor.up = up;
  writeLog(state, side, state.atMs, 'tunnel', { what: 'monitor-changed', up });
}

function watchMarks(state: PairState): void {
  const up = currentIke(state, 'left') !== undefined && currentIke(state, 'right') !== undefined;
  if (isMarked(state.effective, 'duplicate-peer') && up)
    setTimerBefore(state, 'displace', state.atMs + 120_000);
  const carries =
    currentChild(state, 'left', 0) !== undefined && currentChild(state, 'right', 0) !== undefined;
  if (isMarked(state.effective, 'sa-mismatch') && carries && !state.timers.has('lose-state')) {
    setTimer(state, 'lose-state', state.atMs + 1000);
  }
  if (isMarked(state.effective, 'rekey-in-progress')) {
    for (let index = 0; index < state.rowCount; index += 1) {
      const held = state.ends.left.children.filter((sa) => sa.index === index);
      if (held.length === 1) setTimerBefore(state, `child-rekey:${index}`, state.atMs + 1000);
    }
  }
}

/** A second gateway claims the same peer: the SA of the first is thrown away with INITIAL-CONTACT. */
export function displace(state: PairState): void {
  const side: Side = isMarked(state.effective, 'duplicate-peer', 'left') ? 'left' : 'right';
  const notify = { name: 'INITIAL_CONTACT', code: 24_578, version: 1 } as const;
  writeLog(state, side, state.atMs, 'twin', { what: 'notify-received', notify });
  const sa = currentIke(state, side);
  const ends = endpoints(state.effective, side, sa?.port ?? 500);
  writeLog(state, side, state.atMs + 5, 'gateway', {
    what: 'ike-deleted',
    by: 'us',
    ends,
    spis: sa?.spis ?? '',
  });
  tearDown(state, side, true);
  scheduleAttempts(state, 15_000);
}

/** The firewall of one end starts again: its SAs and counters are gone, and the other end is not told. */
export function restart(state: PairState, side: Side): void {
  const end = state.ends[side];
  end.restartedAtMs = state.atMs;
  end.ikeSas = [];
  end.children = [];
  end.lastSpis.clear();
  end.monitor.up = undefined;
  resetCounters(state, side);
  logConfigLoaded(state, side, 900, 920);
}

/** One end holds SAs that the other never made, and each answers the other's packets with INVALID-SPI. */
export function loseState(state: PairState): void {
  const side: Side = isMarked(state.effective, 'sa-mismatch', 'left') ? 'left' : 'right';
  if (hasForm(state.effective, 'sa-mismatch', side, 'restarted')) {
    if (state.ends[side].restartedAtMs === undefined) restart(state, side);
    return;
  }
  const other = otherSide(side);
  const end = state.ends[side];
  end.children = end.children.map((sa) =>
    state.ends[other].children.some((held) => held.spis[side] === sa.spis[side])
      ? { ...sa, spis: { left: spi(draw(state)), right: spi(draw(state)) } }
      : sa,
  );
  const notify = { name: 'INVALID_SPI', code: 11, version: 1 } as const;
  for (const at of SIDES) {
    writeLog(state, at, state.atMs + 100, 'gateway', { what: 'notify-sent', notify });
    writeLog(state, otherSide(at), state.atMs + 140, 'gateway', { what: 'notify-received', notify });
  }
  setTimer(state, 'lose-state', state.atMs + 120_000);
}
