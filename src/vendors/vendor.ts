// What a vendor's folder declares of itself: what the settings file says of a device, how that is opened, and the device behind it.

import * as z from 'zod';
import type { Clock } from '../domain/clock.js';
import type { Device } from '../domain/device.js';
import type { SecretReference } from '../support/settingKinds.js';
import type { Tells } from './tells.js';

/** Turns what the settings of one device refer to into the thing itself. */
export interface Opening {
  /** What people call the device. */
  readonly name: string;
  /** Resolves when a call needs the secret, and again when the device refuses it, so that a rotated one is picked up. */
  secret(reference: SecretReference, of?: 'its proxy'): () => Promise<string>;
  /** Absolute; paths in the file are relative to it. */
  path(given: string): string;
  /**
   * The PEM text of a file that holds a certificate.
   * @param setting the key it stands under, for the line in the complaint.
   * @throws Problem `config-invalid`
   */
  certificates(given: string, setting: string): Promise<string>;
}

/** What a device needs of the process it lives in; one object a process, so that devices may share what belongs to it. */
export interface DevicePorts {
  readonly clock: Clock;
  /** A bot that runs keeps listening to live log events; one question does not. */
  readonly longRunning: boolean;
}

/** What the file may say of every device, whoever made it. */
export const placeFields = {
  region: z
    .string()
    .min(1)
    .max(60)
    .refine((text) => text === text.trim() && !/\p{C}/u.test(text), 'must be a name such as paris')
    .optional()
    .describe(
      'The site or region of the firewall: where nothing of it works any more, alerts and notices of its firewalls are one incident.',
    ),
};

/** A device of the settings file, checked and opened; nothing was asked yet. */
export interface ConfiguredDevice {
  readonly name: string;
  readonly vendor: string;
  readonly region: string | null;
  /** As the vendor's folder opened them. */
  readonly settings: unknown;
  connect(ports: DevicePorts): Device;
}

/** Every vendor's settings are an object that names the vendor, and may tell where the device stands. */
export type DeviceSchema = z.ZodObject<{
  readonly vendor: z.ZodLiteral<string>;
  readonly region: typeof placeFields.region;
}>;

/** @throws Problem `config-invalid` for a file that cannot be used. */
export type Configure = (opening: Opening) => Promise<ConfiguredDevice>;

/** What a person is asked who sets a first device up. */
export interface SetupQuestion {
  /** The setting that it fills. */
  readonly key: string;
  readonly kind: 'text' | 'secret';
  /** With what it is for, and an example. */
  readonly question: string;
  readonly optional?: true;
  /** Not asked when that one was answered. */
  readonly unless?: string;
}

export interface Vendor {
  /** As `vendor` names it in the settings file. */
  readonly name: string;
  /** The one declaration of what the file may say of such a device; what it makes of that opens the device. */
  readonly settings: z.ZodType<Configure> & z.core.$ZodTypeDiscriminable;
  /** In the order in which they are asked; what has a default is left out. */
  readonly setup: readonly SetupQuestion[];
  /** All that is ever sent to such a device, by the names under which SECURITY.md lists it. */
  readonly sends: readonly string[];
  readonly tells: Tells;
  /** What only a real device can prove, because no reply of one was seen: a sentence each, for whoever owns one. */
  readonly unproven: readonly string[];
}

/** The compiler does not follow what a schema of any vendor makes. */
function regionOf(written: object): string | null {
  return 'region' in written && typeof written.region === 'string' ? written.region : null;
}

export function declareVendor<Schema extends DeviceSchema, Opened>(parts: {
  readonly settings: Schema;
  readonly setup: readonly SetupQuestion[];
  readonly sends: readonly string[];
  readonly tells: Tells;
  readonly unproven: readonly string[];
  open(written: z.output<Schema>, opening: Opening): Promise<Opened>;
  connect(settings: Opened, ports: DevicePorts): Device;
}) {
  const vendor = parts.settings.shape.vendor.value;
  const settings = parts.settings.transform(
    (written): Configure =>
      async (opening) => {
        const opened = await parts.open(written, opening);
        return {
          name: opening.name,
          vendor,
          region: regionOf(written),
          settings: opened,
          connect: (ports) => parts.connect(opened, ports),
        };
      },
  );
  const { setup, sends, tells, unproven } = parts;
  return { name: vendor, settings, setup, sends, tells, unproven };
}
