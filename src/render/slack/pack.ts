// How pieces become messages: in order, each message within every limit, a heading never alone at the end.

import { limits } from './limits.js';
import { joinLeads, type Piece, sizeOf } from './piece.js';
import type { SlackBlock } from './shapes.js';

export interface Room {
  readonly blocks: number;
  readonly weight: number;
  readonly bytes: number;
}

export const messageRoom: Room = {
  blocks: limits.messageBlocks,
  weight: limits.messageWeight,
  bytes: limits.messageBytes,
};

/** A home tab or a modal: one view holds everything. */
export const viewRoom: Room = {
  blocks: limits.viewBlocks,
  weight: Number.POSITIVE_INFINITY,
  bytes: limits.viewBytes,
};

/** As many lists of blocks as the room needs. */
export function pack(pieces: readonly Piece[], room: Room): SlackBlock[][] {
  const packed: Piece[][] = [];
  let current: Piece[] = [];
  for (const piece of joinLeads(pieces)) {
    if (current.length > 0 && !fits([...current, piece], room)) {
      const carried = current.length > 1 && current.at(-1)?.leads === true ? current.splice(-1) : [];
      packed.push(current);
      current = carried;
      if (!fits([...current, piece], room)) {
        packed.push(current);
        current = [];
      }
    }
    current.push(piece);
  }
  if (current.length > 0) packed.push(current);
  return packed.filter((one) => one.length > 0).map((one) => one.map((piece) => piece.block));
}

/** Which of the candidates have room below the head, in order, and which do not. */
export function choose(
  head: readonly Piece[],
  candidates: readonly Piece[],
  room: Room,
): { kept: Piece[]; left: Piece[] } {
  const kept: Piece[] = [];
  const left: Piece[] = [];
  for (const piece of candidates) (fits([...head, ...kept, piece], room) ? kept : left).push(piece);
  return { kept, left };
}

/** One list of blocks: the head, as much of the body as fits, the tail; and the body's rest. */
export function packAround(
  head: readonly Piece[],
  body: readonly Piece[],
  tail: readonly Piece[],
  room: Room,
): { blocks: SlackBlock[]; rest: Piece[] } {
  const joined = joinLeads(body);
  let taken = 0;
  while (taken < joined.length && fits([...head, ...joined.slice(0, taken + 1), ...tail], room)) taken += 1;
  if (taken < joined.length && joined[taken - 1]?.leads === true) taken -= 1;
  const kept = [...joinLeads([...head, ...joined.slice(0, taken)]), ...joinLeads(tail)];
  return { blocks: kept.map((piece) => piece.block), rest: joined.slice(taken) };
}

function fits(pieces: readonly Piece[], room: Room): boolean {
  if (pieces.length > room.blocks) return false;
  // Slack takes one table a message (error only_one_table_allowed).
  if (pieces.filter((piece) => piece.block.type === 'table').length > 1) return false;
  const { weight, bytes } = sizeOf(pieces.map((piece) => piece.block));
  return weight + pieces.length * limits.blockWeight <= room.weight && bytes <= room.bytes;
}
