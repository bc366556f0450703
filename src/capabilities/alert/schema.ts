// The JSON answer of `alert test`.

import { z } from 'zod';
import { webhookSources } from '../../alerts/alert.js';
import { schema1 } from '../../commands/shapes.js';

export const alertAnswer = z.strictObject({
  schema: schema1,
  source: z.enum(webhookSources),
  alerts: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(['firing', 'resolved']),
      tunnels: z
        .array(z.string())
        .describe('what it means; several when one of them is meant and nobody knows which'),
      means: z.enum(['one', 'all', 'several', 'none']),
      why: z.string(),
    }),
  ),
  incidents: z.array(
    z.strictObject({
      tunnels: z.array(z.string()),
      shares: z.string().nullable().describe('what the tunnels of one incident have in common'),
      joins: z.string().nullable().describe('the open incident that it would join'),
    }),
  ),
});
