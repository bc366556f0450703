// Events of a log as a reader gives them, without what most tests do not look at.

import type { EventWord } from '../../../src/domain/eventWords.js';
import { eventAlone, type LogEvent } from '../../../src/domain/log.js';

/** @param at ISO 8601 UTC; null for a line without a time. */
export function logEvent(says: EventWord, at: string | null, phase: 1 | 2 | null = 1): LogEvent {
  const line = { at, text: says, eventId: '', severity: null, object: '', number: 1 };
  return { ...eventAlone(line, { signature: says, readBy: 'signature', vendor: 'v', says }), phase };
}
