// Whether keys were negotiated since a change of the configuration: SAs that stand outlive it, and prove nothing of it.

import type { KnownGood } from '../domain/knownGood.js';
import type { SweepRow } from '../domain/sweep.js';
import { differencesOf } from '../facts/differences.js';

/** What tells one negotiation from the next. */
export interface Keys {
  readonly ike: string | null;
  readonly establishedAt: string | null;
  /** SPIs of the children; null without any. */
  readonly children: string | null;
}

export interface Unproven {
  /** ISO 8601 UTC: the configuration was still another one then. */
  readonly at: string;
  /** Null where nobody looked then. */
  readonly keys: Keys | null;
  readonly phases: readonly ('ike' | 'child')[];
}

export function keysOf({ ike, children }: SweepRow): Keys {
  const spis = children.flatMap(({ name, spiIn }) => (spiIn === null ? [] : [`${name} ${spiIn}`]));
  return {
    ike: ike?.id ?? null,
    establishedAt: ike?.establishedAt ?? null,
    children: spis.length === 0 ? null : spis.toSorted().join(', '),
  };
}

/**
 * @param since what stood when the configuration was last read as it was before
 * @returns null where nothing changed that a negotiation has to prove, or one did already.
 */
export function unprovenBy(
  before: KnownGood,
  now: KnownGood,
  since: Pick<Unproven, 'at' | 'keys'>,
  keys: Keys,
): Unproven | null {
  const names = differencesOf(before, now).map(({ setting }) => setting);
  const phases = [
    ...(names.some((name) => name.startsWith('ike.') || name === 'gateway') ? (['ike'] as const) : []),
    ...(names.some((name) => name.startsWith('child.')) ? (['child'] as const) : []),
  ];
  const open = { ...since, keys: since.keys ?? keys, phases };
  return phases.length === 0 || isNegotiated(open, keys) ? null : open;
}

/** SPIs of what stood when a process began prove nothing: the first look of it counts. */
export function isNegotiated({ keys, at, phases }: Unproven, now: Keys): boolean {
  return phases.every((phase) =>
    phase === 'ike'
      ? later(now.establishedAt, at) || isOther(keys?.ike ?? null, now.ike)
      : isOther(keys?.children ?? null, now.children),
  );
}

function isOther(before: string | null, now: string | null): boolean {
  return before !== null && now !== null && before !== now;
}

function later(a: string | null, b: string): boolean {
  return a !== null && Date.parse(a) > Date.parse(b);
}
