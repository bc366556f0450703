// Two statements that cannot both be true: who says what, by which line, and what counts until a person has settled it.

import type { EvidenceLine } from './verdict.js';

/** Where a statement comes from; in this order the surer one. */
export type Witness = 'device' | 'given-log' | 'declaration' | 'answer';

export interface Statement {
  /** The device, the partner or the person. */
  readonly by: string;
  readonly from: Witness;
  /** What it comes to: a sentence without its end. */
  readonly says: string;
  readonly line: EvidenceLine;
}

export interface Contradiction {
  /** answer: a person said otherwise. silence: our end hears nothing of an end that answers. state: one end is up, the other down. product: another product than was said. */
  readonly about: 'answer' | 'silence' | 'state' | 'product';
  /** What the verdict rests on meanwhile. */
  readonly counts: Statement;
  readonly against: Statement;
  /** Both, and what counts: for people. */
  readonly says: string;
  /** Null when no person has to settle it. */
  readonly question: string | null;
}
