// The outages in a tunnel's past: times in which it did not work, with what was found out about each.

import type { Cause } from '../domain/causes.js';
import type { Trigger } from '../domain/decision.js';
import type { Confidence } from '../domain/verdict.js';
import type { Period } from './state.js';
import type { TimeSpan } from './store.js';
import { type BadState, isBad } from './stretches.js';

export interface Outage {
  /** ISO 8601 UTC; it may lie before the span that was asked for. */
  readonly from: string;
  /** Null while it lasts. */
  readonly to: string | null;
  /** The worst that it was. */
  readonly state: BadState;
  readonly basis: string;
  readonly planned: boolean;
  readonly cause: Cause | null;
  readonly confidence: Confidence | null;
  readonly trigger: Trigger | null;
}

/** Oldest first. Down and flapping without anything in between is one outage; degraded is one of its own. */
export function outagesIn(periods: readonly Period[], span: TimeSpan): readonly Outage[] {
  const outages: Outage[] = [];
  for (const period of periods.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))) {
    const outage = outageOf(period);
    if (outage === null || !touches(outage, span)) continue;
    const last = outages.at(-1);
    if (last && goesOn(last, outage)) outages[outages.length - 1] = joined(last, outage);
    else outages.push(outage);
  }
  return outages;
}

function outageOf({ state, from, to, basis, planned, cause, confidence, trigger }: Period): Outage | null {
  if (!isBad(state)) return null;
  return { from, to, state, basis, planned, cause, confidence, trigger };
}

function touches({ from, to }: Outage, span: TimeSpan): boolean {
  return Date.parse(from) < Date.parse(span.to) && (to === null || Date.parse(to) > Date.parse(span.from));
}

function goesOn(last: Outage, next: Outage): boolean {
  const isOne = (state: Outage['state']): boolean => state !== 'degraded';
  const meets = last.to !== null && Date.parse(last.to) >= Date.parse(next.from);
  return meets && isOne(last.state) && isOne(next.state) && last.planned === next.planned;
}

/** What was found out first stays, unless nothing was. */
function joined(last: Outage, next: Outage): Outage {
  const told = last.cause === null ? next : last;
  return {
    from: last.from,
    to: later(last.to, next.to),
    state: last.state === 'down' || next.state === 'down' ? 'down' : 'flapping',
    basis: last.basis,
    planned: last.planned,
    cause: told.cause,
    confidence: told.confidence,
    trigger: last.trigger ?? next.trigger,
  };
}

function later(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null;
  return Date.parse(a) > Date.parse(b) ? a : b;
}
