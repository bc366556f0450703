import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Block, Report, Text } from '../../../src/domain/report.js';
import { renderJson } from '../../../src/render/json.js';
import { columnsOf, fitColumns, wrapped } from '../../../src/render/layout.js';
import { renderMarkdown } from '../../../src/render/markdown.js';
import { renderTerminal } from '../../../src/render/terminal.js';

const now = new Date('2026-03-01T12:00:00Z');
const plain = { now, zone: 'Europe/Paris', color: false, width: 60 };

function report(change: Partial<Report> = {}): Report {
  return {
    kind: 'status',
    tone: 'bad',
    title: 'tunnel-x: down',
    summary: [],
    detail: [],
    actions: [],
    choice: null,
    files: [],
    audience: 'everyone',
    json: null,
    ...change,
  };
}

const everything: readonly Block[] = [
  {
    kind: 'callout',
    tone: 'bad',
    text: [
      { strong: 'down' },
      ' since ',
      { at: '2026-03-01T09:55:00Z', as: 'age' },
      '. Neither phase is up.',
    ],
  },
  {
    kind: 'fields',
    rows: [
      { label: 'Peer', value: { code: '203.0.113.9' } },
      { label: 'Expires', value: { at: '2026-03-01T12:30:00Z', as: 'time' } },
    ],
  },
  {
    kind: 'table',
    columns: ['Child', 'Networks'],
    rows: [
      ['erp', '10.1.0.0/24 ↔ 10.2.0.0/24'],
      ['voice | data', 'a network with a name that is much longer than its column can be'],
    ],
  },
  { kind: 'heading', text: 'Log' },
  {
    kind: 'log',
    lines: [
      {
        device: 'fw-a',
        at: '2026-03-01T11:00:00Z',
        text: 'received notify AUTHENTICATION_FAILED',
        marked: true,
      },
      { device: 'fw-a', at: null, text: 'no time', marked: false },
    ],
  },
  { kind: 'list', items: ['one', ['two ', { link: 'https://example.net', text: 'docs' }]] },
  {
    kind: 'steps',
    title: 'Looked at',
    steps: [
      { title: 'Do the keys match?', state: 'found', why: 'MAC mismatched' },
      { title: 'Route?', state: 'unclear', why: '' },
    ],
  },
  {
    kind: 'picture',
    alt: 'The proposals differ',
    picture: {
      kind: 'comparison',
      title: 'Proposals',
      left: 'fw-a',
      right: 'fw-b',
      rows: [{ label: 'DH', left: 'group14', right: 'group19', state: 'differs' }],
    },
  },
  { kind: 'code', text: 'set x\nset y' },
  { kind: 'note', text: 'Data is 5 s old.' },
];

describe('a report on a terminal', () => {
  it('is aligned and stays inside the width', () => {
    const choice = { prompt: 'Which one?', options: [{ label: 'tunnel-x', command: 'status tunnel-x' }] };
    expect(renderTerminal(report({ summary: everything, choice }), plain)).toMatchInlineSnapshot(`
      "tunnel-x: down
      x down since 2 h 5 min ago. Neither phase is up.
        Peer     203.0.113.9
        Expires  13:30:00
        Child         Networks
        erp           10.1.0.0/24 ↔ 10.2.0.0/24
        voice | data  a network with a name that is much longer
                      than its column can be

      Log
      > 2026-03-01 12:00:00 GMT+1 fw-a received notify
          AUTHENTICATION_FAILED
        fw-a no time
        - one
        - two docs (https://example.net)
      Looked at
        [x] Do the keys match? (MAC mismatched)
        [?] Route?

      Proposals
            fw-a     fw-b
        DH  group14  group19  mismatch
          set x
          set y
      Data is 5 s old.

      Which one?
        status tunnel-x
      "
    `);
  });

  it('counts steps that found nothing when there are many', () => {
    const step = (title: string, state: 'cleared' | 'found' | 'skipped') => ({ title, state, why: '' });
    const steps = [
      step('The one', 'found'),
      ...Array.from({ length: 30 }, () => step('quiet', 'cleared')),
      step('no', 'skipped'),
    ];
    const text = renderTerminal(report({ detail: [{ kind: 'steps', title: 'Looked at', steps }] }), plain);
    expect(text).toContain('[x] The one');
    expect(text).toContain('30 more cleared, 1 skipped; --markdown shows each.');
    expect(text).not.toContain('quiet');
  });

  it('has colors only when they are wanted', () => {
    const text = renderTerminal(report({ summary: everything }), { ...plain, color: true });
    expect(text).toContain('\u001B[31m');
    expect(text).toContain('\u001B[1mdown\u001B[0m');
    expect(renderTerminal(report({ summary: everything }), plain)).not.toContain('\u001B');
  });

  it('obeys nothing that a device wrote', () => {
    const evil = 'a\u001B[2Jb\u0007c\r\nd\u202Ee\u009B31m';
    const text = renderTerminal(
      report({ title: evil, summary: hostile(evil), detail: hostile(evil) }),
      plain,
    );
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202E]/u);
  });

  it('never has a line that is wider than the terminal, for any text and width', () => {
    const text = fc.string({ maxLength: 120, unit: 'grapheme' });
    fc.assert(
      fc.property(
        text,
        fc.array(fc.array(text, { minLength: 4, maxLength: 4 }), { maxLength: 4 }),
        fc.integer({ min: 50, max: 160 }),
        (word, rows, width) => {
          const blocks: Block[] = [
            ...hostile(word).filter(
              (block) => block.kind !== 'code' && block.kind !== 'steps' && block.kind !== 'heading',
            ),
            { kind: 'table', columns: ['a', 'b', 'c', 'd'], rows },
          ];
          const lines = renderTerminal(report({ title: 'x', summary: blocks }), { ...plain, width }).split(
            '\n',
          );
          for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a report as markdown', () => {
  it('has every block', () => {
    expect(renderMarkdown(report({ summary: everything }), plain)).toMatchInlineSnapshot(`
      "# tunnel-x: down

      > **down** since 2026-03-01 10:55:00 GMT+1. Neither phase is up.

      - **Peer:** \`203.0.113.9\`
      - **Expires:** 13:30:00

      | Child | Networks |
      | --- | --- |
      | erp | 10.1.0.0/24 ↔ 10.2.0.0/24 |
      | voice \\| data | a network with a name that is much longer than its column can be |

      ## Log

      \`\`\`
      > 2026-03-01T11:00:00Z fw-a received notify AUTHENTICATION_FAILED
        fw-a no time
      \`\`\`

      - one
      - two docs (https://example.net)

      **Looked at**
      - found: Do the keys match?: MAC mismatched
      - unclear: Route?

      The proposals differ

      \`\`\`
      set x
      set y
      \`\`\`

      Data is 5 s old.
      "
    `);
  });

  it('obeys nothing that a device or a person wrote', () => {
    const evil = '<img src=x> [a](http://evil) `code` *b* _c_ # d @channel | e\n# heading';
    const whole = renderMarkdown(report({ title: evil, summary: hostile(evil) }), plain);
    // Inside code nothing is obeyed anyway.
    const text = whole.replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, '').replace(/(`+)[^`][\s\S]*?[^`]\1(?!`)/g, '');
    expect(text).not.toContain('<img');
    expect(text).not.toContain('[a](');
    expect(text).not.toContain('@channel');
    expect(text).not.toMatch(/^# heading/m);
  });

  it('keeps its fences closed, whatever stands inside', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('`', '``', '```', '````', 'x', ' '), { maxLength: 12 }),
        (parts) => {
          const text = renderMarkdown(
            report({
              title: 'x',
              summary: [
                { kind: 'code', text: parts.join('') },
                { kind: 'note', text: 'after' },
              ],
            }),
            plain,
          );
          const fences = text.split('\n').filter((line) => /^`{3,}$/.test(line));
          const longest = fences.map((fence) => fence.length).sort((a, b) => b - a)[0];
          expect(fences.filter((fence) => fence.length === longest)).toHaveLength(2);
        },
      ),
    );
  });
});

describe('a report as JSON', () => {
  it('is one value with exact numbers', () => {
    expect(renderJson({ json: { bytes: 9_007_199_254_740_993n } })).toBe(
      '{\n  "bytes": "9007199254740993"\n}\n',
    );
  });
});

describe('layout', () => {
  it('counts columns as a terminal does', () => {
    expect([columnsOf('abc'), columnsOf('日本'), columnsOf('e\u0301'), columnsOf('😀')]).toEqual([
      3, 4, 1, 2,
    ]);
  });

  it('loses nothing when it wraps', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 8, max: 40 }), (text, width) => {
        expect(wrapped(text, width).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });

  it('lets the widest column give way first', () => {
    expect(fitColumns([10, 50, 12], [0, 0, 0], 60, 2)).toEqual([10, 34, 12]);
    expect(fitColumns([5, 5], [5, 5], 60, 2)).toEqual([5, 5]);
  });

  it('takes no column less than its longest word needs', () => {
    expect(fitColumns([40, 40], [30, 8], 60, 2)).toEqual([30, 28]);
    expect(fitColumns([40, 40], [40, 8], 60, 2)).toEqual([40, 18]);
    expect(fitColumns([40, 40], [40, 40], 60, 2)).toBe(null);
  });
});

function hostile(text: Text): Block[] {
  const word = typeof text === 'string' ? text : '';
  return [
    { kind: 'heading', text: word },
    { kind: 'paragraph', text: [text as string, { code: word }, { strong: word }] },
    { kind: 'callout', tone: 'warning', text },
    { kind: 'fields', rows: [{ label: word, value: text }] },
    { kind: 'table', columns: [word], rows: [[text]] },
    {
      kind: 'states',
      rows: [
        { tone: 'bad', state: word, name: word, since: word, says: word, more: word, actions: [] },
        { tone: 'good', state: 'up', name: 'x', since: '', says: '', more: '', actions: [] },
      ],
    },
    { kind: 'list', items: [text] },
    { kind: 'log', lines: [{ device: word, at: null, text: word, marked: true }] },
    { kind: 'steps', title: word, steps: [{ title: word, state: 'found', why: word }] },
    { kind: 'code', text: word },
    { kind: 'note', text },
  ];
}
