// What the build parsed of our own YAML files, found by their text. A file that somebody changed is not found.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { ownPath } from './ownFiles.js';

/** Made by scripts/prepare-yaml.mjs. */
export const preparedYamlPath = ownPath('dist/prepared/parsed-yaml.json');

/** Hash of a text → its value as JSON. */
export type PreparedFile = Readonly<Record<string, string>>;

let prepared: PreparedFile | null = null;

/** The value, of the caller's own; null where the build has not seen this text. */
export function preparedYaml(text: string): { readonly value: unknown } | null {
  prepared ??= readPrepared();
  const json = prepared[hashOf(text)];
  return json === undefined ? null : { value: JSON.parse(json) };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function readPrepared(): PreparedFile {
  if (!existsSync(preparedYamlPath)) return {};
  try {
    return JSON.parse(readFileSync(preparedYamlPath, 'utf8')) as PreparedFile;
  } catch {
    // A build that was cut off: the texts are parsed.
    return {};
  }
}
