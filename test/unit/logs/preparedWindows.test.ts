// The windows that the build chose for our own signatures are those that would be chosen now.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { windowsOf } from '../../../src/logs/match/preparedWindows.js';
import { chooseWindows } from '../../../src/logs/match/windows.js';
import { ownSignatureSet } from '../../../src/logs/signature/set.js';
import { ownPath } from '../../../src/support/ownFiles.js';
import { hashOf } from '../../../src/support/preparedYaml.js';

const phrases = ownSignatureSet().phrases();

it('were chosen at the build for the phrases of today', () => {
  const prepared = JSON.parse(readFileSync(ownPath('dist/prepared/windows.json'), 'utf8'));
  expect(prepared.hash).toBe(hashOf(phrases.join('\n')));
  expect(windowsOf(phrases)).toEqual(chooseWindows(phrases));
});

it('are chosen anew for other phrases', () => {
  const others = ['another phrase', ...phrases.slice(0, 20)];
  expect(windowsOf(others)).toEqual(chooseWindows(others));
});
