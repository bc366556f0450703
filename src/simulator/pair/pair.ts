// One pair of ends through time: it moves from event to event up to the moment it is asked about.
import { applyFaults } from '../model/apply-fault.js';
import { type Fault, sameFault } from '../model/fault.js';
import { fraction } from '../model/random.js';
import type { Side } from '../model/side.js';
import type { PairSpec, ScheduledFault } from '../model/spec.js';
import { changeTo } from './change.js';
import { accrue, resetCounters } from './counters.js';
import { attempt, scheduleAttempts } from './establish.js';
import { displace, loseState, monitorChanges, peerIsDead, restart, watch } from './liveness.js';
import { expireChild, expireIke, rekeyChild, rekeyIke, retireChild } from './rekey.js';
import { logConfigLoaded, newEnd, type PairState, SIDES, setTimer } from './state.js';

/** More events than any believable past has; a pair that needs more is broken. */
const EVENT_LIMIT = 200_000;

/** A peer can only be lost by DPD after it was there: without a time, the loss is twenty minutes old. */
function withBeginning(planned: ScheduledFault): ScheduledFault {
  const late = planned.fault.kind === 'dpd-timeout' && planned.fromSecondsAgo === undefined;
  return late ? { ...planned, fromSecondsAgo: 1200 } : planned;
}

export class Pair {
  readonly state: PairState;

  /** @param bornMs when the simulated past begins; @param startMs when the fleet starts, to which faults' times refer. */
  constructor(
    readonly spec: PairSpec,
    seed: number,
    bornMs: number,
    startMs: number,
  ) {
    const rowCount = Math.max(1, spec.left.tunnel.proxyIds.length, spec.right.tunnel.proxyIds.length);
    const atMs = bornMs + Math.floor(fraction(seed, spec.name) * 240_000);
    const planned = spec.faults.map(withBeginning);
    const faults = planned
      .filter(({ fromSecondsAgo }) => fromSecondsAgo === undefined)
      .map(({ fault }) => fault);
    this.state = {
      spec,
      seed,
      faults,
      effective: applyFaults(spec, faults),
      ends: { left: newEnd(rowCount), right: newEnd(rowCount) },
      timers: new Map(),
      atMs,
      drawn: 0,
      failures: 0,
      rowCount,
      quiet: false,
    };
    for (const side of SIDES) logConfigLoaded(this.state, side, 0, 15);
    planned.forEach(({ fromSecondsAgo, untilSecondsAgo }, index) => {
      if (fromSecondsAgo !== undefined)
        setTimer(this.state, `fault-on:${index}`, startMs - fromSecondsAgo * 1000);
      if (untilSecondsAgo !== undefined)
        setTimer(this.state, `fault-off:${index}`, startMs - untilSecondsAgo * 1000);
    });
    scheduleAttempts(this.state, 2000);
  }

  /** Lives up to this moment of true time; a moment in the past changes nothing. */
  advance(nowMs: number): void {
    for (let count = 0; count < EVENT_LIMIT; count += 1) {
      const due = this.nextDue();
      if (due === undefined || due.atMs > nowMs) break;
      accrue(this.state, Math.max(due.atMs, this.state.atMs));
      this.state.timers.delete(due.name);
      this.handle(due.name);
      watch(this.state);
    }
    if (nowMs > this.state.atMs) accrue(this.state, nowMs);
  }

  /** From now on no host sends anything, or they send again. */
  setQuiet(quiet: boolean, nowMs: number): void {
    this.advance(nowMs);
    this.state.quiet = quiet;
    watch(this.state);
  }

  /** @param by the administrator who commits it, where it is a matter of configuration. */
  inject(fault: Fault, nowMs: number, by?: string): void {
    this.advance(nowMs);
    const others = this.state.faults.filter((active) => !sameFault(active, fault));
    this.change(fault.kind === 'healthy' ? [] : [...others, fault], by);
  }

  clear(fault: Fault, nowMs: number, by?: string): void {
    this.advance(nowMs);
    this.change(
      this.state.faults.filter((active) => !sameFault(active, fault)),
      by,
    );
  }

  /** The firewall of this end goes off: what it held is gone, and the other end is not told. */
  switchOff(side: Side, nowMs: number): void {
    this.advance(nowMs);
    restart(this.state, side);
    watch(this.state);
  }

  /** Another unit carries this end from now on, with the same keys and counters of its own. */
  countFromZero(side: Side, nowMs: number): void {
    this.advance(nowMs);
    resetCounters(this.state, side);
  }

  private change(faults: readonly Fault[], by?: string): void {
    changeTo(this.state, faults, by);
    watch(this.state);
  }

  private nextDue(): { name: string; atMs: number } | undefined {
    let next: { name: string; atMs: number } | undefined;
    for (const [name, atMs] of this.state.timers) {
      if (next === undefined || atMs < next.atMs) next = { name, atMs };
    }
    return next;
  }

  private handle(name: string): void {
    const [kind = '', detail = ''] = name.split(':');
    const index = Number(detail);
    const side: Side = detail === 'left' ? 'left' : 'right';
    const planned = this.spec.faults[index];
    if (kind === 'attempt') attempt(this.state, side);
    else if (kind === 'child-rekey') rekeyChild(this.state, index);
    else if (kind === 'child-retire') retireChild(this.state, index);
    else if (kind === 'child-expire') expireChild(this.state, index);
    else if (kind === 'ike-rekey') rekeyIke(this.state);
    else if (kind === 'ike-expire') expireIke(this.state);
    else if (kind === 'dpd') peerIsDead(this.state, side);
    else if (kind === 'monitor') monitorChanges(this.state, side);
    else if (kind === 'displace') displace(this.state);
    else if (kind === 'lose-state') loseState(this.state);
    else if (kind === 'fault-on' && planned !== undefined) this.change([...this.state.faults, planned.fault]);
    else if (kind === 'fault-off' && planned !== undefined) {
      this.change(this.state.faults.filter((active) => !sameFault(active, planned.fault)));
    }
  }
}
