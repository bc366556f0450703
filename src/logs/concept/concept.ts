// What a concept is: words that every product shares, and what follows when a line says them.

import * as z from 'zod';
import { type Cause, causeCodes } from '../../domain/causes.js';
import { type EventWord, eventWordList } from '../../domain/eventWords.js';
import type { Role } from '../../domain/live.js';
import type { Milestone } from '../../domain/log.js';

const cause = z.enum(causeCodes as [Cause, ...Cause[]]);
const word = z.enum(eventWordList as [EventWord, ...EventWord[]]);
/** A phrase, or `$name` for a list under `words`. */
const phrases = z.array(z.string().min(2)).min(1);

const conceptSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  /** Every group must be said; one phrase of a group is enough. */
  all: z.array(phrases).min(1),
  none: phrases.optional(),
  /** One word, or one for each case: this end speaks for itself, or tells what the peer said. */
  says: z.union([word, z.strictObject({ own: word, peer: word })]),
  phase: z.union([z.literal(1), z.literal(2)]).optional(),
  ike: z.union([z.literal(1), z.literal(2)]).optional(),
  side: z.enum(['initiator', 'responder']).optional(),
  /** Ranked. Empty: the position in the negotiation decides. */
  suggests: z.array(cause).optional(),
  /** Ranked, and only when this end names the reason itself: what the peer refused stays a refusal. */
  reason: z.array(cause).optional(),
  milestone: z
    .enum(['started', 'answered', 'proposals-agreed', 'authenticated', 'child-installed'])
    .optional(),
  /** It follows from another line. */
  consequence: z.boolean().optional(),
  means: z.string().min(1),
  examples: z.array(z.string().min(1)).min(1),
  not: z.array(z.string().min(1)).min(1),
});

const detailSchema = z.strictObject({
  id: z.enum(['certificate-out-of-date', 'certificate-not-sent', 'own-certificate']),
  /** The line must say that this happened, by whatever it was known. */
  of: z.array(word).min(1),
  any: phrases,
  examples: z.array(z.string().min(1)).min(1),
  not: z.array(z.string().min(1)).min(1),
});

export const conceptFileSchema = z.strictObject({
  words: z.record(z.string().regex(/^[a-z0-9-]+$/), phrases),
  details: z.array(detailSchema),
  concepts: z.array(conceptSchema).min(1),
});

export type ConceptFile = z.infer<typeof conceptFileSchema>;

export interface Concept {
  readonly id: string;
  readonly all: readonly RegExp[];
  readonly none: RegExp | null;
  readonly says: { readonly own: EventWord; readonly peer: EventWord };
  readonly phase: 1 | 2 | null;
  readonly ike: 1 | 2 | null;
  readonly side: Role | null;
  readonly suggests: readonly Cause[];
  readonly reason: readonly Cause[];
  readonly milestone: Milestone | null;
  readonly consequence: boolean;
  readonly means: string;
  readonly examples: readonly string[];
  readonly not: readonly string[];
}
