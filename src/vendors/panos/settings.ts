// What the settings file may say of a PAN-OS firewall, and what the adapter is told when it is opened.

import * as z from 'zod';
import { quotedText, secretReference } from '../../support/settingKinds.js';
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

export const panosSettings = z
  .strictObject({
    vendor: z.literal('panos'),
    ...placeFields,
    ...addressFields('The management address of the firewall, or of Panorama with panorama.target.'),
    apiKey: secretReference.describe(
      'Where the API key is, of a role that may only read; tunnelmedic keygen obtains one.',
    ),
    ...trustFields,
    panorama: z
      .strictObject({ target: quotedText.regex(/^[0-9A-Za-z-]+$/, 'must be a serial number') })
      .optional()
      .describe('The firewall is reached through Panorama: its serial number.'),
    vsys: z
      .string()
      .regex(/^vsys\d+$/, 'must be like vsys1')
      .optional()
      .describe('Virtual system for zones and policies; without it that of the API user.'),
    ...wayFields,
    maxConcurrentCalls: z
      .int()
      .min(1)
      .max(5)
      .default(2)
      .describe('Calls at the same time. The vendor recommends at most five, shared with the web interface.'),
    timeouts,
  })
  .superRefine(checkAccess)
  .refine(({ panorama, ha }) => !(panorama && ha), {
    message: 'must not stand beside panorama: url is then the address of Panorama, and ha is not possible',
    path: ['ha'],
  });

/** The same, opened; `url` is a firewall, or Panorama with `panorama.target`. */
export type PanosSettings = OpenedAccess<z.output<typeof panosSettings>, 'apiKey'>;

export async function openPanosSettings(
  { apiKey, ...written }: z.output<typeof panosSettings>,
  opening: Opening,
): Promise<PanosSettings> {
  return { ...(await openAccess(written, opening)), apiKey: opening.secret(apiKey) };
}
