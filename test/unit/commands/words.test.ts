import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OptionSpec } from '../../../src/commands/declaration.js';
import { readDurationMs, readTime } from '../../../src/commands/timeRange.js';
import { quoteWord, sortWords, splitWords } from '../../../src/commands/words.js';
import { secretsIn } from '../../../src/domain/secrets/index.js';

describe('splitting what a person typed', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['plain words', 'status tunnel-x', ['status', 'tunnel-x']],
    ['blanks of every kind', '  status\u00a0tunnel-x\t\n--refresh ', ['status', 'tunnel-x', '--refresh']],
    ['quotes', 'status "to paris"', ['status', 'to paris']],
    ['quotes of a phone', 'status “to paris”', ['status', 'to paris']],
    ['German and French quotes', 'status „to paris“ «x y»', ['status', 'to paris', 'x y']],
    ['dashes of a phone', 'list —state down –page 2', ['list', '--state', 'down', '--page', '2']],
    ['a name with an en dash', 'status paris–hq', ['status', 'paris–hq']],
    ['an apostrophe in a name', "status bob's tunnel", ['status', "bob's", 'tunnel']],
    ['a backslash', 'status a\\b', ['status', 'a\\b']],
    ['an invisible character', 'status tunnel\u200b-x', ['status', 'tunnel-x']],
    ['an empty word in quotes', 'list --name ""', ['list', '--name', '']],
    ['nothing', '   ', []],
    [
      'a secret before its quotes are gone',
      'remark psk = “correct horse” now',
      ['remark', 'psk', '=', '[removed]'],
    ],
  ];
  for (const [title, text, words] of cases) {
    it(`understands ${title}`, () => {
      expect(splitWords(text)).toEqual(words);
    });
  }

  it('never fails and never grows', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 5000, unit: 'grapheme' }), (text) => {
        expect(splitWords(text).join('').length).toBeLessThanOrEqual(3000 + 50);
      }),
    );
  });

  it('reads back what a button carries, for any name', () => {
    const name = fc
      .string({ minLength: 1, maxLength: 60 })
      .filter((text) => !/["“”„‟«»″\p{Cc}\p{Cf}\p{Z}]|[<>&]|^[—–‒―−-]/u.test(text));
    const blank = fc.tuple(name, name).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(
        fc.oneof(name, blank).filter((text) => secretsIn(`status ${text}`) === 0),
        (text) => {
          expect(splitWords(`status ${quoteWord(text)} --refresh`)).toEqual(['status', text, '--refresh']);
        },
      ),
    );
  });
});

describe('sorting words', () => {
  const specs = [
    { name: 'since', type: 'time', value: 'TIME', summary: '' },
    { name: 'refresh', type: 'switch', summary: '' },
    { name: 'answer', type: 'fact', value: 'FACT', summary: '', many: true },
    { name: 'state', type: 'choice', value: 'S', choices: ['up', 'down'], summary: '', many: true },
    { name: 'page', type: 'number', value: 'N', summary: '' },
  ] satisfies OptionSpec[];
  const sort = (...words: string[]) => {
    const sorted = sortWords(words, specs, 'help x');
    return [sorted.positionals, Object.fromEntries(sorted.options)];
  };

  it('takes options in any place and form', () => {
    expect(sort('a', '--since', '2h', '--refresh', 'b')).toEqual([
      ['a', 'b'],
      { since: ['2h'], refresh: [] },
    ]);
    expect(sort('--SINCE=2h')).toEqual([[], { since: ['2h'] }]);
    expect(sort('--answer', 'a=b', '--answer=c=d')).toEqual([[], { answer: ['a=b', 'c=d'] }]);
    expect(sort('--', '--refresh')).toEqual([['--refresh'], {}]);
    expect(sort('--state', 'Down', '--state=up, down')).toEqual([[], { state: ['down', 'up', 'down'] }]);
  });

  it('says what is wrong, and what may have been meant', () => {
    expect(() => sort('--sinse', '2h')).toThrow('There is no option `--sinse`; did you mean `--since`?');
    expect(() => sort('--zzzzzz')).toThrow(
      'options are `--since`, `--refresh`, `--answer`, `--state`, `--page`.',
    );
    expect(() => sort('--since')).toThrow('`--since` needs a value: TIME.');
    expect(() => sort('--since', '1h', '--since', '2h')).toThrow('`--since` was given twice.');
    expect(() => sort('--refresh=yes')).toThrow('`--refresh` takes no value.');
    expect(() => sort('--state', 'up,odd')).toThrow('`--state` is one of up, down, not "odd".');
    expect(() => sort('--page', '0')).toThrow('`--page` is a number from 1, not "0".');
  });
});

describe('times', () => {
  const now = new Date('2026-03-01T12:00:00Z');
  const read = (text: string, zone = 'utc') =>
    readTime(text, { command: 'history', option: 'since' }, now, zone);

  it('are a while back', () => {
    expect(readDurationMs('90m')).toBe(5_400_000);
    expect(readDurationMs('1h30m')).toBe(5_400_000);
    expect(read('2h')).toBe('2026-03-01T10:00:00.000Z');
    for (const text of ['', 'h', '2', '2 h', '-2h', '2y', '99999999h'])
      expect([text, readDurationMs(text)]).toEqual([text, null]);
  });

  it('are a clock time that has passed, in the zone of the place', () => {
    expect(read('11:30')).toBe('2026-03-01T11:30:00.000Z');
    expect(read('14:30')).toBe('2026-02-28T14:30:00.000Z');
    expect(read('12:30', 'Europe/Paris')).toBe('2026-03-01T11:30:00.000Z');
  });

  it('are a date', () => {
    expect(read('2026-02-28')).toBe('2026-02-28T00:00:00.000Z');
    expect(read('2026-02-28 14:30', 'Europe/Paris')).toBe('2026-02-28T13:30:00.000Z');
    expect(read('2026-02-28T14:30:00+02:00')).toBe('2026-02-28T12:30:00.000Z');
  });

  it('that cannot be read say how to write them', () => {
    for (const text of ['yesterday', '25:00', '2026-13-01', '14', '2026']) {
      expect(() => read(text)).toThrow(
        `\`--since\` cannot be "${text}"; write \`2h\`, \`14:30\` or \`2026-03-01 14:30\`.`,
      );
      expect(() => read(text)).toThrow(
        expect.objectContaining({ remedy: expect.stringContaining('`help history`') }),
      );
    }
  });
});
