// Whatever a report holds, what goes to Slack stays within Slack's limits; checked by the workspace's own reading of them.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  renderHandoff,
  renderHome,
  renderPrivate,
  renderProgress,
  renderSentence,
  renderSlack,
  renderView,
  type SlackMessage,
  withoutPlans,
} from '../../../../src/render/slack/index.js';
import { readMessage } from '../../../../src/workspace/checks/message.js';
import { readView } from '../../../../src/workspace/checks/view.js';
import { anyReport, hostileText } from './arbitraries.js';

const runs = { numRuns: 80 };
const asked = { userId: 'U024BE7LH', command: 'status `tunnel-x` <!channel>' };

/** Slack's answer to a message, and the limits that Slack does not publish but people have met. */
function complaintsAbout(message: SlackMessage): unknown {
  const json = JSON.stringify(message.blocks);
  const read = readMessage({ text: message.text, blocks: JSON.parse(json) }, 'update');
  if ('ok' in read) return read;
  if (message.text === '' || message.blocks.length === 0) return 'empty';
  if (Buffer.byteLength(json) > 120_000) return `json of ${Buffer.byteLength(json)} bytes`;
  return wellFormed(json) ? null : 'lone surrogate';
}

function wellFormed(text: string): boolean {
  return !/\\ud[89a-f]/i.test(text) && !/\p{Surrogate}/u.test(text);
}

describe('a report in Slack', () => {
  it('stays within the limits as card and thread, in both forms of steps', () => {
    fc.assert(
      fc.property(anyReport, fc.boolean(), (report, plan) => {
        const rendered = renderSlack(report, { plan, asked });
        expect(complaintsAbout(rendered.card)).toBeNull();
        for (const message of rendered.thread) {
          expect(complaintsAbout(message)).toBeNull();
          expect(complaintsAbout(withoutPlans(message))).toBeNull();
        }
        expect(rendered.thread.length).toBeLessThanOrEqual(8);
        for (const file of rendered.files) expect(file.name).not.toMatch(/[/\\\n]|^$/);
      }),
      runs,
    );
  });

  it('stays within the limits for the asker alone', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const messages = renderPrivate(report, { plan: true, asked: null });
        for (const message of messages) expect(complaintsAbout(message)).toBeNull();
        expect(messages.length).toBeLessThanOrEqual(3);
      }),
      runs,
    );
  });

  it('stays within the limits of a home tab and a modal', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const blocks = JSON.parse(JSON.stringify(renderView(report)));
        expect(readView({ type: 'home', blocks }, 'home')).not.toHaveProperty('ok');
        const title = { type: 'plain_text', text: 'Tunnel' };
        expect(readView({ type: 'modal', title, blocks }, 'modal')).not.toHaveProperty('ok');
      }),
      runs,
    );
  });

  it('stays within the limits of a home tab with a handoff above the fleet', () => {
    fc.assert(
      fc.property(anyReport, anyReport, (handoff, fleet) => {
        const top = { type: 'divider' } as const;
        const cut = { upper: 'More does not fit here.', lower: 'More does not fit here.' };
        const blocks = JSON.parse(JSON.stringify(renderHome(handoff, fleet, [top], cut)));
        expect(readView({ type: 'home', blocks }, 'home')).not.toHaveProperty('ok');
        expect(blocks.filter((block: { type: string }) => block.type === 'header')).toHaveLength(2);
      }),
      runs,
    );
  });

  it('stays within the limits as a handoff, and is divided the same way once it was confirmed', () => {
    fc.assert(
      fc.property(anyReport, hostileText, fc.array(hostileText, { maxLength: 40 }), (report, by, ids) => {
        const people = { outgoing: ids, incoming: ['U0ADA', 'S0NIGHT', ...ids], confirmed: null };
        const confirmed = { by, at: '2026-03-01T18:00:00Z', unexpected: true };
        const before = renderHandoff(report, people, (command) => command.startsWith('confirm'));
        const after = renderHandoff(report, { ...people, confirmed }, (command) =>
          command.startsWith('confirm'),
        );
        for (const message of [before.card, after.card, ...before.thread])
          expect(complaintsAbout(message)).toBeNull();
        expect(after.thread).toEqual(before.thread);
      }),
      runs,
    );
  });

  it('stays within the limits while a command runs', () => {
    fc.assert(
      fc.property(hostileText, fc.boolean(), (title, plan) => {
        expect(complaintsAbout(renderProgress({ title }, { plan, asked }))).toBeNull();
      }),
      runs,
    );
  });

  it('stays within the limits as one sentence', () => {
    fc.assert(
      fc.property(
        hostileText.filter((text) => text.trim() !== ''),
        (text) => {
          expect(complaintsAbout(renderSentence(`Cannot read ${text}`))).toBeNull();
        },
      ),
      runs,
    );
  });
});

describe('hostile text', () => {
  it('never becomes a mention, a link or a broken entity', () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        const rendered = renderSlack(report, { plan: true, asked: null });
        for (const message of [rendered.card, ...rendered.thread]) {
          for (const text of mrkdwnIn(message)) {
            const free = text.replace(/<!date\^\d+\^[^<>|]*\|[^<>]*>/g, '');
            expect(free).not.toMatch(/[<>]/);
            expect(free).not.toMatch(/@(channel|here|everyone)/i);
            expect(free.replace(/&(amp|lt|gt);/g, '')).not.toContain('&');
          }
          expect(JSON.stringify(message.blocks)).not.toContain('"type":"broadcast"');
          expect(JSON.stringify(message.blocks)).not.toContain('javascript:alert(1)","text');
        }
      }),
      runs,
    );
  });
});

function mrkdwnIn(message: SlackMessage): string[] {
  const contexts = message.blocks.flatMap((block) => (block.type === 'context' ? block.elements : []));
  return [message.text, ...contexts.flatMap((one) => (one.type === 'mrkdwn' ? [one.text] : []))];
}
