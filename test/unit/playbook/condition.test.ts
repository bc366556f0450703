import { describe, expect, it } from 'vitest';
import { givenFacts } from '../../../src/facts/book.js';
import { type Condition, judge, truthOf } from '../../../src/playbook/condition.js';

const yes: Condition = { fact: 'ours.dpd', operator: 'is', value: 'on' };
const no: Condition = { fact: 'ours.dpd', operator: 'is', value: 'off' };
const unknown: Condition = { fact: 'theirs.dpd', operator: 'is', value: 'on' };
const book = givenFacts({
  'ours.dpd': 'on',
  'ours.weak': ['md5'],
  'ours.certificate.days-left': 7,
  'log.line': 'TS_UNACCEPTABLE',
});

describe('conditions have three values', () => {
  it.each([
    ['all of yes and unknown is unknown', { all: [yes, unknown] }, 'unknown'],
    ['all of no and unknown is no', { all: [no, unknown] }, 'no'],
    ['any of yes and unknown is yes', { any: [yes, unknown] }, 'yes'],
    ['any of no and unknown is unknown', { any: [no, unknown] }, 'unknown'],
    ['not unknown is unknown, never yes', { not: unknown }, 'unknown'],
    ['not yes is no', { not: yes }, 'no'],
    [
      'a fact that is not known can be asked for',
      { fact: 'theirs.dpd', operator: 'is', value: 'unknown' },
      'yes',
    ],
    ['a fact that is known too', { fact: 'ours.dpd', operator: 'is', value: 'known' }, 'yes'],
  ] as const)('%s', (_name, condition, truth) => {
    expect(judge(condition, book).truth).toBe(truth);
    expect(truthOf(condition, book)).toBe(truth);
  });

  it('name what is missing, with the reason', () => {
    expect(judge({ all: [yes, unknown] }, book).missing).toMatchObject([
      { fact: 'theirs.dpd', state: { why: 'theirs.dpd is not given.' } },
    ]);
  });

  it('name only the facts that decided', () => {
    expect(judge({ any: [yes, no, unknown] }, book).facts).toEqual(['ours.dpd']);
  });
});

describe('operators', () => {
  it.each([
    [{ fact: 'ours.weak', operator: 'includes', value: 'md5' }, 'yes'],
    [{ fact: 'ours.weak', operator: 'is', value: 'empty' }, 'no'],
    [{ fact: 'ours.weak', operator: 'is-not', value: 'empty' }, 'yes'],
    [{ fact: 'ours.certificate.days-left', operator: 'below', value: 30 }, 'yes'],
    [{ fact: 'ours.certificate.days-left', operator: 'above', value: 7 }, 'no'],
    [{ fact: 'ours.dpd', operator: 'in', value: ['off', 'on'] }, 'yes'],
    [{ fact: 'log.line', operator: 'contains', value: 'ts_unacceptable' }, 'yes'],
  ] as const)('%j', (condition, truth) => {
    expect(judge(condition, book).truth).toBe(truth);
  });
});
