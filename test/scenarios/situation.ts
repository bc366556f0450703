// A situation as its folder tells it (case.json): what is changed from a healthy tunnel, and what must be said about it.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { causeCodes } from '../../src/domain/causes.js';

const cause = z.enum(causeCodes as [string, ...string[]]);

const end = z.strictObject({
  /** Merged into the healthy configuration; `child` into its only child. */
  config: z.record(z.string(), z.unknown()).optional(),
  ike: z.record(z.string(), z.unknown()).optional(),
  child: z.record(z.string(), z.unknown()).optional(),
  /** What SAs the end holds; `up` when not given. */
  sa: z.enum(['up', 'ike-only', 'connecting', 'down', 'idle', 'rekeying', 'up-other-spis']).optional(),
  /** What moves between the two readings; both ways when not given. */
  traffic: z.enum(['both-ways', 'only-out', 'only-in', 'none', 'unknown']).optional(),
  /** What the counters of its SA hold at the first look: packets, bytes (100 a packet when not given), the last packet. */
  counted: z
    .strictObject({
      out: z.number(),
      in: z.number(),
      outBytes: z.number().optional(),
      inBytes: z.number().optional(),
      outSecondsAgo: z.number().optional(),
      inSecondsAgo: z.number().optional(),
    })
    .optional(),
  /** The counters belong to the tunnel and are older than its SA. */
  olderCounters: z.boolean().optional(),
  /** A request of an established IKE SA that waits for an answer. */
  openRequest: z.string().optional(),
  monitor: z.enum(['up', 'down']).optional(),
  narrowed: z.string().optional(),
  nat: z.boolean().optional(),
  path: z.record(z.string(), z.unknown()).optional(),
  /** Sessions that the device dropped. */
  denied: z
    .array(z.object({ what: z.enum(['ike', 'esp', 'inner']), rule: z.string().nullable(), text: z.string() }))
    .optional(),
  certificates: z.array(z.record(z.string(), z.unknown())).optional(),
  ha: z.enum(['active', 'passive']).optional(),
  changes: z.array(z.string()).optional(),
  clockSeconds: z.number().optional(),
  /** Since how many seconds its IKE daemon runs; a week when not given. */
  upSeconds: z.number().optional(),
  /** The device cannot be asked. */
  unreachable: z.boolean().optional(),
  /** Its log cannot be read. */
  logMissing: z.boolean().optional(),
});

const lines = z.strictObject({
  ours: z.array(z.string()).optional(),
  theirs: z.array(z.string()).optional(),
});

const expected = z.strictObject({
  cause,
  confidence: z.array(z.enum(['certain', 'likely', 'possible', 'none'])).optional(),
  side: z.enum(['ours', 'theirs', 'both', 'path', 'unknown']).optional(),
});

const situationSchema = z.strictObject({
  title: z.string(),
  /** What is really wrong. */
  truth: cause,
  version: z.union([z.literal(1), z.literal(2)]).optional(),
  declared: z.record(z.string(), z.unknown()).optional(),
  answers: z.array(z.string()).optional(),
  ours: end.optional(),
  theirs: end.optional(),
  /** Log lines as each vendor prints them; the situation is run once for each vendor here, or for both when it has no lines. */
  logs: z.record(z.string(), lines).optional(),
  expect: z.strictObject({ both: expected, left: expected, right: expected }),
  /** Step ids that must be found besides, with both ends. */
  alsoFinds: z.array(z.string()).optional(),
  /** Words that the report must contain, with both ends. */
  says: z.array(z.string()).optional(),
});

export type Situation = z.infer<typeof situationSchema>;
export type SituationEnd = z.infer<typeof end>;
export type Expected = z.infer<typeof expected>;

export const scenarios = fileURLToPath(new URL('.', import.meta.url));

export function situationNames(): readonly string[] {
  return readdirSync(scenarios, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

export function readSituation(name: string): Situation {
  return situationSchema.parse(JSON.parse(readFileSync(join(scenarios, name, 'case.json'), 'utf8')));
}
