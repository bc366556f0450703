// The JSON answer of `logs`.

import * as z from 'zod';
import { instant, schema1, unchecked } from '../../commands/shapes.js';

export const logsAnswer = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  from: instant,
  to: instant.nullable(),
  lines: z.array(
    z.strictObject({
      device: z.string(),
      at: z.string().nullable(),
      severity: z.enum(['debug', 'info', 'notice', 'warning', 'error', 'critical']).nullable(),
      eventId: z.string(),
      phase: z.union([z.literal(1), z.literal(2)]).nullable(),
      says: z.string().nullable().describe('what a signature reads in it'),
      text: z.string(),
    }),
  ),
  truncated: z.boolean().describe('more lines exist; these are the newest'),
  unchecked,
});
