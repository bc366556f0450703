// The JSON answers of `watch`, `unwatch`, `mute` and `unmute`.

import * as z from 'zod';
import { instant, person, schema1, tunnelState } from '../../commands/shapes.js';

const mute = z.strictObject({
  tunnel: z.string(),
  by: person,
  from: instant,
  until: instant,
  why: z.string(),
});
const choice = z.strictObject({ tunnel: z.string(), watched: z.boolean(), by: person, at: instant });

export const watchAnswer = z.union([
  z.strictObject({
    schema: schema1,
    states: z
      .array(
        z.strictObject({
          tunnel: z.string(),
          state: z.union([tunnelState, z.literal('flapping')]),
          since: instant,
          sinceAtLeast: z.boolean().describe('it was so already when it was first looked at'),
          lookedAt: instant,
        }),
      )
      .describe('the trusted state of every tunnel that is watched'),
    choices: z.array(choice).describe('what people chose, over the configuration'),
    mutes: z.array(mute).describe('the first one that ends first'),
  }),
  z.strictObject({ schema: schema1, tunnel: z.string(), watched: z.literal(true) }),
]);

export const unwatchAnswer = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  watched: z.literal(false),
});

export const muteAnswer = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  until: instant,
  why: z.string(),
});

export const unmuteAnswer = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  ended: z.boolean().describe('false when it was not muted'),
});
