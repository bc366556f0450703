// How reports look in a view, the home tab or a modal: what does not fit is left out and said.

import type { Report } from '../../domain/report.js';
import { actionPieces, choicePieces } from './actions.js';
import { drawBlocks, notePieces } from './draw.js';
import { choose, packAround, type Room, viewRoom } from './pack.js';
import { blockPiece, bytesOf } from './piece.js';
import { headerPiece } from './render.js';
import type { SlackBlock } from './shapes.js';

/** The handoff may take so much of the home tab; the rest is the fleet's. */
const handoffRoom: Room = { ...viewRoom, blocks: 60, bytes: viewRoom.bytes * 0.6 };

/** @param top the view's own blocks, shown below the title. @param cut what is said where not everything fits. */
export function renderView(
  report: Report,
  top: readonly SlackBlock[] = [],
  cut = 'More does not fit here.',
): readonly SlackBlock[] {
  return viewBlocks(report, top, viewRoom, cut);
}

/** What a shift needs first, then the fleet; both within the limits of one view. */
export function renderHome(
  handoff: Report,
  fleet: Report,
  top: readonly SlackBlock[],
  cut: { readonly upper: string; readonly lower: string },
): readonly SlackBlock[] {
  const upper: readonly SlackBlock[] = [
    ...viewBlocks(handoff, top, handoffRoom, cut.upper),
    { type: 'divider' },
  ];
  const left = {
    ...viewRoom,
    blocks: viewRoom.blocks - upper.length,
    bytes: viewRoom.bytes - bytesOf(upper),
  };
  return [...upper, ...viewBlocks(fleet, [], left, cut.lower)];
}

function viewBlocks(
  report: Report,
  top: readonly SlackBlock[],
  room: Room,
  cut: string,
): readonly SlackBlock[] {
  const drawing = drawBlocks([...report.summary, ...report.detail], {
    plan: false,
    tables: false,
    shownTone: report.tone,
  });
  const choice = report.choice === null ? [] : choicePieces(report.choice);
  const head = [headerPiece(report), ...top.map((block) => blockPiece(block)), ...notePieces(cut)];
  const tail = choose(head, [...choice, ...actionPieces(report.actions)], room).kept;
  const packed = packAround(head.slice(0, -1), drawing.pieces, [...tail, ...head.slice(-1)], room);
  return packed.rest.length > 0 ? packed.blocks : packed.blocks.slice(0, -1);
}
