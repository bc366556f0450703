// The shape of a playbook file and of its test file; what does not fit is a load error with its line.

import * as z from 'zod';
import { causeCodes } from '../domain/causes.js';

const code = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be lower-case words joined by hyphens');
const sentence = z.string().min(1);
const cause = z.enum(causeCodes as [string, ...string[]]);
const confidence = z.enum(['certain', 'likely', 'possible']);
const yesNo = z.enum(['yes', 'no']);
/** Conditions are read by `readCondition`, which knows the facts; here only that it is a mapping. */
const condition = z.record(z.string(), z.unknown());

const next = z.strictObject({
  ours: sentence.optional(),
  theirs: sentence.optional(),
  this: sentence.optional(),
  other: sentence.optional(),
});

const finding = z.strictObject({
  cause: cause.optional(),
  severity: z.enum(['fault', 'warning', 'note']),
  kind: z.literal('posture').optional(),
  explains: z.array(cause).optional(),
  confidence: z
    .union([confidence, z.strictObject({ fact: z.string(), 'at-most': confidence.optional() })])
    .optional(),
  acts: z.enum(['ours', 'theirs', 'both', 'path', 'unknown', 'this', 'other']),
  says: sentence,
  next: next.optional(),
  'confused-with': z.array(cause).optional(),
  either: yesNo.optional(),
  /** With `either`: the fact that names the end whose change leads to the stronger value. */
  rather: z.string().optional(),
  breaks: z.enum(['ike', 'child', 'traffic', 'always']).optional(),
  evidence: z.array(z.string()).optional(),
  'would-change': sentence.optional(),
  stop: yesNo.optional(),
  unsettles: yesNo.optional(),
});

const step = z.strictObject({
  id: code,
  look: sentence,
  for: z.literal('each-end').optional(),
  given: condition.optional(),
  when: condition.optional(),
  finding: finding.optional(),
  call: code.optional(),
  ask: z
    .strictObject({ fact: z.string(), text: sentence, as: z.enum(['address', 'log']).exactOptional() })
    .optional(),
});

export const playbookSchema = z.strictObject({
  id: code,
  title: sentence,
  about: sentence,
  entry: yesNo.optional(),
  applies: condition.optional(),
  steps: z.array(step).min(1),
  references: z.array(sentence).optional(),
});

type RawPlaybook = z.infer<typeof playbookSchema>;
export type RawStep = RawPlaybook['steps'][number];
export type RawFinding = NonNullable<RawStep['finding']>;

const value = z.union([z.string(), z.number(), z.array(z.string())]);

export const testSchema = z.strictObject({
  playbook: code,
  cases: z
    .array(
      z.strictObject({
        name: sentence,
        facts: z.record(z.string(), value),
        finds: z.array(code).optional(),
        calls: z.array(code).optional(),
        says: z.array(sentence).optional(),
      }),
    )
    .min(1),
});
