// What happens when an SA's lifetime comes to its end: rekey, expiry, and the rekeys that go wrong.
import { isMarked } from '../model/apply-fault.js';
import type { ChildExchange } from '../model/happening.js';
import { otherSide, type Side } from '../model/side.js';
import { rowOf } from '../negotiation/child-sa.js';
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
  type IkeSa,
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
    const about = rowOf(state.effective, side, sa.index);
    const ike = currentIke(state, side);
    const child: ChildExchange = {
      version: sa.version,
      role: 'initiator',
      ends: endpoints(state.effective, side, sa.port),
      ikeSpis: ike?.spis ?? '',
      messageId: `0x${sa.spis[side].toString(16).toUpperCase()}`,
      parent: ike?.serial ?? 0,
      rekey: true,
      inAuth: false,
    };
    const asked: ChildExchange = { ...child, role: 'responder' };
    writeLog(state, side, state.atMs, about, { what: 'child-started', child });
    writeLog(state, side, state.atMs + 80, about, { what: 'child-started', child: asked });
    writeLog(state, side, state.atMs + 120, about, { what: 'child-failed', child, why: 'refused' });
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
  const ends = endpoints(state.effective, side, sa.port);
  const spis = { inbound: sa.spis[side], outbound: sa.spis[otherSide(side)] };
  const about = rowOf(state.effective, side, sa.index);
  writeLog(state, side, state.atMs + afterMs, about, { what: 'key-gone', how, ends, spis });
}

/** Both ends learn that their IKE SA ended, or only this one. */
function logIkeDeleted(state: PairState, end: Side, by: 'us' | 'peer', sa: IkeSa, afterMs: number): void {
  const ends = endpoints(state.effective, end, sa.port);
  writeLog(state, end, state.atMs + afterMs, 'gateway', { what: 'ike-deleted', by, ends, spis: sa.spis });
}

/** Deletes every SA of a row at one end and tells the peer, who is told only when IKE still passes. */
export function removeChild(state: PairState, side: Side, index: number, afterMs = 0): void {
  for (const sa of state.ends[side].children.filter((held) => held.index === index)) {
    logKeyGone(state, side, sa, afterMs, 'deleted');
    writeLog(state, side, state.atMs + afterMs + 20, 'gateway', {
      what: 'key-delete-sent',
      inbound: sa.spis[side],
    });
    dropChild(state, side, sa);
  }
}

/** The old SA of a rekey goes away at both ends. */
export function retireChild(state: PairState, index: number): void {
  for (const side of SIDES) {
    for (const sa of state.ends[side].children.filter((held) => held.index === index && held.retired)) {
      logKeyGone(state, side, sa, 0, 'deleted');
      writeLog(
        state,
        side,
        state.atMs + 30,
        'gateway',
        side === sa.initiator
          ? { what: 'key-delete-sent', inbound: sa.spis[side] }
          : { what: 'key-delete-received', outbound: sa.spis[otherSide(side)] },
      );
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
  for (const end of SIDES) logIkeDeleted(state, end, end === side ? 'us' : 'peer', sa, 400);
}

/** The IKE SA ends without a successor. In IKEv2 its child SAs go with it; in IKEv1 they live on. */
export function expireIke(state: PairState): void {
  for (const side of SIDES) {
    const sa = currentIke(state, side);
    if (sa === undefined) continue;
    state.ends[side].ikeSas = [];
    const ends = endpoints(state.effective, side, sa.port);
    if (sa.version === 1)
      writeLog(state, side, state.atMs, 'gateway', { what: 'ike-expired', ends, spis: sa.spis });
    else for (const held of [...state.ends[side].children]) removeChild(state, side, held.index);
  }
  scheduleAttempts(state, 5000);
}

/** Everything of one end goes, as after DPD or a commit; the peer hears of it when IKE still passes. */
export function tearDown(state: PairState, side: Side, tellPeer: boolean): void {
  const ike = currentIke(state, side);
  const heard = tellPeer && ike !== undefined && ikeIsAnswered(state, ike.port);
  for (const end of heard ? SIDES : [side]) {
    for (const sa of [...state.ends[end].children]) {
      logKeyGone(state, end, sa, 10, 'deleted');
      dropChild(state, end, sa);
    }
    if (heard) logIkeDeleted(state, end, end === side ? 'us' : 'peer', ike, 30);
    state.ends[end].ikeSas = [];
  }
}
