// How an incident looks in its thread: the card at its head, one message an event, buttons below the question that stands.

import type { Action, Block, Report } from '../../domain/report.js';
import { actionPieces } from './actions.js';
import { drawBlocks } from './draw.js';
import { clean, cutMrkdwn, escapeMrkdwn, oneLine } from './escape.js';
import { limits } from './limits.js';
import { messageRoom, packAround } from './pack.js';
import { blockPiece, richPieces } from './piece.js';
import { plainBlock } from './plain.js';
import { renderSlack } from './render.js';
import type { SlackMessage } from './shapes.js';

const left = 'More does not fit here; the incident has it.';

/** One message, whatever the blocks hold: what does not fit is left out, and said. */
export function renderEvent(blocks: readonly Block[], actions: readonly Action[]): SlackMessage {
  const { pieces } = drawBlocks(blocks, { plan: false, tables: true });
  const buttons = actionPieces(actions).slice(0, 3);
  const whole = packAround([], pieces, buttons, messageRoom);
  const packed =
    whole.rest.length === 0
      ? whole
      : packAround([], pieces, [...richPieces([{ type: 'text', text: left }]), ...buttons], messageRoom);
  const text = blocks.map((block) => oneLine(plainBlock(block))).join(' ');
  return {
    text: cutMrkdwn(escapeMrkdwn(clean(text)) || 'The incident changed', limits.fallbackText),
    blocks: packed.blocks,
  };
}

/** The card alone: what does not fit stands in `incident ID`. */
export function renderIncidentCard(report: Report): SlackMessage {
  return renderSlack({ ...report, detail: [], files: [] }, { plan: false, asked: null }).card;
}

/** A message with the people in front that it is for: who leaves, who comes. Ids that are none are left out. */
export function mentioned(
  message: SlackMessage,
  outgoing: readonly string[],
  incoming: readonly string[],
): SlackMessage {
  const [from, to] = [mentions(outgoing), mentions(incoming)];
  if (from === '' && to === '') return message;
  const text = [from && `Outgoing: ${from}`, to && `Incoming: ${to}`].filter(Boolean).join('  ·  ');
  const { block } = blockPiece({ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] });
  return {
    text: `${text}\n${message.text}`,
    blocks: [block, ...message.blocks].slice(0, limits.messageBlocks),
  };
}

function mentions(ids: readonly string[]): string {
  return ids
    .filter((id) => /^[UWS][A-Z0-9]{1,20}$/.test(id))
    .slice(0, 20)
    .map((id) => (id.startsWith('S') ? `<!subteam^${id}>` : `<@${id}>`))
    .join(' ');
}
