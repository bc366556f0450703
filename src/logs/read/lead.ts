// The line that decides: of everything that stands against the tunnel the first of the strongest, in the latest attempt that has one.

import type { EventWord } from '../../domain/eventWords.js';
import type { LogEvent } from '../../domain/log.js';
import type { StopPoint } from '../../domain/possible.js';
import type { Moment } from './moment.js';
import type { Meaning } from './weight.js';

export interface Negative {
  readonly event: LogEvent;
  readonly meaning: Meaning;
  readonly attempt: number;
  /** The attempt it belongs to, as it ended. */
  readonly moment: Moment;
  /** Where the negotiation stood when the line was printed. */
  readonly point: StopPoint;
  /** Another line that belongs to the same statement (the configured list beside the received one). */
  readonly beside?: LogEvent;
}

const strengths = ['consequence', 'hint', 'weak', 'strong', 'proof'] as const;

export function isTelling(meaning: Meaning): boolean {
  return meaning.strength === 'proof' || meaning.strength === 'strong';
}

const refusals: ReadonlySet<EventWord> = new Set([
  'proposal-rejected',
  'auth-rejected',
  'id-rejected',
  'selector-rejected',
]);

/** A refusal that came refutes the line that nothing came. */
function answersFirst(negatives: readonly Negative[]): readonly Negative[] {
  const refused = negatives.some(({ event }) => refusals.has(event.says));
  const rest = refused ? negatives.filter(({ event }) => event.says !== 'no-answer') : negatives;
  return rest.length > 0 ? rest : negatives;
}

/** The first of the strongest lines in the latest attempt that has a telling one. */
export function leadOf(negatives: readonly Negative[]): Negative | null {
  const telling = negatives.filter((negative) => negative.meaning.strength !== 'consequence');
  const pool = telling.length > 0 ? telling : negatives;
  const proofs = pool.filter(({ meaning }) => isTelling(meaning));
  const from = proofs.length > 0 ? proofs : pool;
  const latest = from.reduce((most, negative) => Math.max(most, negative.attempt), 0);
  const last = answersFirst(from.filter((negative) => negative.attempt === latest));
  const best = last.reduce(
    (most, negative) => Math.max(most, strengths.indexOf(negative.meaning.strength)),
    0,
  );
  const strongest = last.filter((negative) => strengths.indexOf(negative.meaning.strength) === best);
  return reasonAfter(strongest) ?? strongest[0] ?? null;
}

/** By words alone a refusal may be of either end; a line that says what differs tells that this end refused, and why. */
function reasonAfter(strongest: readonly Negative[]): Negative | null {
  const [first] = strongest;
  if (first?.meaning.strength !== 'hint' || first.meaning.abstains !== 'auth-rejected-by-peer') return null;
  return (
    strongest.find(({ event }) => namesDifference.has(event.says) && saysDifference.test(event.line.text)) ??
    null
  );
}

const namesDifference: ReadonlySet<EventWord> = new Set([
  'auth-failed',
  'id-mismatch',
  'method-refused',
  'certificate-bad',
]);
const saysDifference =
  /mis-?match|does(?: not|n't) match|differ|expired|revoked|not trusted|untrusted|expect(?:s|ed|ing)\b/i;
