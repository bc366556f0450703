// What the build writes down of the commands is what they tell: nothing of it is lost as JSON.

import { expect, it } from 'vitest';
import { readOutlines } from '../../../src/cli/outline.js';
import { outlinesNow } from '../../../src/cli/outlinesNow.js';

it('is whole as JSON, and told by the commands themselves where no build stands beside it', async () => {
  const now = outlinesNow();
  expect(JSON.parse(JSON.stringify(now))).toEqual(now);
  expect(await readOutlines()).toEqual(now);
});
