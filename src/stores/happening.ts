// What the database gives back as an event is checked before it is believed: a row of another version or hand is refused with its place.

import * as z from 'zod';
import { causeCodes } from '../domain/causes.js';
import type { Trigger } from '../domain/decision.js';
import { comparedSettings } from '../domain/knownGood.js';
import { shareKinds } from '../domain/share.js';
import { becauseKinds, type Happening } from '../incidents/events.js';

const person = z.strictObject({ id: z.string(), name: z.string() });
const onCall = z.strictObject({
  team: z.string(),
  people: z.array(person),
  until: z.string().nullable(),
  mentioned: z.boolean(),
  owns: z.boolean(),
});
const severity = z.enum(['low', 'normal', 'high', 'critical']);
const cause = z.enum(causeCodes);

export const trigger = z.strictObject({
  kind: z.enum(['change', 'restart', 'failover', 'expiry']).exactOptional(),
  says: z.string(),
  at: z.string(),
  device: z.string(),
  who: z.string().nullable(),
  advice: z.enum(['revert', 'look']).exactOptional(),
  settings: z
    .array(
      z.strictObject({
        setting: z.enum(comparedSettings),
        child: z.string().nullable(),
        before: z.string(),
        after: z.string(),
      }),
    )
    .exactOptional(),
  setBack: z.strictObject({ at: z.string(), who: z.string() }).exactOptional(),
}) satisfies z.ZodType<Trigger>;

const names = z.array(z.string());
const tunnelState = z.enum(['up', 'degraded', 'down', 'idle', 'disabled', 'unknown']);
const share = z.strictObject({
  kind: z.enum(shareKinds),
  device: z.string().nullable(),
  value: z.string(),
  of: z.number(),
});
const because = z.strictObject({
  kind: z.enum(becauseKinds),
  source: z.string(),
  name: z.string(),
  link: z.string().nullable(),
  key: z.string().nullable(),
});
const confidence = z.enum(['certain', 'likely', 'possible', 'none']);
const about = z.enum(['person', 'silence', 'state', 'product']);
const happening = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('opened'),
    tunnel: z.string(),
    others: names.exactOptional(),
    shares: share.exactOptional(),
    because: because.exactOptional(),
    severity,
    channel: z.string().nullable(),
    onCall: onCall.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('joined'),
    tunnels: names,
    shares: share.nullable(),
    because: because.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('left'), tunnels: names, to: z.string() }),
  z.strictObject({
    kind: z.literal('merged'),
    from: z.string(),
    tunnels: names,
    shares: share.nullable(),
  }),
  z.strictObject({ kind: z.literal('merged-into'), into: z.string() }),
  z.strictObject({
    kind: z.literal('alert'),
    source: z.string(),
    name: z.string(),
    status: z.enum(['firing', 'resolved']),
    still: z.enum(['up', 'down', 'unknown']).exactOptional(),
    link: z.string().nullable(),
    key: z.string().nullable(),
    tunnels: names,
  }),
  z.strictObject({
    kind: z.literal('looked'),
    tunnels: z.array(
      z.strictObject({ tunnel: z.string(), state: tunnelState, since: z.string().nullable() }),
    ),
  }),
  z.strictObject({
    kind: z.literal('thread'),
    place: z.strictObject({ channel: z.string(), ts: z.string(), link: z.string().nullable() }),
  }),
  z.strictObject({ kind: z.literal('owner'), owner: person.nullable() }),
  z.strictObject({ kind: z.literal('severity'), severity }),
  z.strictObject({
    kind: z.literal('state'),
    state: z.enum(['open', 'waiting-for-partner', 'monitoring']),
    waitingFor: z.string(),
  }),
  z.strictObject({ kind: z.literal('note'), text: z.string(), source: z.string().nullable() }),
  z.strictObject({
    kind: z.literal('asked'),
    fact: z.string(),
    question: z.string(),
    step: z.string(),
    form: z.enum(['yes-no', 'choice', 'address', 'number', 'text', 'list', 'log']).exactOptional(),
    choices: z.array(z.string()).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('withdrawn'), fact: z.string(), why: z.string() }),
  z.strictObject({
    kind: z.literal('answered'),
    fact: z.string(),
    value: z.string(),
    replaces: z.string().nullable(),
    question: z.string().exactOptional(),
    shown: z.string().exactOptional(),
    replacedShown: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('partner-log'),
    document: z.string(),
    name: z.string(),
    lines: z.number(),
    says: z.string(),
    quote: z
      .strictObject({ number: z.number(), at: z.string().nullable(), text: z.string() })
      .nullable()
      .exactOptional(),
    means: z.string().exactOptional(),
    tunnel: z.string().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('partner-config'),
    document: z.string(),
    name: z.string(),
    product: z.string(),
    tunnel: z.string(),
    says: z.string(),
  }),
  z.strictObject({
    kind: z.literal('sheet'),
    document: z.string(),
    name: z.string(),
    differs: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('verdict'),
    verdict: z.strictObject({
      of: z.string().exactOptional(),
      second: z.strictObject({ of: z.string(), cause, confidence }).exactOptional(),
      isShared: z.literal(true).exactOptional(),
      cause,
      confidence,
      side: z.enum(['ours', 'theirs', 'both', 'path', 'unknown']),
      summary: z.string(),
      ruledOut: z.array(z.string()),
      evidence: z.array(z.string()).exactOptional(),
      nextOurs: z.string(),
      nextTheirs: z.string(),
      state: tunnelState.exactOptional(),
      contradictions: z.array(z.strictObject({ about, says: z.string() })).exactOptional(),
      since: z.string().nullable().exactOptional(),
      onlyFailuresSince: z.string().exactOptional(),
      trigger: trigger.nullable().exactOptional(),
      untriggered: z.string().exactOptional(),
      remedies: z
        .array(
          z.strictObject({
            actor: z.string(),
            byPartner: z.boolean().exactOptional(),
            isAlternative: z.boolean().exactOptional(),
            says: z.string(),
          }),
        )
        .exactOptional(),
      partner: z.string().nullable().exactOptional(),
    }),
  }),
  z.strictObject({ kind: z.literal('closed'), cause, remedy: z.string() }),
  z.strictObject({ kind: z.literal('reopened'), why: z.string() }),
]) satisfies z.ZodType<Happening>;

/** @throws Error when the value is no event that this version knows. */
export function readHappening(value: unknown): Happening {
  const parsed = happening.safeParse(value);
  if (!parsed.success) throw new Error('an event in the database is not one this version knows');
  return parsed.data;
}

/** Null for what is none. */
export function readTrigger(value: unknown): Trigger | null {
  return trigger.safeParse(value).data ?? null;
}
