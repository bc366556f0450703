// A notice as JSON that the database takes, checked when it is read back.

import * as z from 'zod';
import { causeCodes } from '../domain/causes.js';
import type { Decision, Remedy } from '../domain/decision.js';
import type { FirstDiagnosis, Notice } from '../notices/notice.js';
import { trigger } from './happening.js';

const text = z.string();
const share = z.strictObject({
  kind: z.enum(['event', 'peer', 'interface', 'address', 'partner', 'device']),
  device: text.nullable(),
  value: text,
  of: z.number(),
});
const tunnelState = z.enum(['up', 'degraded', 'down', 'idle', 'disabled', 'unknown']);

const notice = z.strictObject({
  id: text,
  channel: text,
  phase: z.enum(['gathering', 'standing', 'over']),
  openedAt: text,
  changedAt: text,
  seq: z.number(),
  posted: z.number().nullable().default(null),
  tunnels: z.array(
    z.strictObject({
      tunnel: text,
      state: z.union([tunnelState, z.literal('flapping')]),
      since: text,
      changedAt: text,
      basis: text,
      shares: z.array(share),
      endedAt: text.nullable(),
      incident: text.nullable(),
    }),
  ),
  shares: z.array(share),
  devices: z.array(
    z.strictObject({ device: text, since: text, says: text, remedy: text, endedAt: text.nullable() }),
  ),
}) satisfies z.ZodType<Omit<Notice, 'diagnosis'>, unknown>;

/** Also what may be left out: a decision that holds more than this would not be read back. */
const decision = {
  state: tunnelState,
  since: text.nullable(),
  onlyFailuresSince: text.exactOptional(),
  sinceAtLeast: z.literal(true).exactOptional(),
  cause: z
    .strictObject({
      code: z.enum(causeCodes),
      says: text,
      confidence: z.enum(['certain', 'likely', 'possible', 'none']),
    })
    .nullable(),
  trigger: trigger.nullable(),
  untriggered: text,
  remedies: z.array(
    z.strictObject({
      actor: text,
      byPartner: z.boolean().exactOptional(),
      isAlternative: z.boolean().exactOptional(),
      says: text,
    } satisfies Record<keyof Remedy, z.ZodType>),
  ),
  acts: z.enum(['ours', 'theirs', 'both', 'path', 'unknown']),
} satisfies Record<keyof Decision, z.ZodType>;

const diagnosis = z.strictObject({
  tunnel: text,
  at: text,
  says: text,
  happened: text.nullable(),
  decision: z.strictObject(decision).nullable(),
}) satisfies z.ZodType<FirstDiagnosis>;

/** @throws Error when the value is no notice that this version knows. */
export function readNotice(value: unknown, kept: unknown): Notice {
  const parsed = notice.safeParse(value);
  if (!parsed.success) throw new Error('a notice in the database is not one this version knows');
  return { ...parsed.data, diagnosis: kept === null ? null : readDiagnosis(kept) };
}

/** @throws Error when the value is no diagnosis that this version knows. */
function readDiagnosis(value: unknown): FirstDiagnosis {
  const parsed = diagnosis.safeParse(value);
  if (!parsed.success) throw new Error('the diagnosis of a notice is not one this version knows');
  return parsed.data;
}
