// The JSON answer of `doctor`.

import * as z from 'zod';
import { schema1 } from '../../commands/shapes.js';

export const doctorAnswer = z.strictObject({
  schema: schema1,
  checks: z
    .array(
      z.strictObject({
        about: z.string().describe('the device, or the part of the installation'),
        what: z.string().describe('whose and what'),
        state: z
          .enum(['ok', 'warning', 'failed', 'skipped'])
          .describe('the exit code is 3 when one failed; what was skipped was not looked at'),
        says: z.string(),
        remedy: z.string().nullable(),
      }),
    )
    .describe('in order of dependence; empty with --capture'),
  captured: z
    .strictObject({
      folder: z.string(),
      devices: z.array(
        z.strictObject({
          device: z.string(),
          as: z.string().describe('what it is called in the folder'),
          answered: z.int().describe('replies that were written'),
          gaps: z.array(z.strictObject({ request: z.string(), says: z.string() })),
        }),
      ),
    })
    .optional()
    .describe('with --capture'),
});
