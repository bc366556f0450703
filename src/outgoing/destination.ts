// A system outside that is told what happens to incidents, as a port, and what its answer means for what was told.

import type { IncidentEvent } from '../incidents/events.js';
import type { OutgoingLane } from '../incidents/outbox.js';
import type { Answer } from './call.js';

export type Delivered =
  | { readonly outcome: 'delivered' }
  /** Nothing of it is told there. */
  | { readonly outcome: 'nothing' }
  /** It will not be taken, however often it is sent: a sentence without its point. */
  | { readonly outcome: 'refused'; readonly why: string }
  /** @param waitMs how long it asks to wait; null when it does not. */
  | { readonly outcome: 'later'; readonly why: string; readonly waitMs: number | null };

export interface Destination {
  readonly lane: OutgoingLane;
  /** @param events of one incident, up to the one that is told, which is the last. The same may come twice. */
  deliver(events: readonly IncidentEvent[], signal: AbortSignal): Promise<Delivered>;
}

/** Of these nobody can say that they are over once somebody changes a setting there. */
const forGood: ReadonlySet<number> = new Set([400, 405, 409, 410, 411, 413, 414, 415, 422]);

/** What an HTTP status says; 401, 403 and 404 may be mended by a setting, so they are tried again. */
export function deliveredBy(answer: Answer): Delivered {
  if ('failed' in answer) return { outcome: 'later', why: answer.failed, waitMs: null };
  const { status, retryAfterMs } = answer;
  if (status >= 200 && status < 300) return { outcome: 'delivered' };
  const why = `it answers ${status}`;
  return forGood.has(status) ? { outcome: 'refused', why } : { outcome: 'later', why, waitMs: retryAfterMs };
}
