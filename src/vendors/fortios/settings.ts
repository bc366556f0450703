// What the settings file may say of a FortiGate, and what the adapter is told when it is opened.

import * as z from 'zod';
import { secretReference } from '../../support/settingKinds.js';
import {
  addressFields,
  checkAccess,
  type OpenedAccess,
  openAccess,
  timeouts,
  trustFields,
  wayFields,
} from '../https/access.js';
import { type Opening, placeFields } from '../vendor.js';

/** Where FortiOS keeps its event log, as the path of its API names it. */
const logStores = ['memory', 'disk', 'fortianalyzer', 'forticloud'] as const;
export type LogStore = (typeof logStores)[number];

export const fortiosSettings = z
  .strictObject({
    vendor: z.literal('fortios'),
    ...placeFields,
    ...addressFields('The address of its web interface, with the port when that is not 443.'),
    token: secretReference.describe(
      'Where the token of its REST API administrator is, whose profile may only read.',
    ),
    ...trustFields,
    vdom: z
      .string()
      .regex(/^[\w.-]{1,31}$/, 'must be the name of one virtual domain')
      .default('root')
      .describe('The virtual domain whose tunnels are read.'),
    log: z
      .enum(logStores)
      .optional()
      .describe('Where its event log is read. Without it: its disk where there is one, else its memory.'),
    ...wayFields,
    timeouts,
  })
  .superRefine(checkAccess);

/** The same, opened. */
export type FortiosSettings = OpenedAccess<z.output<typeof fortiosSettings>, 'token'>;

export async function openFortiosSettings(
  { token, ...written }: z.output<typeof fortiosSettings>,
  opening: Opening,
): Promise<FortiosSettings> {
  return { ...(await openAccess(written, opening)), token: opening.secret(token) };
}
