// Which end refused, by the lines that decide: the end that prints them, or the other one where they only tell of its refusal.

import type { EventWord } from '../domain/eventWords.js';
import type { Role } from '../domain/live.js';
import { type LogCandidate, type LogEvent, refusalIn } from '../domain/log.js';

/** Of these only the responder chooses (RFC 7296 section 2.7, RFC 2409 section 5): its own log means itself. */
const chosenByResponder: ReadonlySet<EventWord> = new Set(['proposal-rejected', 'selector-rejected']);
/** Whatever is wrong, it is the end that does not answer which finds it so. */
const silence: ReadonlySet<EventWord> = new Set(['no-answer', 'retransmit']);

/**
 * True when it was the other end that refused; else the end whose log it is does, where anything was refused.
 * @param role of the end whose log it is; null when nothing tells
 */
export function isRefusedByOther({ cause, evidence: [line] }: LogCandidate, role: Role | null): boolean {
  const saysSo = cause === 'auth-rejected-by-peer' || cause === 'proposal-rejected-by-peer';
  return saysSo || (line !== undefined && isTold(line, role));
}

function isTold(line: LogEvent, role: Role | null): boolean {
  if (silence.has(line.says)) return true;
  return refusalIn(line) === 'received' && !(role === 'responder' && chosenByResponder.has(line.says));
}
