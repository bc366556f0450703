// A handoff as it was posted, as JSON that the database takes, checked when it is read back.

import * as z from 'zod';
import type { HandoffContent } from '../shifts/store.js';
import { jsonText } from './json.js';

const string = z.string();
const span = z.union([
  string,
  z.strictObject({ code: string }),
  z.strictObject({ strong: string }),
  z.strictObject({
    at: string,
    as: z.enum(['time', 'date-time', 'age', 'since', 'zone']),
    until: string.exactOptional(),
  }),
  z.strictObject({ link: string, text: string }),
]);
const text = z.union([span, z.array(span)]);
const tone = z.enum(['good', 'warning', 'bad', 'quiet', 'unknown']);

/** What a handoff is made of; other blocks would be those of another version. */
const block = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('heading'), text: string }),
  z.strictObject({ kind: z.literal('paragraph'), text }),
  z.strictObject({ kind: z.literal('callout'), tone, text }),
  z.strictObject({
    kind: z.literal('fields'),
    rows: z.array(z.strictObject({ label: string, value: text })),
  }),
  z.strictObject({ kind: z.literal('list'), items: z.array(text) }),
  z.strictObject({ kind: z.literal('note'), text }),
]);

const action = z.strictObject({
  label: string,
  command: string,
  style: z.enum(['primary', 'danger']).exactOptional(),
  inputs: z
    .array(
      z.strictObject({
        name: string,
        label: string,
        kind: z.enum(['line', 'text', 'address', 'choice', 'person', 'file']),
      }),
    )
    .exactOptional(),
});

const content = z.strictObject({
  report: z.strictObject({
    kind: string,
    tone,
    title: string,
    summary: z.array(block),
    detail: z.array(block),
    actions: z.array(action),
    choice: z.null(),
    files: z.tuple([]),
    audience: z.enum(['everyone', 'asker']),
    json: z.null(),
  }),
  outgoing: z.array(string),
  incoming: z.array(string),
}) satisfies z.ZodType<HandoffContent>;

export function writeContent({ report, outgoing, incoming }: HandoffContent): string {
  return jsonText({ report: { ...report, json: null }, outgoing, incoming });
}

/** @throws Error when the value is no handoff that this version knows. */
export function readContent(value: unknown): HandoffContent {
  const parsed = content.safeParse(value);
  if (!parsed.success) throw new Error('a handoff in the database is not one this version knows');
  return parsed.data;
}
