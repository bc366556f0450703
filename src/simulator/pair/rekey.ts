// What happens when an SA's lifetime comes to its end: rekey, expiry, and the rekeys that go wrong.
import { isMarked } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';
import { rowName } from '../negotiation/child-sa.js';
import { child, key, spiPair } from '../negotiation/child-texts.js';
import { saDeleted } from '../negotiation/ike-texts.js';
import { endpoints } from '../negotiation/script.js';
import {
  bringUpChild,
  ikeIsAnswered,
  isWanted,
  mayInitiate,
  negotiatePhaseOne,
  scheduleAttempts,
} from './establish.js';
import {
  type ChildSa,
  childLifetimeMs,
  currentChild,
  currentIke,
  dropChild,
  ikeLifetimeMs,
  type PairState,
  SIDES,
  setTimer,
  writeLog,
} from './state.js';

const REKEY_RETRY_MS = 4000;

/** The end with the shorter lifetime starts; with equal ones, the end that started before. */
function rekeyer(state: PairState, before: Side, lifetimeOf: (state: PairState, side: Side) => number): Side {
  const [left, right] = [lifetimeOf(state, 'left'), lifetimeOf(state, 'right')];
  if (left === right) return before;
  return left < right ? 'left' : 'right';
}

export function rekeyChild(state: PairState, index: number): void {
  const sa = currentChild(state, 'left', index) ?? currentChild(state, 'right', index);
  if (sa === undefined) return;
  if (!SIDES.some((side) => isWanted(state, side))) return;
  if (isMarked(state.effective, 'rekey-failure')) {
    collide(state, sa);
    return;
  }
  const side = rekeyer(state, sa.initiator, childLifetimeMs);
  if (currentIke(state, side) === undefined && !restoreIke(state, side)) return;
  const before = currentChild(state, side, index);
  const tookMs = bringUpChild(state, side, index, state.atMs, false, true);
  if (currentChild(state, side, index) === before) {
    setTimer(state, `child-rekey:${index}`, state.atMs + tookMs + REKEY_RETRY_MS);
  }
}

function restoreIke(state: PairState, side: Side): boolean {
  return mayInitiate(state, side) && negotiatePhaseOne(state, side, false).sa !== undefined;
}

/** Both ends rekey in the same second and delete the SA of the other: nothing is left until the next attempt. */
function collide(state: PairState, sa: ChildSa): void {
  for (const side of SIDES) {
    const row = rowName(state.effective, side, sa.index);
    const ends = endpoints(state.effective, side, sa.port);
    const serial = currentIke(state, side)?.serial ?? 0;
    const messageId = `0x${sa.spis[side].toString(16).toUpperCase()}`;
    writeLog(state, side, state.atMs, row, child.started('initiator', ends, messageId, serial, 'rekey'));
    writeLog(state, side, state.atMs + 80, row, child.started('responder', ends, messageId, serial, 'rekey'));
    writeLog(state, side, state.atMs + 120, row, child.failed('initiator', ends, messageId, serial, 'rekey'));
    removeChild(state, side, sa.index, 140);
  }
  scheduleAttempts(state, 30_000);
}

function logKeyGone(
  state: PairState,
  side: Side,
  sa: ChildSa,
  afterMs: number,
  how: 'deleted' | 'expired',
): void {
  const row = rowName(state.effective, side, sa.index);
  const ends = endpoints(state.effective, side, sa.port);
  const spis = spiPair(sa.spis[side], sa.spis[otherSide(side)]);
  writeLog(
    state,
    side,
    state.atMs + afterMs,
    row,
    how === 'deleted' ? key.deleted(ends, spis) : key.expired(ends, spis),
  );
}

/** Deletes every SA of a row at one end and tells the peer, who is told only when IKE still passes. */
export function removeChild(state: PairState, side: Side, index: number, afterMs = 0): void {
  for (const sa of state.ends[side].children.filter((held) => held.index === index)) {
    logKeyGone(state, side, sa, afterMs, 'deleted');
    const gateway = state.effective[side].gateway.name;
    writeLog(state, side, state.atMs + afterMs + 20, gateway, key.deleteSent(sa.spis[side]));
    dropChild(state, side, sa);
  }
}

/** The old SA of a rekey goes away at both ends. */
export function retireChild(state: PairState, index: number): void {
  for (const side of SIDES) {
    for (const sa of state.ends[side].children.filter((held) => held.index === index && held.retired)) {
      logKeyGone(state, side, sa, 0, 'deleted');
      const gateway = state.effective[side].gateway.name;
      const event =
        side === sa.initiator ? key.deleteSent(sa.spis[side]) : key.deleteReceived(sa.spis[otherSide(side)]);
      writeLog(state, side, state.atMs + 30, gateway, event);
      dropChild(state, side, sa);
    }
  }
  if (isMarked(state.effective, 'rekey-in-progress'))
    setTimer(state, `child-rekey:${index}`, state.atMs + 1000);
}

export function expireChild(state: PairState, index: number): void {
  for (const side of SIDES) {
    for (const sa of state.ends[side].children.filter((held) => held.index === index)) {
      logKeyGone(state, side, sa, 0, 'expired');
      dropChild(state, side, sa);
    }
  }
  state.timers.delete(`child-rekey:${index}`);
  scheduleAttempts(state, 5000);
}

export function rekeyIke(state: PairState): void {
  const sa = currentIke(state, 'left') ?? currentIke(state, 'right');
  if (sa === undefined || !SIDES.some((side) => isWanted(state, side))) return;
  const side = rekeyer(state, sa.initiator, ikeLifetimeMs);
  const result = negotiatePhaseOne(state, side, true);
  if (result.sa === undefined) return;
  for (const end of SIDES) {
    const gateway = state.effective[end].gateway.name;
    writeLog(
      state,
      end,
      state.atMs + 400,
      gateway,
      end === side ? saDeleted.ikeSent() : saDeleted.ikeReceived(),
    );
  }
}

/** The IKE SA ends without a successor. In IKEv2 its child SAs go with it; in IKEv1 they live on. */
export function expireIke(state: PairState): void {
  for (const side of SIDES) {
    const sa = currentIke(state, side);
    if (sa === undefined) continue;
    state.ends[side].ikeSas = [];
    const gateway = state.effective[side].gateway.name;
    const ends = endpoints(state.effective, side, sa.port);
    if (sa.version === 1) writeLog(state, side, state.atMs, gateway, saDeleted.phase1Expired(ends, sa.spis));
    else for (const held of [...state.ends[side].children]) removeChild(state, side, held.index);
  }
  scheduleAttempts(state, 5000);
}

/** Everything of one end goes, as after DPD or a commit; the peer hears of it when IKE still passes. */
export function tearDown(state: PairState, side: Side, tellPeer: boolean): void {
  const ike = currentIke(state, side);
  const heard = tellPeer && ike !== undefined && ikeIsAnswered(state, ike.port);
  for (const end of heard ? SIDES : [side]) {
    const gateway = state.effective[end].gateway.name;
    for (const sa of [...state.ends[end].children]) {
      logKeyGone(state, end, sa, 10, 'deleted');
      dropChild(state, end, sa);
    }
    if (heard)
      writeLog(
        state,
        end,
        state.atMs + 30,
        gateway,
        end === side ? saDeleted.ikeSent() : saDeleted.ikeReceived(),
      );
    state.ends[end].ikeSas = [];
  }
}
