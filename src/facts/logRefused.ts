// Which end refused, by the lines that decide: the end that prints them, or the other one where they only tell of its refusal.

import type { Role } from '../domain/live.js';
import type { LogCandidate, LogEvent } from '../domain/log.js';

/** Words of signatures for what the other end decided: this end only learns of it, or of nothing at all. */
const decidedByOther: ReadonlySet<string> = new Set([
  'auth-rejected',
  'id-rejected',
  'no-answer',
  'peer-deleted',
  'retransmit',
]);

/** The same, and only the responder chooses among them (RFC 7296 section 2.7, RFC 2409 section 5): its own log means itself. */
const decidedByResponder: ReadonlySet<string> = new Set(['proposal-rejected', 'selector-rejected']);

/**
 * True when it was the other end that refused; else the end whose log it is does, where anything was refused.
 * @param role of the end whose log it is; null when nothing tells
 */
export function isRefusedByOther({ cause, evidence: [line] }: LogCandidate, role: Role | null): boolean {
  const saysSo = cause === 'auth-rejected-by-peer' || cause === 'proposal-rejected-by-peer';
  return saysSo || (line !== undefined && isTold(line, role));
}

function isTold({ says, context }: Pick<LogEvent, 'says' | 'context'>, role: Role | null): boolean {
  if (context.direction === 'sent') return false;
  if (says === 'payloads') return context.direction === 'received';
  return decidedByOther.has(says) || (decidedByResponder.has(says) && role !== 'responder');
}
