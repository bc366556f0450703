// What the build made of our own YAML files, found by their text: reading and checking them would be half of every start. A file that somebody changed is not found.

import { existsSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { isBuilt, ownPath } from './ownFiles.js';
import { hashOf } from './preparedYaml.js';

/** Made by scripts/prepare-yaml.mjs. */
export const madeOfYamlPath = ownPath('dist/prepared/made-of-yaml.txt');

/** Which loader made it: one text may be read by several. */
type Kind = 'concepts' | 'playbook' | 'product' | 'signatures';

/** Hash of kind and text → what was made, as JSON of ASCII. */
type Made = ReadonlyMap<string, string>;

let made: Made | null = null;
let noted: Map<string, string> | null = null;

/** Of the caller's own; null where the build has not seen this text. Only what was built believes it: it was made by the same code. */
export function madeOf(kind: Kind, text: string): unknown {
  if (!isBuilt || noted !== null) return null;
  made ??= readMade();
  const json = made.get(keyOf(kind, text));
  return json === undefined ? null : JSON.parse(json);
}

/** Called by a loader that had nothing to complain about. What JSON cannot say is made at each start. */
export function noteMade(kind: Kind, text: string, value: unknown): void {
  if (noted === null) return;
  const json = inAscii(JSON.stringify(value));
  if (isDeepStrictEqual(JSON.parse(json), value)) noted.set(keyOf(kind, text), json);
}

/** For the build: from now on everything is made, and noted. */
export function noting(): ReadonlyMap<string, string> {
  noted = new Map();
  return noted;
}

/** Of a SHA-256 in base64url. */
const keyLength = 43;

function keyOf(kind: Kind, text: string): string {
  return hashOf(`${kind}\n${text}`);
}

/** A line each, because JSON in JSON would be read twice. */
export function writtenOf(all: Made): string {
  return [...all].map(([key, json]) => `${key} ${json}\n`).join('');
}

/** Read and parsed in half of the time. */
function inAscii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function readMade(): Made {
  if (!existsSync(madeOfYamlPath)) return new Map();
  const lines = readFileSync(madeOfYamlPath, 'latin1').split('\n');
  return new Map(lines.map((line) => [line.slice(0, keyLength), line.slice(keyLength + 1)]));
}
