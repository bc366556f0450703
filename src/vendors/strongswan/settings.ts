// What the strongSwan adapter has to be told about one daemon.

import { z } from 'zod';
import { isLoopback } from '../../support/loopback.js';
import { readViciAddress } from './viciAddress.js';

const viciAddress = z.string().transform((text, context) => {
  const address = readViciAddress(text);
  const isFar = address?.kind === 'tcp' && !isLoopback(address.host);
  if (address !== null && !isFar) return address;
  const message = isFar
    ? 'must be a socket of this machine (unix:///path or tcp://127.0.0.1:port): VICI has neither encryption nor a password; forward a far one with SSH'
    : 'must be unix:///path/to/charon.vici or tcp://127.0.0.1:port';
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

const absolutePath = z.string().startsWith('/', 'must be an absolute path');

export const strongswanSettingsSchema = z.strictObject({
  name: z.string().min(1),
  vici: viciAddress,
  /** charon's filelog, or the syslog file it writes to; rotated files beside it (`.1`, `.2.gz`) are read too. */
  logFile: absolutePath.optional(),
  /** swanctl.conf: proposals and start actions, which VICI does not tell. Its secrets are passed over, never read. */
  configFile: absolutePath.optional(),
  /** IANA zone of the log's time stamps when they do not carry one. */
  timeZone: z.string().min(1).default('UTC'),
  /** Keep a second connection open and remember the daemon's log events; for a bot that runs, not for one question. */
  followLog: z.boolean().default(false),
  commandTimeoutMs: z.int().min(100).max(120_000).default(10_000),
});

export type StrongswanSettings = z.output<typeof strongswanSettingsSchema>;
export type StrongswanSettingsInput = z.input<typeof strongswanSettingsSchema>;
