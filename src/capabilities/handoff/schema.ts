// The JSON answers of `handoff` and of what people add to it.

import * as z from 'zod';
import {
  actingSide,
  cause,
  confidence,
  incidentSeverity,
  instant,
  person,
  schema1,
} from '../../commands/shapes.js';
import { needs } from './need.js';

const text = z.string();
const link = text.nullable();
const remark = z.strictObject({ id: text, team: text, text, by: person, at: instant, link });

export const handoffAnswer = z.strictObject({
  schema: schema1,
  team: text,
  from: instant,
  to: instant,
  quiet: z.boolean(),
  unread: text
    .nullable()
    .describe('why incidents and remarks could not be read; then their lists are empty, their numbers null'),
  startHere: z.array(
    z.strictObject({
      incident: text,
      tunnel: text,
      tunnels: z.array(text).describe('all of its incident, that one first'),
      severity: incidentSeverity,
      criticality: z.enum(['low', 'normal', 'high']).describe('of the tunnel, as declared'),
      need: z.enum(needs),
      cause: cause.nullable(),
      confidence: confidence.nullable(),
      side: actingSide.nullable(),
      summary: text.nullable(),
      recoveredAt: instant.nullable(),
      downSince: instant.nullable(),
      ruledOut: z.array(text),
      waitingFor: text,
      waitingSince: instant.nullable(),
      owner: text.nullable(),
      nextStep: text,
      openedAt: instant,
      lastAt: instant,
      link,
      mutedUntil: instant.nullable(),
    }),
  ),
  watch: z
    .array(
      z.strictObject({
        tunnel: text,
        what: text,
        state: z.enum(['down', 'degraded', 'flapping']).nullable(),
        since: instant.nullable(),
        at: instant.nullable().describe('when it falls due'),
        incident: text.nullable(),
        closedAt: instant.nullable(),
        link,
        cause: cause
          .nullable()
          .describe(
            'by the first diagnosis of the outage that the watch saw, else by what the devices show now',
          ),
        trigger: text.nullable(),
        mutedUntil: instant.nullable(),
      }),
    )
    .describe('what is bad now, then what falls due'),
  whatHappened: z.array(
    z.strictObject({
      incident: text,
      tunnel: text,
      tunnels: z.array(text).describe('all of its incident, that one first'),
      cause: text,
      remedy: text,
      by: text,
      at: instant,
      link,
      again: z
        .enum(['down', 'degraded', 'flapping', 'open'])
        .nullable()
        .describe('what speaks against that it is solved'),
    }),
  ),
  outages: z
    .array(
      z.strictObject({
        tunnel: text,
        state: z.enum(['down', 'degraded', 'flapping']).describe('the worst of the newest one'),
        from: instant,
        fromAtLeast: z.boolean(),
        to: instant.nullable(),
        became: z.enum(['up', 'idle', 'disabled']).nullable(),
        times: z.number(),
        seconds: z.number().describe('of all of them together'),
        cause: cause.nullable(),
        confidence: confidence.nullable(),
        trigger: text.nullable(),
      }),
    )
    .describe('that are over, as the watch saw them; one line a tunnel that stands nowhere else'),
  muted: z.array(z.strictObject({ tunnel: text, until: instant, by: text, why: text })),
  changed: z
    .array(z.strictObject({ tunnels: z.array(text), device: text, at: instant, says: text }))
    .describe('by hand, of tunnels that stand nowhere else'),
  remarks: z.array(remark),
  unseen: z.array(text).describe('devices that could not be asked, one sentence each'),
  numbers: z.strictObject({
    opened: z.number().nullable(),
    resolved: z.number().nullable(),
    open: z.number().nullable(),
    tunnels: z.number(),
    up: z.number(),
  }),
});

export const remarkAnswer = z
  .union([
    z.strictObject({ schema: schema1, remark: text, team: text, text, link }),
    z.strictObject({ schema: schema1, remark: text, done: z.boolean() }),
  ])
  .describe('the second for `done`');

export const confirmAnswer = z.strictObject({
  schema: schema1,
  handoff: text,
  team: text,
  confirmedBy: text,
  confirmedAt: instant.nullable(),
  first: z.boolean(),
});

const turn = { people: z.array(text).describe('ids of people or groups'), until: instant.nullable() };

export const oncallAnswer = z.strictObject({
  schema: schema1,
  at: instant,
  teams: z.array(
    z.strictObject({
      team: text,
      ...turn,
      by: z.enum(['calendar', 'shifts']),
      trouble: z.enum(['calendar-unread', 'nobody-named']).nullable(),
      next: z.strictObject(turn).nullable(),
    }),
  ),
});
