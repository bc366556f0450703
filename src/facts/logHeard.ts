// Whose packets a log shows arriving: an end that refuses or answers was reached, whatever the other end believes.

import type { EventWord } from '../domain/eventWords.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { LogCandidate, LogEvent, LogReading } from '../domain/log.js';

/** What an end prints about something that came from the other one. */
const refusals: readonly EventWord[] = [
  'received-proposals',
  'no-configuration',
  'version-refused',
  'mode-refused',
  'proposal-refused',
  'auth-failed',
  'decrypt-failed',
  'method-refused',
  'id-mismatch',
  'certificate-bad',
  'selector-refused',
  'selector-narrowed',
  'pfs-differs',
  'encapsulation-refused',
  'lifetime-refused',
];

/** What only an answer of the other end explains. */
export const answerWords: readonly EventWord[] = [
  'answered',
  'proposals-agreed',
  'authenticated',
  'child-up',
  'rekey-done',
  'proposal-rejected',
  'auth-rejected',
  'id-rejected',
  'selector-rejected',
  'peer-deleted',
];

const silenceWords: readonly EventWord[] = ['no-answer', 'retransmit', 'dpd-lost'];
const stoodWords: readonly EventWord[] = ['authenticated', 'child-up', 'rekey-done'];

/** The newest line that only a packet of the other end explains; null when the log holds none. */
function heardLine({ events }: LogReading): LogEvent | null {
  return events.findLast(({ says }) => refusals.includes(says) || answerWords.includes(says)) ?? null;
}

/** A line of a log that a person gave, which shows that the packets of our end arrive there. */
export function heardByPartner({ readable, log }: EndEvidence): LogEvent | null {
  return readable || !log.known ? null : heardLine(log.value);
}

/** The end only knows that nobody answers: its best candidate rests on silence alone. */
export function knowsOnlySilence(candidates: readonly LogCandidate[]): boolean {
  const [first] = candidates;
  return first !== undefined && first.evidence.length > 0 && first.evidence.every(isSilence);
}

export function isSilence({ says }: LogEvent): boolean {
  return silenceWords.includes(says);
}

/** An attempt that ended without any answer: the responder SPI is all zero. */
export function hasNoAnswerAtAll({ says, captures }: LogEvent): boolean {
  return says === 'no-answer' && /^0+$/.test(captures.rcookie ?? '');
}

/** The newest line that says that the tunnel, or its IKE SA, stood; null when the log shows none. */
export function stoodLine({ events }: LogReading): LogEvent | null {
  return events.findLast(({ says }) => stoodWords.includes(says)) ?? null;
}

/** The log of an end as far as it tells how this tunnel is set there: one that nothing ties to the tunnel may be of another. */
export function ofThisTunnel({ log }: EndEvidence): LogReading | null {
  return log.known && log.value.tie !== null ? log.value : null;
}
