// The JSON answer of `audit`.

import * as z from 'zod';
import { instant, schema1 } from '../../commands/shapes.js';

export const auditAnswer = z.strictObject({
  schema: schema1,
  since: instant,
  rows: z
    .array(
      z.strictObject({
        at: instant,
        personId: z.string(),
        personName: z.string(),
        channel: z.string().nullable(),
        via: z.string(),
        command: z.string(),
        result: z.string(),
        durationMs: z.number(),
      }),
    )
    .describe('newest first'),
});
