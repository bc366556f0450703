// The JSON answer of `list`.

import * as z from 'zod';
import { cause, confidence, instant, tunnelState } from '../../commands/shapes.js';

export const listAnswer = z.strictObject({
  schema: z.literal(2),
  tunnels: z
    .array(
      z.strictObject({
        tunnel: z.string().describe('the name that both ends go by'),
        state: tunnelState,
        since: instant.nullable(),
        sinceAtLeast: z.boolean().describe('it was so already when the watch looked first, at `since`'),
        cause: cause
          .nullable()
          .describe('of its open incident, else what the overview shows and what was asked a moment ago'),
        confidence: confidence.nullable().describe('of the cause'),
        basis: z.string().describe('why it is in that state'),
        peer: z.string().nullable(),
        incident: z.string().nullable().describe('the open one; null also where incidents were not read'),
        degradedAt: instant
          .nullable()
          .describe(
            'it is up by the overview, which has no counters; this is when somebody who looked closer not long ago found it degraded',
          ),
        flaps: z.boolean().describe('it comes and goes, as the watch saw it, whatever it is now'),
        mutedUntil: instant.nullable(),
        ends: z.array(
          z.strictObject({
            device: z.string(),
            vendor: z.string(),
            tunnel: z.string().describe('its name on that device'),
            state: tunnelState,
            since: instant.nullable(),
            basis: z.string(),
          }),
        ),
      }),
    )
    .describe('worst first, in the order of the text'),
  unread: z
    .array(z.strictObject({ device: z.string(), says: z.string(), remedy: z.string() }))
    .describe(
      'devices that did not tell; the exit code is 4 when there are some, 3 when there are no others',
    ),
});
