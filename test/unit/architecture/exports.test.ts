// Nothing is exported that nobody imports, and no package is declared that nobody uses.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { root } from './sources.js';

it('finds no dead export, file or dependency (`npx knip` lists them)', async () => {
  const knip = join(root, 'node_modules/knip/bin/knip.js');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [knip, '--cache', '--no-progress', '--no-exit-code'],
    {
      cwd: root,
    },
  );
  expect(stdout.trim()).toBe('');
  // It reads everything there is: ten seconds of a processor, and a processor may be shared.
}, 240_000);
