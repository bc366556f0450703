// The command line as it is installed: what tests start as a process of its own.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../bin/tunnelmedic.js', import.meta.url));

/** Arguments for `node`. @throws Error when nothing is built. */
export function builtCommand(words: readonly string[]): string[] {
  if (!existsSync(new URL('../../dist/cli/main.js', import.meta.url)))
    throw new Error('Build first: npm run build.');
  return [bin, ...words];
}
