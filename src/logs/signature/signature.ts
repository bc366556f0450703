// One signature: what a line of one vendor means, as read from YAML and ready to match.

import * as z from 'zod';
import { type Cause, causeCodes } from '../../domain/causes.js';
import { type EventWord, eventWordList } from '../../domain/eventWords.js';
import type { Role } from '../../domain/live.js';
import type { Milestone } from '../../domain/log.js';
import type { Shape } from '../match/shape.js';
import { contextKeys, type LineContext } from './vocabulary.js';

const cause = z.enum(causeCodes as [Cause, ...Cause[]]);
const oneOrMore = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const yesNo = z.union([z.boolean().transform((value) => (value ? 'yes' : 'no')), z.string()]);

const milestones = ['started', 'answered', 'proposals-agreed', 'authenticated', 'child-installed'] as const;

const signatureSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9-]+$/),
  match: oneOrMore,
  says: z.enum(eventWordList as [EventWord, ...EventWord[]]),
  phase: z.union([z.literal(1), z.literal(2)]).optional(),
  ike: z.union([z.literal(1), z.literal(2)]).optional(),
  side: z.enum(['initiator', 'responder']).optional(),
  proves: cause.optional(),
  suggests: z.array(cause).min(1).optional(),
  'confused-with': z.array(cause).optional(),
  harmless: z.boolean().optional(),
  consequence: z.boolean().optional(),
  milestone: z.enum(milestones).optional(),
  context: z
    .strictObject(
      Object.fromEntries(Object.keys(contextKeys).map((key) => [key, yesNo.optional()])) as Record<
        keyof typeof contextKeys,
        z.ZodOptional<typeof yesNo>
      >,
    )
    .optional(),
  means: z.string().optional(),
  source: z.string().optional(),
  examples: z.array(z.string().min(1)).min(1),
  not: z.array(z.string().min(1)).optional(),
});

export const signatureFileSchema = z.strictObject({
  vendor: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string().min(1),
  /** Texts that only this vendor's lines carry (prefixes, tags): each tells the vendor without telling an event. */
  detect: z.array(z.string().min(6)).optional(),
  /** Where the knowledge comes from, for entries without a source of their own. */
  source: z.string().min(1),
  signatures: z.array(signatureSchema).min(1),
});

export interface Signature {
  readonly vendor: string;
  readonly id: string;
  readonly shapes: readonly Shape[];
  readonly says: EventWord;
  readonly phase: 1 | 2 | null;
  readonly ike: 1 | 2 | null;
  readonly side: Role | null;
  readonly proves: Cause | null;
  readonly suggests: readonly Cause[];
  readonly confusedWith: readonly Cause[];
  readonly harmless: boolean;
  readonly consequence: boolean;
  readonly milestone: Milestone | null;
  readonly context: LineContext;
  readonly means: string;
  readonly source: string;
  readonly examples: readonly string[];
  readonly not: readonly string[];
  /** Where it stands, for messages to who wrote it. */
  readonly file: string;
  readonly line: number;
}

/** A phrase that only tells the vendor. */
interface VendorMark {
  readonly vendor: string;
  readonly phrase: string;
}

export interface SignatureFile {
  readonly vendor: string;
  readonly title: string;
  readonly marks: readonly VendorMark[];
  readonly signatures: readonly Signature[];
}

/** Something wrong with a signature file. `line` is from 1. */
export interface SignatureProblem {
  readonly file: string;
  readonly line: number;
  readonly says: string;
  /** What to do, often "did you mean …"; empty when the sentence says it. */
  readonly hint: string;
}
