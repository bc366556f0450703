// The devices of the settings file: secrets become functions, paths become absolute, certificates are read.

import { resolve } from 'node:path';
import type { z } from 'zod';
import { fileTrouble, readSmallFile } from '../support/files.js';
import { holdsCertificate } from '../support/pem.js';
import type { Environment } from './environment.js';
import { invalid } from './invalid.js';
import type { deviceSchemas } from './schema.js';
import { type Secret, secretFrom } from './secret.js';
import type { Path } from './yamlText.js';

type PanosFile = z.output<typeof deviceSchemas.panos>;
type StrongswanFile = z.output<typeof deviceSchemas.strongswan>;

export interface PanosDeviceSettings extends Omit<PanosFile, 'apiKey' | 'caFile'> {
  readonly name: string;
  readonly apiKey: Secret;
  /** PEM text, already read. */
  readonly caPem?: string;
}

export interface StrongswanDeviceSettings extends StrongswanFile {
  readonly name: string;
}

export type DeviceSettings = PanosDeviceSettings | StrongswanDeviceSettings;

/** Where the settings stand, for paths, secrets and complaints. */
export interface Place {
  readonly file: string;
  readonly folder: string;
  readonly environment: Environment;
  readonly lineOf: (path: Path) => number;
}

export async function readDevice(
  name: string,
  device: PanosFile | StrongswanFile,
  place: Place,
): Promise<DeviceSettings> {
  if (device.vendor === 'strongswan') {
    return {
      ...device,
      name,
      ...(device.log === undefined ? {} : { log: resolve(place.folder, device.log) }),
      ...(device.configFile === undefined ? {} : { configFile: resolve(place.folder, device.configFile) }),
    };
  }
  const { apiKey, caFile, ...rest } = device;
  if ((rest.url === undefined) === (rest.ha === undefined)) {
    throw invalid(
      place.file,
      place.lineOf(['devices', name]),
      `"devices.${name}" needs either url or ha`,
      '',
    );
  }
  const caPem = caFile === undefined ? null : await readAuthority(name, caFile, place);
  return {
    ...rest,
    name,
    apiKey: secretFrom(apiKey, `device ${name}`, place.folder, place.environment),
    ...(caPem === null ? {} : { caPem }),
  };
}

async function readAuthority(name: string, caFile: string, place: Place): Promise<string> {
  const path = resolve(place.folder, caFile);
  const read = await readSmallFile(path);
  const line = place.lineOf(['devices', name, 'caFile']);
  if (!read.ok) {
    throw invalid(
      place.file,
      line,
      `the CA file ${path} cannot be used: ${fileTrouble[read.why]}`,
      'Paths are relative to the configuration file.',
    );
  }
  if (!holdsCertificate(read.text)) {
    throw invalid(
      place.file,
      line,
      `the CA file ${path} holds no PEM certificate that can be read`,
      'It must begin with -----BEGIN CERTIFICATE-----.',
    );
  }
  return read.text;
}
