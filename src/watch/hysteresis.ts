// When a look is trusted: quick to notice, slow to trust, and what flaps is told once.

import { sinceUtc } from '../domain/utc.js';
import { type Flips, flipped, isFlapping, isOver } from './flapping.js';
import type { Look } from './look.js';
import { isAlarm, type Memory, type Pending, sideOf } from './memory.js';
import type { TunnelChange, WatchedState } from './state.js';

export interface Moment {
  readonly tunnel: string;
  /** ISO 8601 UTC of this look, by our clock, which may have been set back since the last one. */
  readonly at: string;
  readonly everyMs: number;
  readonly muted: boolean;
  /** The unit of a pair that answers is another one than a look or two ago. */
  readonly failover: boolean;
  /** It may have another end, of which nothing was seen yet. */
  readonly alone: boolean;
}

export interface Step {
  readonly memory: Memory;
  readonly change: TunnelChange | null;
}

/** The other device cannot be asked, or does not show its end. */
const mostLooksAlone = 2;

/** Null while nothing is known: a look that cannot tell changes nothing. */
export function step(memory: Memory | null, look: Look, moment: Moment): Step | null {
  if (look.state === 'unknown') return memory && { memory: { ...memory, blind: true }, change: null };
  if (memory === null || memory.alone !== null) return first(memory, look, moment);
  const flips = flipped(memory, look, moment);
  const seen: Memory = { ...memory, ...flips, blind: false, seenAt: moment.at };
  if (memory.state === 'flapping') return whileFlapping(seen, look, moment);
  if (isFlapping(flips) && flips.turns.length > memory.turns.length) return beginsToFlap(seen, flips, moment);
  if (look.state === memory.state) return agreed(seen, look, moment);
  const pending = doubting(memory.pending, look, moment);
  if (pending.looks < looksNeeded(memory.state, look, pending)) {
    return { memory: { ...seen, pending }, change: null };
  }
  return changed(seen, look.state, { at: happenedAt(memory, look, pending, moment.at), look, moment });
}

/** What an end alone shows may be news of yesterday to the other one: the first look lasts until both were looked at. */
function first(memory: Memory | null, look: Look, { tunnel, at, alone }: Moment): Step {
  const { state, basis } = look;
  const looks = (memory?.alone ?? 0) + 1;
  const still = alone && looks < mostLooksAlone ? looks : null;
  if (memory?.state === state) {
    const kept = { ...memory, basis, blind: false, seenAt: at, agreedAt: at, alone: still };
    return { memory: kept, change: null };
  }
  const since = look.since !== null && look.since <= at ? look.since : null;
  const from = memory?.state ?? 'unknown';
  return {
    memory: {
      state,
      since: since ?? at,
      sinceAtLeast: since === null,
      basis,
      seenAt: at,
      blind: false,
      agreedAt: at,
      pending: null,
      side: sideOf(state),
      turns: [],
      steady: 0,
      told: false,
      quiet: 'first-look',
      alone: still,
      owed: null,
    },
    change: { tunnel, from, to: state, at: since ?? at, basis, quiet: 'first-look' },
  };
}

/** The same as is trusted; a mute that ended in between owes a word. */
function agreed(memory: Memory, look: Look, { tunnel, at, muted }: Moment): Step {
  const kept: Memory = { ...memory, basis: look.basis, agreedAt: at, pending: null };
  if (memory.owed === null || muted || look.planned) return { memory: kept, change: null };
  const { from, at: since } = memory.owed;
  return {
    memory: { ...kept, owed: null, told: true, quiet: null },
    change: { tunnel, from, to: memory.state, at: since, basis: look.basis, quiet: null },
  };
}

function doubting(pending: Pending | null, look: Look, { at, everyMs, failover }: Moment): Pending {
  if (pending === null || sideOf(pending.state) !== sideOf(look.state) || !isSame(pending, look)) {
    const doubted = look.renewing || failover;
    return { state: look.state, looks: 1, firstAt: at, lastAt: at, doubted };
  }
  // Both ends may be looked at in one moment, which is one look at the tunnel.
  const apartMs = Math.abs(Date.parse(at) - Date.parse(pending.lastAt));
  const counts = apartMs >= Math.min(15_000, everyMs / 4);
  const { looks, lastAt } = pending;
  return {
    ...pending,
    state: look.state,
    looks: counts ? looks + 1 : looks,
    lastAt: counts ? at : lastAt,
  };
}

/** Down and degraded speak against "up" together. */
function isSame(pending: Pending, look: Look): boolean {
  return sideOf(look.state) !== null || pending.state === look.state;
}

function looksNeeded(from: WatchedState, look: Look, { doubted }: Pending): number {
  if (look.state === 'disabled') return 1;
  if (look.state === 'up') return isAlarm(from) && !look.proven ? 2 : 1;
  if (look.state === 'idle') return isAlarm(from) ? 3 : 2;
  const usual = look.state === 'degraded' ? 3 : 2;
  if (doubted) return Math.max(3, usual);
  return look.proven ? 1 : usual;
}

/** What the device says, where that can be: after the last look that saw it otherwise. */
function happenedAt(memory: Memory, { since }: Look, pending: Pending, at: string): string {
  const seen = pending.firstAt <= at ? pending.firstAt : at;
  const possible = since !== null && since <= at && since >= memory.since;
  const fits = possible && (memory.state === 'disabled' || since >= memory.agreedAt);
  return fits && since !== null ? since : seen;
}

interface Change {
  readonly at: string;
  readonly look: Look;
  readonly moment: Moment;
}

function changed(memory: Memory, to: WatchedState, { at: when, look, moment }: Change): Step {
  // Our clock may have been set back: no period ends before it began.
  const at = when >= memory.since ? when : memory.since;
  const quiet = quietOf(memory, to, look, moment);
  const { state: from, told } = memory;
  const isBad = isAlarm(to);
  return {
    memory: {
      ...memory,
      state: to,
      since: at,
      sinceAtLeast: false,
      basis: look.basis,
      agreedAt: moment.at,
      pending: null,
      told: isBad ? told || quiet === null : to === 'up' ? false : told,
      quiet,
      owed: isBad && quiet === 'muted' ? { from, at } : null,
    },
    change: { tunnel: moment.tunnel, from, to, at, basis: look.basis, quiet },
  };
}

/** Who was not told that it broke is not told that it works. */
function quietOf(memory: Memory, to: WatchedState, look: Look, { muted }: Moment): TunnelChange['quiet'] {
  if (look.planned) return 'maintenance';
  if (isAlarm(to)) return muted ? 'muted' : null;
  if (to !== 'up') return 'not-an-alarm';
  if (memory.told) return muted ? 'muted' : null;
  return isAlarm(memory.state) || memory.quiet === 'maintenance'
    ? (memory.quiet ?? 'not-an-alarm')
    : 'not-an-alarm';
}

function beginsToFlap(memory: Memory, flips: Flips, moment: Moment): Step {
  const since = flips.turns[0] ?? moment.at;
  const basis = `It changed between working and not working ${flips.turns.length} times since ${sinceUtc(since, moment.at)}.`;
  const look: Look = { state: 'down', since, basis, proven: false, renewing: false, planned: false };
  return changed(memory, 'flapping', { at: since, look, moment });
}

/** It is over when it stayed as it is for a while, or when somebody switched it off. */
function whileFlapping(memory: Memory, look: Look, moment: Moment): Step {
  const last = memory.turns.at(-1) ?? moment.at;
  if (look.state === 'disabled') return changed(memory, 'disabled', { at: moment.at, look, moment });
  if (!isOver(memory, moment)) return agreed(memory, { ...look, basis: memory.basis }, moment);
  return changed(memory, look.state, { at: last, look, moment });
}
