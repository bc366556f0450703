// Arbitrary reports, hostile on purpose: mrkdwn, mentions, entities, backticks, direction tricks, emoji, lone surrogates, huge texts.

import fc from 'fast-check';
import type { Block, Report, Span, Text } from '../../../../src/domain/report.js';
import { anyCharacter } from '../../../support/anyCharacter.js';

const hostileWords = [
  '<!channel>',
  '<!here|x>',
  '@channel',
  '@everyone',
  '<@U024BE7LH>',
  '&<>&amp;',
  '`code` ``` `',
  '*bold* _it_ ~no~',
  '<https://evil.example|click>',
  'javascript:alert(1)',
  '\u202Egnp.exe\u202C',
  'שלום עולם',
  '👨‍👩‍👧‍👦🔥',
  '\uD800',
  'x\uDC00y',
  '\u0000\u0007\u001b[31mred\u001b[0m',
  '\r\n\n\t',
  '',
  ' ',
  '\u2028\u2029\ufeff',
  ':tada:',
  '-'.repeat(200),
];

const shortText = fc.oneof(
  fc.constantFrom(...hostileWords),
  fc.string({ unit: anyCharacter, maxLength: 20 }),
);

export const hostileText = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...hostileWords) },
  { weight: 5, arbitrary: fc.string({ unit: anyCharacter, maxLength: 60 }) },
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...hostileWords), { maxLength: 6 }).map((all) => all.join(' ')),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...hostileWords, 'a', '😀', '&', '<'), fc.integer({ min: 1, max: 4000 }))
      .map(([word, times]) => word.repeat(times).slice(0, 7000)),
  },
);

const moment = fc.oneof(
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constantFrom(
    '',
    'yesterday',
    '-271821-04-20T00:00:00Z',
    '+275760-09-13T00:00:00Z',
    '2026-11-21T02:13:44.123Z',
  ),
);

const shortSpan: fc.Arbitrary<Span> = fc.oneof(
  shortText,
  fc.record({ code: shortText }),
  fc.record({ at: moment, as: fc.constantFrom('time', 'date-time', 'age') }),
  fc.record({ link: fc.webUrl(), text: shortText }),
);

const span: fc.Arbitrary<Span> = fc.oneof(
  hostileText,
  fc.record({ code: hostileText }),
  fc.record({ strong: hostileText }),
  fc.record({ at: moment, as: fc.constantFrom('time', 'date-time', 'age') }),
  fc.record({ link: fc.oneof(hostileText, fc.webUrl()), text: hostileText }),
);

const anyText: fc.Arbitrary<Text> = fc.oneof(span, fc.array(shortSpan, { maxLength: 6 }));

const hugeText: fc.Arbitrary<Text> = fc
  .array(shortSpan, { minLength: 1, maxLength: 3 })
  .map((some) => Array.from({ length: 300 }, () => some).flat());

const tone = fc.constantFrom('good', 'warning', 'bad', 'quiet', 'unknown');
/** Beyond every limit of a number of rows now and then: what is drawn of as many is the same again and again. */
const many = fc.oneof(
  { weight: 2, arbitrary: fc.integer({ min: 1, max: 12 }) },
  { weight: 1, arbitrary: fc.integer({ min: 13, max: 130 }) },
);

const table = fc
  .tuple(
    fc.array(hostileText, { maxLength: 23 }),
    fc.array(fc.array(fc.oneof(shortText, shortSpan, hostileText), { maxLength: 24 }), { maxLength: 2 }),
    many,
  )
  .map(([columns, rows, times]) => ({
    kind: 'table' as const,
    columns,
    rows: Array.from({ length: times }, () => rows).flat(),
  }));

const line = fc.record({
  device: hostileText,
  at: fc.option(moment, { nil: null }),
  text: hostileText,
  marked: fc.boolean(),
});

const step = fc.record({
  title: hostileText,
  state: fc.constantFrom('found', 'cleared', 'unclear', 'skipped'),
  why: hostileText,
});

const picture = fc.constant({ kind: 'comparison', title: 't', left: 'l', right: 'r', rows: [] } as const);

const stateRow = fc.record({
  tone,
  state: hostileText,
  name: hostileText,
  since: hostileText,
  says: hostileText,
  more: hostileText,
  actions: fc.array(fc.record({ label: hostileText, command: hostileText }), { maxLength: 6 }),
});

const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constant('heading'), text: hostileText }),
  fc.record({ kind: fc.constant('paragraph'), text: fc.oneof(anyText, hugeText) }),
  fc.record({ kind: fc.constant('callout'), tone, text: anyText }),
  fc.record({
    kind: fc.constant('fields'),
    rows: fc.array(fc.record({ label: hostileText, value: anyText }), { maxLength: 20 }),
  }),
  table,
  fc.tuple(fc.array(stateRow, { maxLength: 3 }), many).map(([rows, times]) => ({
    kind: 'states' as const,
    rows: Array.from({ length: times }, () => rows).flat(),
  })),
  fc.record({
    kind: fc.constant('list'),
    items: fc.array(
      fc.oneof(
        { weight: 4, arbitrary: shortSpan },
        { weight: 4, arbitrary: anyText },
        { weight: 1, arbitrary: hugeText },
      ),
      { maxLength: 30 },
    ),
  }),
  fc.tuple(fc.array(line, { maxLength: 5 }), many).map(([lines, times]) => ({
    kind: 'log' as const,
    lines: Array.from({ length: times }, () => lines).flat(),
  })),
  fc.tuple(hostileText, fc.array(step, { maxLength: 4 }), many).map(([title, steps, times]) => ({
    kind: 'steps' as const,
    title,
    steps: Array.from({ length: times }, () => steps).flat(),
  })),
  fc.record({ kind: fc.constant('code'), text: hostileText }),
  fc.record({ kind: fc.constant('picture'), picture, alt: hostileText }),
  fc.record({ kind: fc.constant('note'), text: anyText }),
);

const option = fc.record({ label: hostileText, command: hostileText });

const action = fc.tuple(option, fc.boolean()).map(([one, isFurther]) => ({
  ...one,
  ...(isFurther ? { further: true as const } : {}),
}));

export const anyReport: fc.Arbitrary<Report> = fc.record({
  kind: hostileText,
  tone,
  title: hostileText,
  summary: fc.array(anyBlock, { maxLength: 6 }),
  detail: fc.array(anyBlock, { maxLength: 10 }),
  actions: fc.oneof(
    fc.array(action, { maxLength: 6 }),
    fc
      .array(action, { minLength: 1, maxLength: 3 })
      .map((some) => Array.from({ length: 40 }, () => some).flat()),
  ),
  choice: fc.option(
    fc.record({
      prompt: hostileText,
      options: fc
        .array(option, { maxLength: 4 })
        .map((some) =>
          Array.from({ length: 120 }, (_, at) =>
            some.map((one) => ({ ...one, command: `${one.command} ${at}` })),
          ).flat(),
        ),
    }),
    { nil: null },
  ),
  files: fc.array(fc.record({ name: hostileText, title: hostileText, text: hostileText }), { maxLength: 2 }),
  audience: fc.constantFrom('everyone', 'asker'),
  json: fc.constant(null),
});
