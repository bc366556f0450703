// The shape of every VICI reply we read: all values are text, absent means "no" or "not told".

import * as z from 'zod';

const text = z.string();
const list = z.array(z.string());
const optionalText = text.optional();
const optionalList = list.optional();

const algorithms = {
  'encr-alg': optionalText,
  'encr-keysize': optionalText,
  'integ-alg': optionalText,
  'prf-alg': optionalText,
  'dh-group': optionalText,
};

/** One CHILD_SA of a `list-sa` event; SPIs are 8 hex digits, times are seconds ago or to go. */
const childSaSchema = z.looseObject({
  name: text,
  uniqueid: optionalText,
  state: text,
  mode: optionalText,
  protocol: optionalText,
  encap: optionalText,
  'spi-in': optionalText,
  'spi-out': optionalText,
  ...algorithms,
  'bytes-in': optionalText,
  'packets-in': optionalText,
  'use-in': optionalText,
  'bytes-out': optionalText,
  'packets-out': optionalText,
  'use-out': optionalText,
  'life-time': optionalText,
  'install-time': optionalText,
  'local-ts': optionalList,
  'remote-ts': optionalList,
});

/** One IKE_SA of a `list-sa` event; the section is named after the connection, `(unnamed)` before one was selected. */
export const ikeSaSchema = z.looseObject({
  uniqueid: text,
  version: optionalText,
  state: text,
  'local-host': optionalText,
  'local-port': optionalText,
  'local-id': optionalText,
  'remote-host': optionalText,
  'remote-port': optionalText,
  'remote-id': optionalText,
  initiator: optionalText,
  'initiator-spi': optionalText,
  'responder-spi': optionalText,
  'nat-any': optionalText,
  ...algorithms,
  established: optionalText,
  'tasks-active': optionalList,
  'child-sas': z.record(text, childSaSchema).optional(),
});

const authSchema = z.looseObject({ class: optionalText, id: optionalText, 'eap-type': optionalText });

const childConfigSchema = z.looseObject({
  mode: optionalText,
  rekey_time: optionalText,
  rekey_bytes: optionalText,
  dpd_action: optionalText,
  close_action: optionalText,
  'local-ts': optionalList,
  'remote-ts': optionalList,
});

/** One connection of a `list-conn` event; the section is named after it. Authentication rounds are `local-1`, `remote-1` … */
export const connectionSchema = z.looseObject({
  local_addrs: optionalList,
  remote_addrs: optionalList,
  version: optionalText,
  reauth_time: optionalText,
  rekey_time: optionalText,
  dpd_delay: optionalText,
  'local-1': authSchema.optional(),
  'local-2': authSchema.optional(),
  'remote-1': authSchema.optional(),
  'remote-2': authSchema.optional(),
  children: z.record(text, childConfigSchema).optional(),
});

/** One policy of a `list-policy` event. */
export const policySchema = z.looseObject({ child: text, ike: optionalText, mode: optionalText });

/** One certificate of a `list-cert` event; `data` is DER, byte for byte as latin1. */
export const certificateSchema = z.looseObject({
  type: text,
  flag: optionalText,
  has_privkey: optionalText,
  data: optionalText,
});

export const versionSchema = z.looseObject({
  daemon: optionalText,
  version: text,
  sysname: optionalText,
  release: optionalText,
});

export const statsSchema = z.looseObject({
  uptime: z.looseObject({ running: optionalText, since: optionalText }).optional(),
  ikesas: z.looseObject({ total: text, 'half-open': optionalText }),
  plugins: list,
});

export const countersSchema = z.looseObject({ counters: z.record(text, z.record(text, text)) });

export type ChildSaWords = z.infer<typeof childSaSchema>;
export type StatsWords = z.infer<typeof statsSchema>;
export type IkeSaWords = z.infer<typeof ikeSaSchema>;
export type ConnectionWords = z.infer<typeof connectionSchema>;
export type ChildConfigWords = z.infer<typeof childConfigSchema>;
export type PolicyWords = z.infer<typeof policySchema>;
export type CertificateWords = z.infer<typeof certificateSchema>;
