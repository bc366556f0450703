// How a device of the settings file is opened: secrets become functions, paths absolute, certificates are read.

import { resolve } from 'node:path';
import { fileTrouble, readSmallFile } from '../support/files.js';
import { holdsCertificate } from '../support/pem.js';
import type { Path } from '../support/yamlDocument.js';
import type { Opening } from '../vendors/vendor.js';
import type { Environment } from './environment.js';
import { invalid } from './invalid.js';
import { secretFrom } from './secret.js';

/** Where the settings stand, for paths, secrets and complaints. */
export interface Place {
  readonly file: string;
  readonly folder: string;
  readonly environment: Environment;
  readonly lineOf: (path: Path) => number;
}

/** What a vendor needs of the file that names the device. */
export function openingOf(name: string, place: Place): Opening {
  return {
    name,
    secret: (reference, of) =>
      secretFrom(reference, `device ${name}${of ? ` (${of})` : ''}`, place.folder, place.environment),
    path: (given) => resolve(place.folder, given),
    certificates: (given, setting) =>
      readCertificates(resolve(place.folder, given), place, ['devices', name, setting]),
  };
}

async function readCertificates(path: string, place: Place, setting: Path): Promise<string> {
  const read = await readSmallFile(path);
  const line = place.lineOf(setting);
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
