// A log of the right time that holds no line about the other end: what that end sent never arrived there.

import type { EventWord } from '../domain/eventWords.js';
import type { LogEvent, LogReading } from '../domain/log.js';
import { answerWords } from './logHeard.js';

/** What a log shows of an end's attempts between two moments, both ISO 8601 UTC. */
export interface Attempts {
  /** The last message that it sent, or gave up on. */
  readonly last: LogEvent | null;
  /** A line that only an answer of the other end explains. */
  readonly answer: LogEvent | null;
}

const sent: readonly EventWord[] = ['started', 'auth-sent', 'retransmit', 'no-answer', 'dpd-lost'];

export function attemptsBetween({ events }: LogReading, from: string, to: string): Attempts {
  const within = events.filter(({ line }) => line.at !== null && line.at >= from && line.at <= to);
  return {
    last: within.findLast((event) => sent.includes(event.says)) ?? null,
    answer: within.findLast((event) => answerWords.includes(event.says)) ?? null,
  };
}

/** Lines of an IKE daemon, and none about the tunnel in question. */
export function holdsNoLine({ recognized, events }: LogReading): boolean {
  return recognized > 0 && events.length === 0;
}
