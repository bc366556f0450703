// How the adapter's inner parts answer: a value, or why there is none; only the device turns the latter into a Gap.

import type { GapReason } from '../../domain/observation.js';

/** What the world did wrong, in words for an operator. */
export interface Fault {
  readonly reason: GapReason;
  readonly says: string;
  readonly remedy: string;
}

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: Fault };

export function success<T>(value: T): Outcome<T> {
  return { ok: true, value };
}

export function failed(fault: Fault): Outcome<never> {
  return { ok: false, fault };
}
