// What people see: state first, signs that need no color, times in the reader's zone, logs that point at the deciding line.

import { describe, expect, it } from 'vitest';
import type { Block, Report, ShownStep } from '../../../../src/domain/report.js';
import { clean, codeSpan, cut, cutMrkdwn, escapeMrkdwn } from '../../../../src/render/slack/escape.js';
import { renderPrivate, renderSlack, withoutPlans } from '../../../../src/render/slack/index.js';
import { logText } from '../../../../src/render/slack/log.js';

const report = (summary: readonly Block[], more: Partial<Report> = {}): Report => ({
  kind: 'status',
  tone: 'bad',
  title: 'tunnel-x: down',
  summary,
  detail: [],
  actions: [],
  choice: null,
  files: [],
  audience: 'everyone',
  json: null,
  ...more,
});
const draw = (given: Report, plan = true) => renderSlack(given, { plan, asked: null });
const cardOf = (...summary: Block[]) => draw(report(summary)).card;

describe('a card', () => {
  it('begins with a sign and the state, and says the cause in the notification too', () => {
    const card = cardOf({ kind: 'callout', tone: 'bad', text: 'The pre-shared keys differ.' });
    expect(card.blocks[0]).toEqual({
      type: 'header',
      text: { type: 'plain_text', text: '❌ tunnel-x: down', emoji: false },
    });
    expect(card.text).toBe('❌ tunnel-x: down – Fault: The pre-shared keys differ.');
  });

  it('shows a first callout of the same tone without a second sign, others with theirs', () => {
    const shown = JSON.stringify(
      cardOf({ kind: 'callout', tone: 'bad', text: 'A' }, { kind: 'callout', tone: 'warning', text: 'B' })
        .blocks,
    );
    expect(shown).not.toContain('❌ ,');
    expect(shown.match(/❌/g)).toHaveLength(1);
    expect(shown).toContain('⚠️ ');
  });

  it('puts further acts behind the dots of one menu, and what the menu has no room for beside it', () => {
    const further = Array.from({ length: 6 }, (_, at) => ({
      label: `Act ${at}`,
      command: `incident inc-1 act${at}`,
      further: true as const,
    }));
    const actions = [{ label: 'Close', command: 'incident inc-1 close' }, ...further];
    const { card } = draw({ ...report([]), actions });
    const row = card.blocks.find((block) => block.type === 'actions');
    expect(row?.type === 'actions' ? row.elements.map((one) => one.type) : []).toEqual([
      'button',
      'button',
      'overflow',
    ]);
    expect(JSON.stringify(row)).toContain('"value":"incident inc-1 act4"}]');
  });

  it('has one line a tunnel: those to act on with their own menu, the others together', () => {
    const row = {
      tone: 'good',
      state: 'up',
      name: 'a',
      since: '2 h',
      says: '',
      more: 'fw',
      actions: [],
    } as const;
    const actions = [{ label: 'Diagnose', command: 'diagnose "r&d *lab*"' }];
    const down = {
      ...row,
      tone: 'bad',
      state: 'down',
      name: 'r&d *lab*',
      says: 'PSK <mismatch>',
      actions,
    } as const;
    const [, first, second] = cardOf({ kind: 'states', rows: [down, row, { ...row, name: 'b' }] }).blocks;
    expect(first).toEqual({
      type: 'section',
      text: {
        type: 'mrkdwn',
        text: '❌ *r&amp;d ∗lab∗* · down 2 h · PSK &lt;mismatch&gt;',
        verbatim: true,
      },
      accessory: {
        type: 'overflow',
        action_id: 'choose:100',
        options: [
          { text: { type: 'plain_text', text: 'Diagnose', emoji: false }, value: 'diagnose "r&d *lab*"' },
        ],
      },
    });
    const together = JSON.stringify(second);
    expect(together.match(/ · up 2 h/g)).toHaveLength(2);
    expect(together).not.toContain('fw');
  });

  it('does not say again what the title says', () => {
    const text = [{ strong: 'Down' }, '. The keys differ.'];
    const shown = JSON.stringify(cardOf({ kind: 'callout', tone: 'bad', text }).blocks);
    expect(shown).toContain('"text":"The keys differ."');
    const kept = JSON.stringify(
      cardOf({ kind: 'callout', tone: 'bad', text: [{ strong: 'Both' }, '. Why.'] }).blocks,
    );
    expect(kept).toContain('"Both"');
  });

  it('shows a moment in the zone of its reader, with UTC where that cannot be drawn', () => {
    const card = JSON.stringify(
      cardOf({ kind: 'paragraph', text: { at: '2026-11-21T02:13:44.5Z', as: 'date-time' } }),
    );
    expect(card).toContain(
      '{"type":"date","timestamp":1795227224,"format":"{date_short_pretty} {time}","fallback":"2026-11-21 02:13:44 UTC"}',
    );
    const note = JSON.stringify(
      cardOf({ kind: 'note', text: ['seen ', { at: '2026-11-21T02:13:44Z', as: 'age' }] }),
    );
    expect(note).toContain('seen <!date^1795227224^{ago}|2026-11-21 02:13:44 UTC>');
  });

  it('names the zone of its moments: that of whoever reads', () => {
    const zone = ['Times are in ', { at: '2026-11-21T02:13:44Z', as: 'zone' as const }, '.'];
    expect(JSON.stringify(cardOf({ kind: 'note', text: zone }))).toContain(
      'Times are in your own time zone.',
    );
  });

  it('shows commands between backticks as code', () => {
    const shown = JSON.stringify(cardOf({ kind: 'paragraph', text: 'Ask `list` for names.' }).blocks);
    expect(shown).toContain('{"type":"text","text":"list","style":{"code":true}}');
  });

  it('carries its actions as commands, a choice as a menu, and never a cut command', () => {
    const card = draw(
      report([], {
        actions: [
          { label: 'Refresh', command: 'status tunnel-x --refresh' },
          { label: 'Long', command: 'x'.repeat(2001) },
        ],
        choice: {
          prompt: 'Which?',
          options: [
            { label: 'A', command: 'status a' },
            { label: 'B', command: `status ${'b'.repeat(150)}` },
          ],
        },
      }),
    ).card;
    const elements = card.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(elements.map((one) => one.action_id)).toEqual(['choose:0', 'cmd:1000', 'cmd:0']);
    expect(elements[2]).toMatchObject({ value: 'status tunnel-x --refresh' });
  });
});

describe('log lines', () => {
  it('stand under their day and device, and the deciding one is pointed at', () => {
    const text = logText([
      { device: 'fw-a', at: '2026-11-21T23:59:58Z', text: 'one', marked: false },
      { device: 'fw-a', at: '2026-11-22T00:00:01Z', text: 'two', marked: true },
    ]);
    expect(text).toBe('fw-a, 2026-11-21 UTC\n23:59:58 one\nfw-a, 2026-11-22 UTC\n▶ 00:00:01 two');
  });

  it('that came again on another day tell that day', () => {
    const [at, last] = ['2026-11-21T22:40:59Z', '2026-11-22T08:39:39Z'];
    const text = logText([{ device: 'fw-a', at, text: 'x', marked: false, times: { count: 118, last } }]);
    expect(text).toBe('fw-a, 2026-11-21 UTC\n×118, first 22:40:59, last 2026-11-22 08:39:39 UTC: x');
  });

  it('of several devices name the device in each line', () => {
    const lines = ['fw-a', 'fw-b'].map((device) => ({ device, at: null, text: 'x', marked: false }));
    expect(logText(lines)).toBe('fw-a x\nfw-b x');
  });

  it('that are many are shown around the deciding one, and all of them are in a file', () => {
    const lines = Array.from({ length: 300 }, (_, at) => ({
      device: 'fw',
      at: null,
      text: `line ${at}`,
      marked: at === 200,
    }));
    const drawn = draw(report([], { detail: [{ kind: 'log', lines }] }));
    expect(JSON.stringify(drawn.thread)).toContain('▶ line 200');
    expect(JSON.stringify(drawn.thread)).not.toContain('line 100');
    expect(drawn.files[0]?.text).toContain('line 299');
  });
});

describe('steps', () => {
  const step = (state: ShownStep['state'], title: string): ShownStep => ({ title, state, why: 'because' });
  const steps: ShownStep[] = [
    step('found', 'F'),
    step('unclear', 'U'),
    step('cleared', 'C'),
    step('skipped', 'S'),
  ];
  const detail: Block[] = [{ kind: 'steps', title: 'Looked at', steps }];

  it('are a plan in which only what was cleared has the check mark', () => {
    const tasks =
      draw(report([], { detail })).thread[0]?.blocks.flatMap((block) =>
        block.type === 'plan' ? block.tasks : [],
      ) ?? [];
    expect(tasks.map((task) => `${task.title}: ${task.status}`)).toEqual([
      'F – found: error',
      'U – unclear: pending',
      'C – cleared: complete',
      'S – skipped: pending',
    ]);
  });

  it('are lines with signs where a plan is not taken, before or after Slack refused it', () => {
    expect(JSON.stringify(draw(report([], { detail }), false).thread)).toContain('❔ U – unclear: because');
    const [message] = draw(report([], { detail })).thread;
    const changed = JSON.stringify(message && withoutPlans(message));
    expect(changed).not.toContain('"plan"');
    expect(changed).toContain('❌ F – found: because');
  });

  it('that are many stand together when they cleared something', () => {
    const many: Block[] = [
      {
        kind: 'steps',
        title: 'Looked at',
        steps: [...Array.from({ length: 30 }, (_, at) => step('cleared', `c${at}`)), step('found', 'F')],
      },
    ];
    const drawn = draw(report([], { detail: many }));
    const tasks =
      drawn.thread[0]?.blocks.flatMap((block) => (block.type === 'plan' ? block.tasks : [])) ?? [];
    expect(tasks.map((task) => task.title)).toEqual(['F – found', '30 looked at, nothing wrong – cleared']);
    expect(drawn.files[0]?.text).toContain('c29 (cleared): because');
  });
});

describe('what is too long', () => {
  it('goes on in further messages, and the last resort is a file with everything', () => {
    const words: Block[] = [{ kind: 'code', text: 'word '.repeat(4000) }];
    expect(draw(report([], { detail: words })).thread.length).toBeGreaterThan(1);
    expect(draw(report([], { detail: words })).files).toEqual([]);
    const book: Block[] = [{ kind: 'code', text: 'word '.repeat(60_000) }];
    const drawn = draw(report([], { detail: book }));
    expect(drawn.thread).toHaveLength(8);
    expect(drawn.files[0]?.text.length).toBeGreaterThan(290_000);
  });

  it('tells the asker what is left out', () => {
    const messages = renderPrivate(report([{ kind: 'code', text: 'word '.repeat(60_000) }]), {
      plan: true,
      asked: null,
    });
    expect(JSON.stringify(messages.at(-1))).toContain('The rest does not fit here.');
  });
});

describe('escaping', () => {
  it.each([
    ['a & b < c > d', 'a &amp; b &lt; c &gt; d'],
    ['<!channel> @here', '&lt;!channel&gt; @\u200bhere'],
    ['*bold* snake_case_name ~x~', '∗bold∗ snake_case_name ∼x∼'],
    ['a`b', 'aˋb'],
    ['\u202egnp.exe', 'gnp.exe'],
    ['\u001b[31mred\u001b[0m', 'red'],
    ['one\n[IKE] two', 'one\n[IKE] two'],
  ])('of %j is %j', (text, escaped) => {
    expect(escapeMrkdwn(text)).toBe(escaped);
  });

  it('keeps letters of every script and shows broken characters as broken', () => {
    expect(clean('שלום Ω 東京 😀 \uD800')).toBe('שלום Ω 東京 😀 \ufffd');
  });

  it('never cuts a character, an entity or a code span in two', () => {
    expect(cut('ab😀', 3)).toBe('ab…');
    expect(cutMrkdwn(`${'x'.repeat(8)}&amp;&amp;`, 14)).toBe('xxxxxxxx…');
    expect(cutMrkdwn('`abcdefgh` tail', 9)).toBe('`abcdef`…');
    expect(codeSpan('a`b<')).toBe('`aˋb&lt;`');
  });
});
