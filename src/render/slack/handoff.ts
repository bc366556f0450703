// How a handoff looks in its team's channel: the people in front that it is for, then the report; who took over, once somebody did.

import type { Report, Text } from '../../domain/report.js';
import { cut, escapeMrkdwn, oneLine } from './escape.js';
import { limits } from './limits.js';
import { renderSlack } from './render.js';
import type { MrkdwnText, SlackBlock, SlackMessage } from './shapes.js';
import { mentionOf, mrkdwnOf } from './text.js';

const longestName = 80;

export interface HandoffPeople {
  /** Ids of Slack users and user groups; what is no id is left out. */
  readonly outgoing: readonly string[];
  readonly incoming: readonly string[];
  readonly confirmed: {
    readonly by: string;
    readonly at: string;
    /** Somebody else was announced. */
    readonly unexpected: boolean;
  } | null;
}

export interface RenderedHandoff {
  readonly card: SlackMessage;
  readonly thread: readonly SlackMessage[];
}

/** The division into card and thread is the same before and after the confirmation, so that only the card must be drawn again. */
export function renderHandoff(
  report: Report,
  people: HandoffPeople,
  confirms: (command: string) => boolean,
): RenderedHandoff {
  const { card, thread } = renderSlack(report, { plan: false, asked: null });
  const lines = [peopleLine(people), confirmedLine(people)].filter((line) => line !== '');
  const blocks = people.confirmed === null ? card.blocks : withoutButton(card.blocks, confirms);
  if (lines.length === 0) return { card: { ...card, blocks }, thread };
  const elements = lines.map((text): MrkdwnText => ({ type: 'mrkdwn', text, verbatim: true }));
  const front = elements.map((element): SlackBlock => ({ type: 'context', elements: [element] }));
  return {
    card: {
      text: [...lines, card.text].join('\n'),
      blocks: [...front, ...blocks].slice(0, limits.messageBlocks),
    },
    thread,
  };
}

function peopleLine({ outgoing, incoming }: HandoffPeople): string {
  const [from, to] = [mentions(outgoing), mentions(incoming)];
  return [from && `Outgoing: ${from}`, to && `Incoming: ${to}`].filter(Boolean).join('  ·  ');
}

function confirmedLine({ confirmed }: HandoffPeople): string {
  if (confirmed === null) return '';
  const text: Text = [
    'Confirmed by ',
    { strong: cut(oneLine(confirmed.by), longestName) || 'somebody' },
    ' at ',
    { at: confirmed.at, as: 'time' },
  ];
  const unexpected = confirmed.unexpected ? ', who was not announced for this shift' : '';
  return `✅ ${mrkdwnOf(text)}${escapeMrkdwn(unexpected)}`;
}

function mentions(ids: readonly string[]): string {
  return ids
    .flatMap((id) => mentionOf(id) ?? [])
    .slice(0, 20)
    .join(' ');
}

function withoutButton(
  blocks: readonly SlackBlock[],
  isIt: (command: string) => boolean,
): readonly SlackBlock[] {
  return blocks.flatMap((block): readonly SlackBlock[] => {
    if (block.type !== 'actions') return [block];
    const elements = block.elements.filter((element) => element.type !== 'button' || !isIt(element.value));
    return elements.length === 0 ? [] : [{ ...block, elements }];
  });
}
