// Raw VICI replies to typed vendor words; a reply that is not what charon promises is unreadable, never empty.

import type * as z from 'zod';
import { inTurns } from '../../support/turns.js';
import { failed, type Outcome, success } from '../outcome.js';
import type { Reply } from './client.js';
import type { ReadRequest } from './requests.js';
import {
  type CertificateWords,
  type ConnectionWords,
  certificateSchema,
  connectionSchema,
  type IkeSaWords,
  ikeSaSchema,
  type PolicyWords,
  policySchema,
} from './schema.js';

/** A row whose section is named: `list-sa`, `list-conn` and `list-policy` put the object's name around its fields. */
export interface Named<T> {
  readonly name: string;
  readonly words: T;
}

/** Each IKE_SA once: its number tells which one it is, and the row that came last is the newest. */
export const parseSas = (
  reply: Reply,
  request: ReadRequest,
): Promise<Outcome<readonly Named<IkeSaWords>[]>> =>
  parseNamedRows(reply, request, ikeSaSchema, ({ words }) => words.uniqueid);

/** Each connection once, by its name: charon replaces one that is loaded again. */
export const parseConnections = (
  reply: Reply,
  request: ReadRequest,
): Promise<Outcome<readonly Named<ConnectionWords>[]>> =>
  parseNamedRows(reply, request, connectionSchema, ({ name }) => name);

/** Each policy once, by its name and its child. */
export const parsePolicies = (
  reply: Reply,
  request: ReadRequest,
): Promise<Outcome<readonly Named<PolicyWords>[]>> =>
  parseNamedRows(reply, request, policySchema, ({ name, words }) =>
    [name, words.ike, words.child, words.mode].join('\n'),
  );

export async function parseCertificates(
  reply: Reply,
  request: ReadRequest,
): Promise<Outcome<readonly CertificateWords[]>> {
  const rows: CertificateWords[] = [];
  let bad: z.ZodError | null = null;
  await inTurns(reply.rows, (row) => {
    const read = certificateSchema.safeParse(row);
    if (read.success) rows.push(read.data);
    else bad ??= read.error;
  });
  return bad === null ? success(rows) : unreadable(request, bad);
}

/** An answer that is one message. */
export function parseMessage<S extends z.ZodType>(
  reply: Reply,
  request: ReadRequest,
  schema: S,
): Outcome<z.output<S>> {
  const read = schema.safeParse(reply.message);
  return read.success ? success(read.data) : unreadable(request, read.error);
}

/** Rows that say the same thing again cost no more than one. */
async function parseNamedRows<T>(
  reply: Reply,
  request: ReadRequest,
  schema: z.ZodType<T>,
  keyOf: (row: Named<T>) => string,
): Promise<Outcome<readonly Named<T>[]>> {
  const named = new Map<string, Named<T>>();
  let bad: z.ZodError | null = null;
  await inTurns(reply.rows, (row) => {
    for (const [name, section] of Object.entries(row)) {
      if (bad !== null) return;
      const read = schema.safeParse(section);
      if (!read.success) bad = read.error;
      else {
        const one = { name, words: read.data };
        named.set(keyOf(one), one);
      }
    }
  });
  return bad === null ? success([...named.values()]) : unreadable(request, bad);
}

function unreadable(request: ReadRequest, error: z.ZodError): Outcome<never> {
  const where = error.issues[0]?.path.join('.') ?? '';
  return failed({
    reason: 'unreadable',
    says: `The daemon's answer to "${request.command}" lacks or misshapes ${where === '' ? 'its fields' : `"${where}"`}.`,
    remedy: `Compare with \`${request.shown}\` on the device; a newer strongSwan may have changed it.`,
  });
}
