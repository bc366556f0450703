// What a rendered report is made of before it is packed into messages: pieces that each fit Slack's limits by themselves.

import { limits } from './limits.js';
import type { RichElement, RichInline, SlackBlock } from './shapes.js';
import { richText, section } from './shapes.js';
import { divide } from './text.js';

export interface Piece {
  readonly block: SlackBlock;
  /** Stays together with the piece that follows: a heading never ends a message. */
  readonly leads: boolean;
}

/** Everything that is called `text` in a block, at any depth, as Slack weighs it. */
export function weightOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + weightOf(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const [name, one] of Object.entries(value)) {
    if (typeof one === 'string')
      sum += name === 'text' || name === 'fallback' || name === 'title' ? one.length : 0;
    else sum += weightOf(one);
  }
  return sum;
}

/** Bytes of the JSON as it travels. */
export function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

interface Size {
  readonly weight: number;
  readonly bytes: number;
}

const sizes = new WeakMap<SlackBlock, Size>();

/** Looked through once, however often it is tried whether it still fits. */
function sizeOfOne(block: SlackBlock): Size {
  const known = sizes.get(block);
  if (known !== undefined) return known;
  const size = { weight: weightOf(block), bytes: bytesOf(block) };
  sizes.set(block, size);
  return size;
}

/** Of blocks as one list. */
export function sizeOf(blocks: readonly SlackBlock[]): Size {
  let weight = 0;
  // The brackets, and a comma between two.
  let bytes = Math.max(2, blocks.length + 1);
  for (const one of blocks.map(sizeOfOne)) {
    weight += one.weight;
    bytes += one.bytes;
  }
  return { weight, bytes };
}

/** Paragraphs of one run of rich text, as many pieces as its length needs. */
export function richPieces(elements: readonly RichInline[], leads = false): Piece[] {
  return divide(elements, limits.sectionText).map((run) => ({ block: richText([section(run)]), leads }));
}

export function blockPiece(block: SlackBlock, leads = false): Piece {
  return { block, leads };
}

/** Joins a heading with the rich text that follows, so that they stand close and cost one block. */
export function joinLeads(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    const both = last?.leads === true ? joinRich(last.block, piece.block) : null;
    if (both === null) joined.push(piece);
    else joined[joined.length - 1] = { block: both, leads: piece.leads };
  }
  return joined;
}

function joinRich(first: SlackBlock, second: SlackBlock): SlackBlock | null {
  if (first.type !== 'rich_text' || second.type !== 'rich_text') return null;
  const { weight, bytes } = sizeOf([first, second]);
  if (weight >= limits.sectionText || bytes > limits.messageBytes / 2) return null;
  const head = first.elements.at(-1);
  const [next, ...rest] = second.elements;
  if (head?.type !== 'rich_text_section' || next === undefined) return null;
  if (next.type !== 'rich_text_section') return richText([...first.elements, ...second.elements]);
  const merged: RichElement = section([...head.elements, { type: 'text', text: '\n' }, ...next.elements]);
  return richText([...first.elements.slice(0, -1), merged, ...rest]);
}
