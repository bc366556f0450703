// What the environment of the process decides: colors, width, and that nothing starts with certificate checks switched off.

import { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { type Environment, refuseUnsafe, wantsColor, widthOf } from '../../../src/config/environment.js';
import { Problem } from '../../../src/domain/problem.js';

const known = ({ TERM }: Environment) => WriteStream.prototype.getColorDepth({ TERM });

describe('colors', () => {
  it.each([
    ['are wanted on a terminal', { TERM: 'xterm-256color' }, true, true],
    ['are not wanted in a file or a pipe', { TERM: 'xterm-256color' }, false, false],
    ['are not wanted where NO_COLOR is set to anything', { TERM: 'xterm', NO_COLOR: '0' }, true, false],
    ['are wanted where NO_COLOR is empty', { TERM: 'xterm', NO_COLOR: '' }, true, true],
    ['are not wanted on a terminal that has none', { TERM: 'dumb' }, true, false],
    ['are wanted in a pipe where FORCE_COLOR says so', { FORCE_COLOR: '1' }, false, true],
    ['are wanted where FORCE_COLOR stands against NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, true],
    ['are not wanted where FORCE_COLOR is 0', { TERM: 'xterm', FORCE_COLOR: '0' }, true, false],
  ] as const)('%s', (_title, environment, isTerminal, wanted) => {
    expect(wantsColor(environment, isTerminal, known)).toBe(wanted);
  });
});

describe('the width', () => {
  it.each([
    ['is that of the terminal', { COLUMNS: '100' }, 80, 80],
    ['is what COLUMNS names in a pipe', { COLUMNS: '140' }, undefined, 140],
    ['is 120 where nothing tells', {}, undefined, 120],
    ['is 120 where COLUMNS is no number', { COLUMNS: 'wide' }, undefined, 120],
    ['is never less than can be read', { COLUMNS: '10' }, undefined, 40],
    ['is never more than can be read', {}, 400, 200],
  ] as const)('%s', (_title, environment, columns, wanted) => {
    expect(widthOf(environment, columns)).toBe(wanted);
  });
});

describe('an environment that switches the check of certificates off', () => {
  it.each([
    [{ NODE_TLS_REJECT_UNAUTHORIZED: '0' }, 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
    [{ PGSSLMODE: 'no-verify' }, 'PGSSLMODE=no-verify'],
  ])('%o is refused by its name', (environment, name) => {
    const refuse = () => refuseUnsafe(environment);
    expect(refuse).toThrow(Problem);
    expect(refuse).toThrow(name);
  });

  it('is no other value of the same variables', () => {
    expect(() => refuseUnsafe({ NODE_TLS_REJECT_UNAUTHORIZED: '1', PGSSLMODE: 'verify-full' })).not.toThrow();
  });
});
