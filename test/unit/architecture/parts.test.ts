// The lists of long tests name files that are there, so that one that was moved is not run twice or in the wrong part.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { apart, long, longest } from '../../parts.js';

it('each long test that is named is there', () => {
  const root = new URL('../../../', import.meta.url);
  expect([...long, ...apart, ...longest].filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
});
