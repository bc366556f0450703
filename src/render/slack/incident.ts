// How an incident looks in its thread: the card at its head, one message an event, buttons below the question that stands.

import type { Action, Block, Choice, Report } from '../../domain/report.js';
import { actionPieces, choicePieces } from './actions.js';
import { drawBlocks } from './draw.js';
import { clean, cutMrkdwn, escapeMrkdwn, oneLine } from './escape.js';
import { limits } from './limits.js';
import { messageRoom, packAround } from './pack.js';
import { richPieces } from './piece.js';
import { plainBlock } from './plain.js';
import { renderSlack } from './render.js';
import type { SlackMessage } from './shapes.js';

const left = 'More does not fit here; the incident has it.';

/** One message, whatever the blocks hold: what does not fit is left out, and said. */
export function renderEvent(
  blocks: readonly Block[],
  actions: readonly Action[],
  choice: Choice | null = null,
): SlackMessage {
  const { pieces } = drawBlocks(blocks, { plan: false, tables: true });
  const buttons = [...(choice ? choicePieces(choice) : []), ...actionPieces(actions)].slice(0, 3);
  const whole = packAround([], pieces, buttons, messageRoom);
  const packed =
    whole.rest.length === 0
      ? whole
      : packAround([], pieces, [...richPieces([{ type: 'text', text: left }]), ...buttons], messageRoom);
  const text = blocks.map((block) => oneLine(plainBlock(untoned(block)))).join(' ');
  return {
    text: cutMrkdwn(escapeMrkdwn(clean(text)) || 'The incident changed', limits.fallbackText),
    blocks: packed.blocks,
  };
}

/** A notification says what happened, without a word for its tone before it. */
function untoned(block: Block): Block {
  return block.kind === 'callout' ? { kind: 'paragraph', text: block.text } : block;
}

/** The card alone: what does not fit is found by its commands. */
export function renderCard(report: Report): SlackMessage {
  return renderSlack({ ...report, detail: [], files: [] }, { plan: false, asked: null }).card;
}
