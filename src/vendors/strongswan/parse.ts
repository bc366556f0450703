// Raw VICI replies to typed vendor words; a reply that is not what charon promises is unreadable, never empty.

import type { z } from 'zod';
import type { Reply } from './client.js';
import { failed, type Outcome, success } from './outcome.js';
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

export const parseSas = (reply: Reply, request: ReadRequest): Outcome<readonly Named<IkeSaWords>[]> =>
  parseNamedRows(reply, request, ikeSaSchema);

export const parseConnections = (
  reply: Reply,
  request: ReadRequest,
): Outcome<readonly Named<ConnectionWords>[]> => parseNamedRows(reply, request, connectionSchema);

export const parsePolicies = (reply: Reply, request: ReadRequest): Outcome<readonly Named<PolicyWords>[]> =>
  parseNamedRows(reply, request, policySchema);

export function parseCertificates(reply: Reply, request: ReadRequest): Outcome<readonly CertificateWords[]> {
  const rows: CertificateWords[] = [];
  for (const row of reply.rows) {
    const read = certificateSchema.safeParse(row);
    if (!read.success) return unreadable(request, read.error);
    rows.push(read.data);
  }
  return success(rows);
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

function parseNamedRows<T>(
  reply: Reply,
  request: ReadRequest,
  schema: z.ZodType<T>,
): Outcome<readonly Named<T>[]> {
  const named: Named<T>[] = [];
  for (const row of reply.rows) {
    for (const [name, section] of Object.entries(row)) {
      const read = schema.safeParse(section);
      if (!read.success) return unreadable(request, read.error);
      named.push({ name, words: read.data });
    }
  }
  return success(named);
}

function unreadable(request: ReadRequest, error: z.ZodError): Outcome<never> {
  const where = error.issues[0]?.path.join('.') ?? '';
  return failed({
    reason: 'unreadable',
    says: `The daemon's answer to "${request.command}" lacks or misshapes ${where === '' ? 'its fields' : `"${where}"`}.`,
    remedy: `Compare with \`${request.shown}\` on the device; a newer strongSwan may have changed it.`,
  });
}
