// The JSON answers of `accuracy` and `judge`.

import * as z from 'zod';
import { cause, confidence, instant, person, schema1 } from '../../commands/shapes.js';

export const accuracyAnswer = z.strictObject({
  schema: schema1,
  since: instant,
  verdicts: z
    .array(
      z.strictObject({
        cause,
        confidence,
        right: z.number().describe('a person said so, or the incident was closed with this cause'),
        wrong: z.number().describe('a person said so'),
        closedOtherwise: z.number().describe('the incident was closed with another cause'),
        notTold: z.number(),
      }),
    )
    .describe('by cause and confidence; those first of which most is known'),
  wrong: z
    .array(
      z.strictObject({
        verdict: z.string().describe('its id'),
        tunnel: z.string(),
        at: instant,
        said: cause,
        confidence,
        was: cause.nullable().describe('null when nobody knows'),
        by: person.nullable(),
      }),
    )
    .describe('newest first, at most 50'),
});

export const judgeAnswer = z.strictObject({
  schema: schema1,
  verdict: z.string().describe('its id'),
  tunnel: z.string(),
  said: cause,
  right: z.boolean(),
  cause: cause.nullable().describe('what it was instead'),
  by: person,
  at: instant,
});
