// What the settings file may say of a strongSwan daemon, and what the adapter is told when it is opened.

import * as z from 'zod';
import { isLoopback } from '../../support/loopback.js';
import { timeZone } from '../../support/settingKinds.js';
import { type Opening, placeFields } from '../vendor.js';
import { readViciAddress } from './viciAddress.js';

const form = 'must be unix:///path/to/charon.vici or tcp://127.0.0.1:port';
const far =
  'must be a socket of this machine (unix:///path or tcp://127.0.0.1:port): VICI has neither encryption nor a password; forward a far one with SSH';

const viciAddress = z
  .string()
  .regex(/^\s*(unix:\/\/\/.+|tcp:\/\/.+:\d+)\s*$/, form)
  .transform((text, context) => {
    const address = readViciAddress(text);
    const isFar = address?.kind === 'tcp' && !isLoopback(address.host);
    if (address !== null && !isFar) return address;
    context.addIssue({ code: 'custom', message: isFar ? far : form });
    return z.NEVER;
  });

export const strongswanSettings = z.strictObject({
  vendor: z.literal('strongswan'),
  ...placeFields,
  vici: viciAddress.describe(
    'The VICI socket, on this machine: unix:///path/to/charon.vici or tcp://127.0.0.1:port.',
  ),
  log: z
    .string()
    .min(1)
    .optional()
    .describe(
      'The filelog of charon, or the syslog file it writes to; rotated files beside it (.1, .2.gz) are read too.',
    ),
  configFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      'swanctl.conf: proposals and start actions, which VICI does not tell. Its secrets are passed over, never read.',
    ),
  timeZone: timeZone
    .default('UTC')
    .describe('The zone of the time stamps in the log when they do not carry one.'),
  commandTimeoutMs: z
    .int()
    .min(100)
    .max(120_000)
    .default(10_000)
    .describe('How long one VICI command may take.'),
});

/** The same, opened: paths are absolute. */
export interface StrongswanSettings extends Omit<z.output<typeof strongswanSettings>, 'vendor'> {
  readonly name: string;
}

export async function openStrongswanSettings(
  { vendor: _, log, configFile, ...rest }: z.output<typeof strongswanSettings>,
  opening: Opening,
): Promise<StrongswanSettings> {
  return {
    ...rest,
    name: opening.name,
    ...(log === undefined ? {} : { log: opening.path(log) }),
    ...(configFile === undefined ? {} : { configFile: opening.path(configFile) }),
  };
}
