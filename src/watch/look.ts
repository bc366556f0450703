// What the newest rows of a tunnel's ends say of it together: one look, which hysteresis then weighs.

import type { TunnelDeclaration } from '../domain/evidence.js';
import type { TunnelState } from '../domain/live.js';
import type { SweepRow } from '../domain/sweep.js';
import { combineEnds, underMaintenance } from '../fleet/combine.js';
import type { EndState } from '../fleet/state.js';
import { carried, lostBetween, neverAnswered } from './passed.js';

/** What an end said when it was asked last. */
export interface EndLook {
  readonly device: string;
  readonly row: SweepRow;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The row of the look before; null when there was none. */
  readonly before: SweepRow | null;
}

export interface Look {
  readonly state: TunnelState;
  readonly since: string | null;
  readonly basis: string;
  /** Of a fault: the devices themselves say that it is broken. Of a tunnel that is up: packets passed both ways. */
  readonly proven: boolean;
  /** An SA had to be renewed about now: that it is missing for a moment is normal. */
  readonly renewing: boolean;
  /** Planned work covers it. */
  readonly planned: boolean;
}

export interface Looking {
  /** ISO 8601 UTC. */
  readonly now: string;
  readonly everyMs: number;
}

/** The end that was asked now first; an end that was asked much earlier says nothing of now. */
export function lookAt(
  ends: readonly [EndLook, ...EndLook[]],
  maintenance: TunnelDeclaration['maintenance'],
  looking: Looking,
): Look {
  const [newest, ...others] = ends;
  const other = others.find((end) => isAboutAsNew(end, newest, looking.everyMs)) ?? null;
  const together = combineEnds(stateOf(newest), other && stateOf(other));
  const counted = other ? [newest, other] : [newest];
  const lost = together.state === 'up' ? lossOf(newest, other) : null;
  const seen: EndState = lost === null ? together : { state: 'degraded', since: null, basis: lost };
  const now = new Date(looking.now);
  const state = underMaintenance(seen, maintenance, now);
  return {
    ...state,
    proven: state.state === 'up' ? counted.some(carried) : counted.every(saysBroken),
    renewing: counted.some((end) => wasRenewing(end, looking)),
    planned: state !== seen,
  };
}

function lossOf(one: EndLook, other: EndLook | null): string | null {
  if (other === null) {
    return neverAnswered(one)
      ? `The SAs of ${one.device} are up; packets went out, none ever came in.`
      : null;
  }
  for (const [from, to] of [[one, other] as const, [other, one] as const]) {
    if (lostBetween(from, to)) {
      return `The SAs are up, but nothing of what ${from.device} sends arrives at ${to.device}.`;
    }
  }
  return null;
}

function stateOf({ device, row }: EndLook): EndState & { readonly device: string } {
  const { state, since, basis } = row;
  return { device, state, since: since === null ? null : isoOf(since), basis };
}

/** One form, so that times can be compared as texts. */
function isoOf(at: string): string | null {
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** Two looks of different age make no difference between the ends: the tunnel may have changed in between. */
function isAboutAsNew(end: EndLook, newest: EndLook, everyMs: number): boolean {
  return Math.abs(Date.parse(newest.at) - Date.parse(end.at)) <= 1.5 * everyMs;
}

/** No SA is left, and it is not for want of traffic. */
function saysBroken({ row, before }: EndLook): boolean {
  if (row.state !== 'down' || row.children.some(({ state }) => state !== 'no-sa')) return false;
  return row.failure === true || (row.monitor === 'down' && before?.monitor === 'up');
}

/** The SAs that were seen last had to be renewed between then and now, or very soon. */
function wasRenewing({ before }: EndLook, { now, everyMs }: Looking): boolean {
  if (before === null) return false;
  const until = Date.parse(now) + everyMs;
  const due = [before.ike?.expiresAt ?? null, ...before.children.map(({ expiresAt }) => expiresAt)];
  return due.some((at) => at !== null && Date.parse(at) <= until);
}
