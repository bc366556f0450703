// What a question on the terminal loads before it asks: nothing of Slack and no client for what is outside, which are a third of the code that it would read.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { root, textOf } from './sources.js';

/** What is loaded with the file: not what is imported when it is needed, and no types. */
function loadedWith(file: string): readonly string[] {
  return [...textOf(file).matchAll(/^(?:import|export)\b(?! type\b)(?:[^;']*?\bfrom)?\s*'([^']+)'/gm)]
    .filter(([statement]) => !/\{(?:\s*type [^,}]+,?)+\s*\}/.test(statement))
    .map(([, target = '']) =>
      target.startsWith('.') ? join(dirname(file), target).replace(/\.js$/, '.ts') : target,
    );
}

it('a question loads nothing of Slack and no client for what is outside', () => {
  const loaded = new Set(['src/cli/question.ts']);
  for (const one of loaded)
    if (existsSync(join(root, one))) for (const next of loadedWith(one)) loaded.add(next);
  expect([...loaded].filter((one) => /^(?:src\/slack\/|@slack\/|undici$)/.test(one))).toEqual([]);
  expect(loaded).toContain('zod');
});
