// What the build parsed and checked of our own YAML files, found by their text: that would be half of every start. A file that somebody changed is not found.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isBuilt, ownPath } from './ownFiles.js';

/** Made by scripts/prepare-yaml.mjs. */
export const preparedYamlPath = ownPath('dist/prepared/checked-yaml.json');

export interface PreparedFile {
  /** Hash of a text → its value as JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** Hashes of texts that fit their schema, which leaves them as they are. */
  readonly checked: readonly string[];
}

export interface PreparedYaml {
  /** Of the caller's own. */
  readonly value: unknown;
  /** It need not be checked again. Only what was built believes that: it has the schemas of that build. */
  readonly isChecked: boolean;
  /** For whoever checks it all the same. */
  passed(output: unknown): void;
}

let prepared: { readonly values: PreparedFile['values']; readonly checked: ReadonlySet<string> } | null =
  null;
let passing: Set<string> | null = null;

/** Null where the build has not seen this text. */
export function preparedYaml(text: string): PreparedYaml | null {
  prepared ??= readPrepared();
  const hash = hashOf(text);
  const json = prepared.values[hash];
  if (json === undefined) return null;
  const value: unknown = JSON.parse(json);
  return {
    value,
    isChecked: isBuilt && passing === null && prepared.checked.has(hash),
    passed(output) {
      if (passing !== null && isDeepStrictEqual(output, value)) passing.add(hash);
    },
  };
}

/** For the build: from now on every text is checked; the set grows by those that pass unchanged. */
export function notePassing(): ReadonlySet<string> {
  passing = new Set();
  return passing;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function readPrepared(): NonNullable<typeof prepared> {
  const none = { values: {}, checked: new Set<string>() };
  if (!existsSync(preparedYamlPath)) return none;
  try {
    const { values, checked } = JSON.parse(readFileSync(preparedYamlPath, 'utf8')) as PreparedFile;
    return { values, checked: new Set(checked) };
  } catch {
    // A build that was cut off: the texts are parsed.
    return none;
  }
}
