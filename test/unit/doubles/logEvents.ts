// Events of a log as a reader gives them, without what most tests do not look at.

import type { LogEvent } from '../../../src/domain/log.js';

/** @param at ISO 8601 UTC; null for a line without a time. */
export function logEvent(says: string, at: string | null, phase: 1 | 2 | null = 1): LogEvent {
  return {
    readBy: 'signature',
    signature: says,
    says,
    phase,
    printedBy: null,
    ikeVersion: null,
    proves: null,
    suggests: [],
    confusedWith: [],
    harmless: false,
    consequence: false,
    milestone: null,
    detail: null,
    means: '',
    vendor: 'v',
    context: {},
    count: 1,
    captures: {},
    line: { at, text: says, eventId: '', severity: null, object: '', number: 1 },
  };
}
