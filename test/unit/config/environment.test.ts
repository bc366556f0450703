// What the environment of the process decides: colors, and that nothing starts with certificate checks switched off.

import { describe, expect, it } from 'vitest';
import { refuseUnsafe, wantsColor } from '../../../src/config/environment.js';
import { Problem } from '../../../src/domain/problem.js';

describe('colors', () => {
  it.each([
    ['are wanted on a terminal', {}, true, true],
    ['are not wanted in a file or a pipe', {}, false, false],
    ['are not wanted where NO_COLOR is set to anything', { NO_COLOR: '0' }, true, false],
    ['are wanted where NO_COLOR is empty', { NO_COLOR: '' }, true, true],
    ['are not wanted on a terminal that has none', { TERM: 'dumb' }, true, false],
  ] as const)('%s', (_title, environment, isTerminal, wanted) => {
    expect(wantsColor(environment, isTerminal)).toBe(wanted);
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
