// What the JSON answers of several commands have in common, as schemas.

import * as z from 'zod';
import { isCause } from '../domain/causes.js';
import { comparedSettings } from '../domain/knownGood.js';

/** Of the answer's form: it changes only when a key is renamed or removed. */
export const schema1 = z.literal(1);

export const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT/)
  .describe('ISO 8601');
export const tunnelState = z.enum(['up', 'degraded', 'down', 'idle', 'disabled', 'unknown']);
export const confidence = z.enum(['certain', 'likely', 'possible', 'none']);
export const actingSide = z.enum(['ours', 'theirs', 'both', 'path', 'unknown']);
export const cause = z.string().refine(isCause).describe('code of a cause');
/** What changed just before the tunnel broke. */
export const trigger = z.strictObject({
  kind: z.enum(['change', 'restart', 'failover', 'expiry']).optional(),
  says: z.string(),
  at: instant,
  device: z.string(),
  who: z.string().nullable().describe('whoever the device names'),
  advice: z.enum(['revert', 'look']).optional(),
  settings: z
    .array(
      z.strictObject({
        setting: z.enum(comparedSettings),
        child: z.string().nullable().describe('the proxy ID or child, null for the tunnel as a whole'),
        before: z.string(),
        after: z.string(),
      }),
    )
    .optional(),
});
/** How a question is answered. */
export const askForm = z.enum(['yes-no', 'choice', 'address', 'number', 'text', 'list', 'log']);
export const person = z.strictObject({ id: z.string(), name: z.string() });
export const incidentSeverity = z.enum(['low', 'normal', 'high', 'critical']);
export const unchecked = z.array(
  z.strictObject({ what: z.string(), why: z.string(), how: z.string().describe('how to get it') }),
);

/** A question that could not be asked; on the terminal it goes to stderr as a sentence instead. */
export const problemAnswer = z.strictObject({
  schema: schema1,
  problem: z.string().describe('code of the problem'),
  says: z.string().optional(),
  remedy: z.string().optional(),
  fits: z.array(z.string()).optional().describe('names of which one was meant'),
});
