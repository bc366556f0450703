// The windows of our own signatures, chosen at the build: choosing them is a tenth of every start that reads a log. Other phrases' are chosen anew.

import { existsSync, readFileSync } from 'node:fs';
import { ownPath } from '../../support/ownFiles.js';
import { hashOf } from '../../support/preparedYaml.js';
import { chooseWindows } from './windows.js';

/** Made by scripts/prepare-windows.mjs. */
const path = ownPath('dist/prepared/windows.json');

interface Prepared {
  /** Of the phrases, one a line. */
  readonly hash: string;
  readonly ends: readonly number[];
}

let prepared: Prepared | null = null;

/** For each phrase the end of its window. */
export function windowsOf(phrases: readonly string[]): readonly number[] {
  prepared ??= readPrepared();
  return prepared.hash === hashOf(phrases.join('\n')) ? prepared.ends : chooseWindows(phrases);
}

function readPrepared(): Prepared {
  const nothing = { hash: '', ends: [] };
  if (!existsSync(path)) return nothing;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Prepared;
  } catch {
    // A build that was cut off: they are chosen.
    return nothing;
  }
}
