// An alert as JSON that the database takes, checked when it is read back; and what makes two deliveries of it the same row.

import { createHash } from 'node:crypto';
import * as z from 'zod';
import { type Alert, webhookSources } from '../alerts/alert.js';
import type { NewAlert } from '../alerts/store.js';
import { jsonText } from './json.js';

const text = z.string();

const content = z.strictObject({
  alert: z.strictObject({
    source: z.enum([...webhookSources, 'channel']),
    name: text,
    status: z.enum(['firing', 'resolved']),
    key: text,
    event: text.exactOptional(),
    startsAt: text.nullable(),
    endsAt: text.nullable(),
    labels: z.array(z.tuple([text, text])),
    texts: z.array(text),
    link: text.nullable(),
  }),
  place: z.strictObject({ channel: text, ts: text, link: text.nullable() }).nullable(),
  channel: text.nullable(),
});

export function alertContent({ alert, place, channel }: NewAlert): string {
  return jsonText({ alert: { ...alert, labels: [...alert.labels] }, place, channel });
}

/** @throws Error when the value is no alert that this version knows. */
export function readAlert(value: unknown): NewAlert {
  const parsed = content.safeParse(value);
  if (!parsed.success) throw new Error('an alert in the database is not one this version knows');
  const { alert, ...rest } = parsed.data;
  return { ...rest, alert: { ...alert, labels: new Map(alert.labels) } };
}

/** Equal for an alert, what repeats it and what resolves it. */
export function identityOf({ source, key }: Alert): string {
  return digest([source, key]);
}

/** Equal for what was delivered twice. */
export function deliveryOf({ source, key, event, status, startsAt }: Alert): string {
  return digest([source, key, event ?? null, status, startsAt]);
}

function digest(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
