// Periods of the watch, without what most tests do not look at.

import type { Period } from '../../../src/watch/state.js';

/** @param from ISO 8601 UTC, as `to`; null: it goes on. */
export function periodOf(
  state: Period['state'],
  from: string,
  to: string | null,
  more: Partial<Period> = {},
): Period {
  return {
    tunnel: 'paris',
    state,
    from,
    to,
    basis: '',
    cause: null,
    confidence: null,
    trigger: null,
    planned: false,
    ...more,
  };
}
