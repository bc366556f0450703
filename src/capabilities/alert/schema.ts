// The JSON answers of `alert test` and `alert-for`.

import * as z from 'zod';
import { webhookSources } from '../../alerts/alert.js';
import { schema1, tunnelState } from '../../commands/shapes.js';

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
      looked: z.array(
        z.strictObject({
          tunnel: z.string(),
          state: tunnelState,
          leads: z
            .enum(['opening', 'diagnosis', 'nothing', 'look'])
            .describe(
              '`diagnosis`: its SAs are up, and an incident follows only from a fault; `look`: it is over',
            ),
          says: z.string(),
        }),
      ),
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

export const alertForAnswer = z.strictObject({
  schema: schema1,
  alert: z.string(),
  tunnel: z.string().nullable().describe('null when there is no such alert'),
});
