// How the inner parts of an adapter answer: a value, or why there is none; only the device turns the latter into a Gap.

import type { GapReason } from '../domain/observation.js';

/** What the world did wrong, in words for an operator. */
export interface Fault {
  readonly reason: GapReason;
  readonly says: string;
  readonly remedy: string;
}

/** A vendor may know more of a fault. */
export type Outcome<T, F extends Fault = Fault> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: F };

export function success<T>(value: T): Outcome<T, never> {
  return { ok: true, value };
}

export function failed<F extends Fault>(fault: F): Outcome<never, F> {
  return { ok: false, fault };
}
