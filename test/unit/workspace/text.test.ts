// How the page reads text: mrkdwn, Markdown, rich text, dates, completion. What people wrote can never become markup.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';

type Node = { kind: string; text?: string; url?: string; children?: Node[]; [name: string]: unknown };
type Parse = (value: string) => Node[];

/** The page's modules are plain JavaScript for the browser; they are loaded by address, without types. */
async function load<T>(name: string): Promise<T> {
  return (await import(new URL(`../../../src/workspace/page/${name}`, import.meta.url).href)) as T;
}

let parseMrkdwn: Parse;
let parseMarkdown: Parse;
let parseRichText: (block: unknown) => Node[];
let formatDate: (seconds: string, pattern: string, now?: Date) => string | undefined;
let completions: (
  text: string,
  commands: object[],
  people: object[],
) => Array<{ insert: string; title: string }>;

beforeAll(async () => {
  ({ parseMrkdwn } = await load<{ parseMrkdwn: Parse }>('mrkdwn.js'));
  ({ parseMarkdown } = await load<{ parseMarkdown: Parse }>('markdown.js'));
  ({ parseRichText } = await load<{ parseRichText: typeof parseRichText }>('rich-text.js'));
  ({ formatDate } = await load<{ formatDate: typeof formatDate }>('dates.js'));
  ({ completions } = await load<{ completions: typeof completions }>('completion.js'));
});

/** `bold(a)`-like, so that a test reads as what one sees. */
function outline(nodes: Node[]): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      if (node.kind === 'break') return '/';
      const inside =
        node.children === undefined
          ? (node.text ?? node.id ?? node.range ?? node.name)
          : outline(node.children);
      return `${node.kind}(${String(inside ?? '')})`;
    })
    .join('');
}

describe('mrkdwn', () => {
  it.each([
    ['a *b* _c_ ~d~ `e`', 'a bold(b) italic(c) strike(d) code(e)'],
    ['*bold _and italic_*', 'bold(bold italic(and italic))'],
    ['2 * 3 * 4 and snake_case_name', '2 * 3 * 4 and snake_case_name'],
    ['*`fw-1`* up', 'bold(code(fw-1)) up'],
    ['`*not bold*`', 'code(*not bold*)'],
    ['a\n> b\n> c\nd', 'aquote(b/c)d'],
    ['x\n```a *b*\nc```\ny', 'xpre(a *b*\nc)y'],
    ['an ``` that never ends', 'an ``` that never ends'],
    ['<@U1> <#C1|netops> <!here> <!subteam^S1>', 'user() channel(netops) broadcast(here) group()'],
    ['<https://a.example/?x=1&amp;y=2|the *page*>', 'link(the bold(page))'],
    ['&lt;b&gt; &amp;amp;', '<b> &amp;'],
    [':red_circle: :not_an_emoji:', 'emoji(red_circle) :not_an_emoji:'],
    ['at 10:30:45', 'at 10:30:45'],
  ])('reads %j', (text, wanted) => {
    expect(outline(parseMrkdwn(text)).replace(/(user|group)\([^)]*\)/g, '$1()')).toBe(wanted);
  });

  it('gives a date its fallback and its pattern', () => {
    const [node] = parseMrkdwn('<!date^1763690000^{date_num} {time_secs}|21 November>');
    expect(node).toMatchObject({ kind: 'date', seconds: '1763690000', fallback: '21 November' });
    expect(formatDate('1763690000', '{date_num}')).toMatch(/^2025-11-2[01]$/);
    expect(formatDate('soon', '{date}')).toBeUndefined();
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
  ])('makes no link of %s', (url) => {
    const nodes = [...parseMrkdwn(`<${url}|click>`), ...parseMarkdown(`[click](${url})`)];
    const rich = { type: 'rich_text_section', elements: [{ type: 'link', url, text: 'click' }] };
    const all = JSON.stringify([...nodes, ...parseRichText({ elements: [rich] })]);
    expect(all).not.toContain('"kind":"link"');
  });
});

describe('Markdown', () => {
  it.each([
    ['# A\n\ntext **b** _c_', 'heading(A)paragraph(text bold(b) italic(c))'],
    ['> quoted\n> more', 'quote(paragraph(quoted/more))'],
    ['```\ncode <b>\n```', 'pre(code <b>)'],
    ['a <script>alert(1)</script>', 'paragraph(a <script>alert(1)</script>)'],
    ['see [RFC](https://rfc.example/1)', 'paragraph(see link(RFC))'],
    ['snake_case_name stays', 'paragraph(snake_case_name stays)'],
  ])('reads %j', (text, wanted) => {
    expect(outline(parseMarkdown(text))).toBe(wanted);
  });

  it('reads nested lists and tables', () => {
    const [list] = parseMarkdown('1. a\n   - b\n2. c');
    expect(list).toMatchObject({
      kind: 'list',
      ordered: true,
      items: [[{ text: 'a' }, { kind: 'list' }], [{ text: 'c' }]],
    });
    const [table] = parseMarkdown('| A | B |\n| --- | --- |\n| 1 | `2` |');
    expect(table).toMatchObject({ kind: 'table', rows: [[[{ text: '1' }], [{ kind: 'code', text: '2' }]]] });
  });
});

describe('any text', () => {
  const kinds = new Set(
    'text bold italic strike code link user channel group broadcast date emoji break pre quote paragraph heading list table rule'.split(
      ' ',
    ),
  );
  function check(nodes: Node[]): void {
    for (const node of nodes) {
      expect(kinds).toContain(node.kind);
      if (node.kind === 'link') expect(node.url).toMatch(/^(https?:\/\/|mailto:|tel:)/i);
      check(node.children ?? []);
    }
  }
  const spicy = fc.array(
    fc.constantFrom(
      '*',
      '_',
      '~',
      '`',
      '```',
      '<',
      '>',
      '|',
      '&',
      '\n',
      ' ',
      'a',
      'x1',
      '[',
      '](',
      ')',
      '# ',
      '- ',
      '1. ',
      ':x:',
      '@U1',
      '!date^1^{x}',
      'javascript:',
      'https://a.example',
    ),
    { maxLength: 60 },
  );

  it('becomes a bounded tree of known nodes with safe links, whatever it is', () => {
    fc.assert(
      fc.property(spicy, (parts) => {
        check(parseMrkdwn(parts.join('')));
        check(parseMarkdown(parts.join('')));
      }),
      { numRuns: 500 },
    );
  });

  it('is read quickly when it is long and hostile', () => {
    for (const part of ['*a ', '<', '`', '_', '[', '**a', '> ', '- ', '|', '```']) {
      const text = part.repeat(3000 / part.length);
      expect(parseMrkdwn(text).length + parseMarkdown(text).length).toBeGreaterThan(0);
    }
  });
});

describe('signs', () => {
  it('are drawn by the page, whether they come as names or as characters', async () => {
    const { cutAtSigns } = await load<{ cutAtSigns: (text: string) => object[] }>('emoji.js');
    expect(cutAtSigns('a ✅ b ⚠️c❌')).toEqual([
      { text: 'a ' },
      { name: 'white_check_mark' },
      { text: ' b ' },
      { name: 'warning' },
      { text: 'c' },
      { name: 'x' },
    ]);
    expect(cutAtSigns('plain')).toEqual([{ text: 'plain' }]);
  });
});

describe('completion', () => {
  const commands = [{ command: '/ipsec', usageHint: '[list | status NAME | help]', description: 'Ask' }];
  const people = [{ name: 'ana', realName: 'Ana Kovač' }];
  it('offers commands with their usage, then what may follow, then people', () => {
    expect(completions('/ip', commands, people)).toMatchObject([
      { insert: '/ipsec ', title: '/ipsec [list | status NAME | help]' },
    ]);
    expect(completions('/ipsec s', commands, people)).toMatchObject([
      { insert: '/ipsec status ', title: '/ipsec status NAME' },
    ]);
    expect(completions('/ipsec status tun', commands, people)).toEqual([]);
    expect(completions('ask @an', commands, people)).toMatchObject([{ insert: 'ask @ana ' }]);
    expect(completions('mail me at a@b.example now', commands, people)).toEqual([]);
  });
});
