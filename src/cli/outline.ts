// What the command line must know of each command before one runs; the build has written it down, so that help loads nothing else.

import { existsSync, readFileSync } from 'node:fs';
import { ownModule } from '../support/ownFiles.js';
import type { Outline } from './terminal.js';

/** Made by scripts/prepare-commands.mjs, and only what was built reads it; there is none among the sources. */
const prepared = new URL('commands.json', ownModule('prepared/'));

/** In the order in which people read them. */
export async function readOutlines(): Promise<readonly Outline[]> {
  if (existsSync(prepared)) {
    try {
      return JSON.parse(readFileSync(prepared, 'utf8')) as Outline[];
    } catch {
      // A build that was cut off: the commands tell themselves.
    }
  }
  const { outlinesNow } = await import('./outlinesNow.js');
  return outlinesNow();
}
