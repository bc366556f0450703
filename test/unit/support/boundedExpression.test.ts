// Expressions of the configuration over texts from outside: found as ever, and none holds the process.

import { describe, expect, it } from 'vitest';
import { boundedExpression } from '../../../src/support/boundedExpression.js';

describe('an expression of the configuration', () => {
  it('finds what a RegExp finds', () => {
    const expression = boundedExpression('vpn (?<tunnel>\\S+) is down', 'iu', () => undefined);
    expect(expression.exec('the VPN paris-hq is down')?.groups?.tunnel).toBe('paris-hq');
    expect(expression.exec('all is well')).toBeNull();
    expect(() => boundedExpression('(', 'iu', () => undefined)).toThrow(SyntaxError);
  });

  it('that would take for ever finds nothing, says so, and the process goes on', () => {
    let overruns = 0;
    const endless = boundedExpression('(?<tunnel>(a+)+)$', 'iu', () => {
      overruns += 1;
    });
    expect(endless.exec(`${'a'.repeat(60)}!`)).toBeNull();
    expect(overruns).toBe(1);
    expect(endless.exec('aaa')?.groups?.tunnel).toBe('aaa');
  });
});
