// The JSON answer of `diagnose`; that of a log that was pasted is the same with what was read.

import * as z from 'zod';
import {
  actingSide,
  askForm,
  cause,
  confidence,
  instant,
  schema1,
  trigger,
  tunnelState,
  unchecked,
} from '../../commands/shapes.js';

const finding = z.strictObject({
  id: z.string(),
  playbook: z.string(),
  severity: z.enum(['fault', 'warning', 'note']),
  kind: z
    .enum(['state', 'posture'])
    .describe('posture: how it is set up, worth a review; it stops nothing by itself'),
  cause: cause.nullable(),
  says: z.string(),
  evidence: z.array(
    z.strictObject({
      device: z.string(),
      source: z.string(),
      at: z.string().nullable().describe('ISO 8601, as far as the line tells it'),
      text: z.string(),
    }),
  ),
  next: z.strictObject({ ours: z.string(), theirs: z.string() }),
});

const verdict = z.strictObject({
  cause,
  confidence,
  side: actingSide,
  summary: z.string().describe('one sentence'),
});

const statement = z.strictObject({
  by: z.string().describe('the device, the partner or the person'),
  from: z.enum(['device', 'given-log', 'declaration', 'person']),
  says: z.string(),
  source: z.string(),
  at: z.string().nullable(),
  text: z.string(),
});

const contradiction = z.strictObject({
  about: z.enum(['person', 'silence', 'state', 'product']),
  counts: statement.describe('what the verdict rests on until it is settled'),
  against: statement,
  says: z.string(),
  question: z.string().nullable().describe('null when no person has to settle it'),
});

const diagnosis = z.strictObject({
  schema: schema1,
  tunnel: z.string().nullable(),
  state: tunnelState,
  verdict,
  alternatives: z
    .array(z.strictObject({ cause, confidence }))
    .describe('best first; never repeats the verdict'),
  findings: z.array(finding),
  unchecked,
  steps: z.array(
    z.strictObject({
      playbook: z.string(),
      step: z.string(),
      look: z.string(),
      outcome: z.enum(['found', 'cleared', 'unclear', 'skipped']),
      why: z.string(),
    }),
  ),
  wouldChange: z.array(z.string()).describe('what would change the verdict, one sentence each'),
  asks: z.array(
    z.strictObject({
      fact: z.string(),
      question: z.string(),
      form: askForm,
      choices: z.array(z.string()),
    }),
  ),
  contradictions: z.array(contradiction).describe('statements that cannot all be true'),
});

export const diagnoseAnswer = diagnosis.extend({
  tunnel: z.string(),
  since: instant.nullable().describe('since when the state stands, null when nothing tells'),
  sinceAtLeast: z.boolean().describe('it was so already when the watch looked first, at `since`'),
  trigger: trigger.nullable(),
});

const logAnswer = diagnosis.extend({
  tunnel: z.null(),
  vendor: z.string(),
  side: z.enum(['initiator', 'responder']).nullable(),
  lines: z.number().describe('how many were read'),
  recognized: z.number().describe('how many a signature knew'),
});

export const pastedLogsAnswer = z
  .union([logAnswer, z.array(logAnswer)])
  .describe('with several files one object a file, in order');

/** Without the steps that cleared something or did not apply; they are most of the answer. */
export function briefly(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(briefly);
  const read = z.looseObject({ steps: z.array(z.looseObject({ outcome: z.string() })) }).safeParse(answer);
  if (!read.success) return answer;
  const steps = read.data.steps.filter(({ outcome }) => outcome === 'found' || outcome === 'unclear');
  return { ...read.data, steps };
}
