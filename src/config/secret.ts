// Secrets by reference: a function that resolves late, so that no object that can be printed ever holds one.

import { resolve } from 'node:path';
import { Problem } from '../domain/problem.js';
import { fileTrouble, readSmallFile } from '../support/files.js';
import type { SecretReference } from '../support/settingKinds.js';
import type { Environment } from './environment.js';

/** Resolves the secret now; asked again when a device refuses it, so that a rotated secret is picked up. */
export type Secret = () => Promise<string>;

/** @param what whose secret it is, for the sentence: "device fw-a". */
export function secretFrom(
  reference: SecretReference,
  what: string,
  folder: string,
  environment: Environment,
): Secret {
  if ('env' in reference) {
    return async () => {
      const value = environment[reference.env]?.trim() ?? '';
      if (value !== '') return value;
      throw new Problem('secret-missing', {
        what,
        detail: `the environment variable ${reference.env} is not set`,
        hint: `Set ${reference.env} before you start Tunnelmedic.`,
      });
    };
  }
  const path = resolve(folder, reference.file);
  return async () => {
    const file = await readSmallFile(path, 64 * 1024);
    const value = file.ok ? file.text.trim() : '';
    if (value !== '') return value;
    throw new Problem('secret-missing', {
      what,
      detail: `the file ${path} ${file.ok ? 'is empty' : `cannot be used: ${fileTrouble[file.why]}`}`,
      hint: 'Put the secret alone into that file, readable only for the user that runs Tunnelmedic.',
    });
  };
}

/** Whether the secret can be had now, without keeping it. */
export async function isThere(secret: Secret): Promise<boolean> {
  return await secret().then(
    () => true,
    () => false,
  );
}
