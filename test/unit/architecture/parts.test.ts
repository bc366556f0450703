// The list of long tests names files that are there, so that one that was moved is not run twice or in the wrong part.

import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { long } from '../../parts.js';

it('each long test that is named is there', () => {
  const root = new URL('../../../', import.meta.url);
  expect(long.filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
});
