// The JSON answers about incidents: one shape for an incident, whichever command tells of it.

import * as z from 'zod';
import {
  actingSide,
  askForm,
  cause,
  confidence,
  incidentSeverity,
  instant,
  person,
  schema1,
  trigger,
  tunnelState,
} from '../../commands/shapes.js';
import { shareKinds } from '../../domain/share.js';
import { becauseKinds } from '../../incidents/events.js';
import { outgoingTypes } from './outgoing.js';

const verdict = z.strictObject({
  of: z.string().optional().describe('the tunnel that was diagnosed, where it stands for others too'),
  second: z
    .strictObject({ of: z.string(), cause, confidence })
    .optional()
    .describe('another of them that was diagnosed beside it'),
  isShared: z.literal(true).optional().describe('what they have in common is at fault'),
  cause,
  confidence,
  side: actingSide,
  summary: z.string(),
  ruledOut: z.array(z.string()),
  evidence: z.array(z.string()).optional(),
  nextOurs: z.string(),
  nextTheirs: z.string(),
  state: tunnelState.optional(),
  contradictions: z
    .array(z.strictObject({ about: z.string(), says: z.string() }))
    .optional()
    .describe('what cannot all be true, and what counts meanwhile'),
  since: instant.nullable().optional(),
  onlyFailuresSince: instant.optional().describe('the first failure of a log that shows no success'),
  trigger: trigger.nullable().optional(),
  untriggered: z.string().optional().describe('why there is no trigger'),
  remedies: z
    .array(
      z.strictObject({
        actor: z.string(),
        byPartner: z.boolean().optional(),
        isAlternative: z.boolean().optional().describe('instead of the first one'),
        says: z.string(),
      }),
    )
    .optional(),
  partner: z.string().nullable().optional().describe('whose the other end is, null when both are ours'),
});

const share = z.strictObject({
  kind: z.enum(shareKinds),
  device: z.string().nullable().describe('whose interface, address or event it is'),
  value: z.string(),
  of: z.number().describe('how many tunnels of the fleet share it'),
});

const incident = z.strictObject({
  schema: schema1,
  incident: z.string().describe('its id'),
  tunnel: z.string().describe('the one that is diagnosed for all'),
  tunnels: z.array(z.string()).describe('all that belong to it, that one first'),
  shares: share.nullable().describe('what they have in common; null for one, and where nothing is known'),
  because: z
    .strictObject({
      kind: z.enum(becauseKinds),
      source: z.string(),
      name: z.string(),
      link: z.string().nullable(),
      key: z.string().nullable().describe('by which its sender knows it'),
    })
    .nullable()
    .describe('what opened it; null when a person did'),
  seen: z
    .array(z.strictObject({ tunnel: z.string(), state: tunnelState, since: instant.nullable() }))
    .describe('each tunnel of several as it was seen last'),
  mergedInto: z.string().nullable().describe('the incident that goes on with its tunnels'),
  state: z.enum(['open', 'waiting-for-partner', 'monitoring', 'resolved']),
  waitingFor: z.string(),
  severity: incidentSeverity,
  owner: person.nullable(),
  isOwnedByDefault: z.boolean().describe('nobody took it: the owner was on call when it opened'),
  onCall: z
    .strictObject({ team: z.string(), people: z.array(person), until: instant.nullable() })
    .nullable()
    .describe('who was on call when it opened'),
  openedAt: instant,
  openedBy: person,
  lastAt: instant,
  lastSeq: z.number(),
  verdict: verdict.nullable(),
  fault: verdict.nullable().describe('what was wrong, also while it works again'),
  recoveredAt: instant.nullable().describe('when a diagnosis first said that it works again'),
  outage: z
    .strictObject({ from: instant.nullable(), seenFrom: instant, to: instant.nullable() })
    .nullable()
    .describe('since when it was down, when that was first seen, and when it came up again'),
  answers: z.array(
    z.strictObject({
      fact: z.string(),
      value: z.string(),
      by: z.string(),
      at: instant,
      question: z.string().optional().describe('in words'),
      shown: z.string().optional().describe('the value as people call it'),
    }),
  ),
  openQuestions: z.array(
    z.strictObject({
      fact: z.string(),
      question: z.string(),
      step: z.string(),
      form: askForm,
      choices: z.array(z.string()),
    }),
  ),
  partnerLogs: z.array(z.strictObject({ document: z.string(), name: z.string(), at: instant })),
  partnerConfigs: z
    .array(
      z.strictObject({
        document: z.string(),
        name: z.string(),
        at: instant,
        by: z.string(),
        tunnel: z.string().describe('its name in that configuration'),
      }),
    )
    .describe('configurations of the other end that somebody gave; the newest counts'),
  thread: z.strictObject({ channel: z.string(), ts: z.string(), link: z.string().nullable() }).nullable(),
  closed: z.strictObject({ at: instant, by: person, cause, remedy: z.string() }).nullable(),
  timeline: z
    .array(
      z.strictObject({
        seq: z.number(),
        at: instant,
        by: person,
        what: z.looseObject({ kind: z.string() }).describe('with what belongs to that kind'),
      }),
    )
    .describe('everything that happened, in order'),
  unchanged: z.string().optional().describe('nothing was written, and why'),
});

export const incidentAnswer = incident;

export const incidentsAnswer = z.array(incident).describe('the most urgent first');

export const outgoingBody = z.strictObject({
  schema: schema1,
  id: z.string().describe('the same whenever the same is sent again; the header webhook-id'),
  type: z.enum(outgoingTypes),
  timestamp: instant.describe('when it happened'),
  incident: incident.describe('as it stood then, in the shape of its own JSON answer'),
});

const message = z.strictObject({
  schema: schema1,
  incident: z.string(),
  to: z.string(),
  mail: z.string().nullable().describe('the address that it goes to'),
  subject: z.string(),
  text: z.string(),
});

export const actAnswer = z.union([incident, message]).describe('the second for the message to the partner');
