// Secrets by reference: a function that resolves late, so that no object that can be printed ever holds one.

import { join, resolve } from 'node:path';
import { Problem } from '../domain/problem.js';
import { fileTrouble, readSmallFile } from '../support/files.js';
import type { SecretReference } from '../support/settingKinds.js';
import type { Environment } from './environment.js';
import { outputOf } from './secretCommand.js';

/** Resolves the secret now; asked again when a device refuses it, so that a rotated secret is picked up. */
export type Secret = () => Promise<string>;

/** Where it was looked for in vain, and what to do. */
interface Missing {
  readonly detail: string;
  readonly hint: string;
}

/** Of the secrets that a file holds. Beside the function, which itself says nothing. */
const files = new WeakMap<Secret, string>();

/** The path of the file that holds it; null for one that is elsewhere. */
export function fileOfSecret(secret: Secret): string | null {
  return files.get(secret) ?? null;
}

type Found = { readonly value: string } | Missing;

/** @param what whose secret it is, for the sentence: "device fw-a". */
export function secretFrom(
  reference: SecretReference,
  what: string,
  folder: string,
  environment: Environment,
): Secret {
  const look = lookFor(reference, folder, environment);
  const secret: Secret = async () => {
    const found = await look();
    if ('value' in found) return found.value;
    throw new Problem('secret-missing', { what, ...found });
  };
  if ('file' in reference) files.set(secret, resolve(folder, reference.file));
  return secret;
}

/** The same secret, refused where it is used when `check` throws. */
export function checkedSecret(secret: Secret, check: (value: string) => void): Secret {
  const checked: Secret = async () => {
    const value = await secret();
    check(value);
    return value;
  };
  const file = fileOfSecret(secret);
  if (file !== null) files.set(checked, file);
  return checked;
}

function lookFor(reference: SecretReference, folder: string, environment: Environment): () => Promise<Found> {
  if ('env' in reference) return async () => fromEnvironment(reference.env, environment);
  if ('command' in reference) {
    const run = outputOf(reference.command, folder);
    return async () => {
      const output = await run();
      return output.ok
        ? { value: output.text }
        : { detail: output.says, hint: 'It must print the secret alone, and end with code 0.' };
    };
  }
  if ('file' in reference) {
    const path = resolve(folder, reference.file);
    return () =>
      fromFile(
        path,
        'Put the secret alone into that file, readable only for the user that runs Tunnelmedic.',
      );
  }
  return async () => await fromCredential(reference.credential, environment);
}

function fromEnvironment(name: string, environment: Environment): Found {
  const value = environment[name]?.trim() ?? '';
  if (value !== '') return { value };
  return {
    detail: `the environment variable ${name} is not set`,
    hint: `Set ${name} before you start Tunnelmedic.`,
  };
}

async function fromFile(path: string, hint: string): Promise<Found> {
  const file = await readSmallFile(path, 64 * 1024);
  const value = file.ok ? file.text.trim() : '';
  if (value !== '') return { value };
  return {
    detail: `the file ${path} ${file.ok ? 'is empty' : `cannot be used: ${fileTrouble[file.why]}`}`,
    hint,
  };
}

/** systemd.exec(5), LoadCredential: a folder of files for this unit alone. */
async function fromCredential(name: string, environment: Environment): Promise<Found> {
  const folder = environment.CREDENTIALS_DIRECTORY ?? '';
  const hint = `Add LoadCredential=${name}:PATH to the unit (LoadCredentialEncrypted= for one that systemd-creds encrypted), then systemctl daemon-reload and restart.`;
  if (folder !== '') return await fromFile(join(folder, name), hint);
  return { detail: 'systemd gave this process no credentials (CREDENTIALS_DIRECTORY is not set)', hint };
}

/** Whether the secret can be had now, without keeping it. */
export async function isThere(secret: Secret): Promise<boolean> {
  return await secret().then(
    () => true,
    () => false,
  );
}
