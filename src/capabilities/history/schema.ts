// The JSON answer of `history`.

import * as z from 'zod';
import { cause, confidence, instant, schema1, tunnelState } from '../../commands/shapes.js';

const watchedState = z.union([tunnelState, z.literal('flapping')]);
const seconds = z.number();

export const historyAnswer = z.strictObject({
  schema: schema1,
  tunnel: z.string(),
  from: instant,
  to: instant,
  knownSince: instant.nullable().describe('nothing is known before; null when nothing is known at all'),
  availability: z
    .number()
    .nullable()
    .describe(
      'from 0 to 1: up or idle, out of the time that is known and was not planned work; null without any',
    ),
  seconds: z
    .strictObject({
      up: seconds,
      idle: seconds,
      degraded: seconds,
      flapping: seconds,
      down: seconds,
      disabled: seconds,
      planned: seconds.describe('something was wrong during planned work or a mute'),
      unknown: seconds.describe('nobody looked, or the devices could not tell'),
    })
    .describe('how long it was in which state; together they are the whole span'),
  now: z
    .strictObject({ state: watchedState, since: instant, sinceAtLeast: z.boolean(), lookedAt: instant })
    .nullable()
    .describe('null when it is not watched'),
  outages: z
    .array(
      z.strictObject({
        from: instant,
        to: instant.nullable().describe('null while it lasts'),
        state: z.enum(['down', 'degraded', 'flapping']),
        seconds,
        unseenSeconds: seconds.describe('part of it that nobody looked at'),
        planned: z.boolean().describe('planned work or a mute covered its beginning'),
        cause: cause.describe('`insufficient-data` where nothing was diagnosed'),
        confidence: confidence.nullable(),
        trigger: z.string().nullable().describe('what changed just before'),
        basis: z.string(),
        incident: z.string().nullable(),
      }),
    )
    .describe('oldest first; also those that began before `from`'),
  rekeys: z.number(),
  changes: z
    .array(
      z.strictObject({
        at: instant,
        device: z.string(),
        who: z.string().nullable(),
        what: z.string(),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    )
    .describe('oldest first'),
  traffic: z
    .strictObject({
      device: z.string().describe('the end that told it'),
      stepSeconds: z.number(),
      bytesInPerSecond: z.array(z.number().nullable()),
      bytesOutPerSecond: z.array(z.number().nullable()),
    })
    .nullable()
    .describe('in steps of equal length over the whole span; null where nothing is known'),
});
