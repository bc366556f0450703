// How each block of a report is drawn as pieces of Block Kit.

import type { Picture } from '../../domain/picture.js';
import type { Block, LogExcerptLine, Text, Tone } from '../../domain/report.js';
import { clean, cutMrkdwn, oneLine } from './escape.js';
import { limits } from './limits.js';
import { codePieces, excerptOf, logText } from './log.js';
import { blockPiece, type Piece, richPieces, weightOf } from './piece.js';
import { plainText, type RichInline } from './shapes.js';
import { statePieces } from './states.js';
import { drawSteps, isCondensed } from './steps.js';
import { drawRowsAsList, drawTable, listPieces } from './table.js';
import { mrkdwnOf, needsForm, plainOf, richOf, spansOf } from './text.js';
import { toneSigns } from './tone.js';

export interface DrawOptions {
  /** Draw steps as Slack's plan block. */
  readonly plan: boolean;
  /** Tables are taken in messages only. */
  readonly tables: boolean;
  /** The tone that the title already shows; a first callout of the same tone does not repeat the sign. */
  readonly shownTone?: Tone;
  /** The title above the card; a first callout does not say it again. */
  readonly shownTitle?: string;
}

export interface ShownPicture {
  readonly picture: Picture;
  readonly alt: string;
  /** It stands before the piece of this index. */
  readonly at: number;
}

export interface Drawing {
  readonly pieces: Piece[];
  readonly pictures: ShownPicture[];
  /** Something was cut; the whole report must go into a file. */
  cut: boolean;
  /** A log was cut; the report's own file, if it has one, carries it. */
  logCut: boolean;
}

/** More than any number of messages that we post; drawing what is never shown would only cost time. */
const MOST_WEIGHT = 200_000;
const MOST_ITEMS = 1000;

/** A block without what could never be shown. */
function shorten(block: Block, into: Drawing): Block {
  const kept = <T>(all: readonly T[]): readonly T[] => {
    into.cut ||= all.length > MOST_ITEMS;
    return all.length > MOST_ITEMS ? all.slice(0, MOST_ITEMS) : all;
  };
  if (block.kind === 'table') return { ...block, rows: kept(block.rows) };
  if (block.kind === 'states') return { ...block, rows: kept(block.rows) };
  if (block.kind === 'fields') return { ...block, rows: kept(block.rows) };
  if (block.kind === 'list') return { ...block, items: kept(block.items) };
  if (block.kind === 'steps') return { ...block, steps: kept(block.steps) };
  return block;
}

export function drawBlocks(blocks: readonly Block[], options: DrawOptions): Drawing {
  const drawing: Drawing = { pieces: [], pictures: [], cut: false, logCut: false };
  let weight = 0;
  let drawn = 0;
  for (const block of blocks) {
    if (weight > MOST_WEIGHT) {
      drawing.cut = true;
      break;
    }
    drawBlock(shorten(block, drawing), options, drawing);
    weight += weightOf(drawing.pieces.slice(drawn).map((piece) => piece.block));
    drawn = drawing.pieces.length;
  }
  return drawing;
}

function drawBlock(block: Block, options: DrawOptions, into: Drawing): void {
  switch (block.kind) {
    case 'heading':
      into.pieces.push(...richPieces(bold(block.text), true));
      return;
    case 'paragraph':
      into.pieces.push(...richPieces(richOf(block.text)));
      return;
    case 'callout': {
      const sign =
        into.pieces.length === 0 && block.tone === options.shownTone ? '' : `${toneSigns[block.tone]} `;
      const text = into.pieces.length === 0 ? withoutTitle(block.text, options.shownTitle ?? '') : block.text;
      into.pieces.push(...richPieces([...richOf(sign), ...richOf(text)]));
      return;
    }
    case 'fields':
      into.pieces.push(
        ...richPieces(block.rows.flatMap((row, index) => fieldLine(row.label, row.value, index))),
      );
      return;
    case 'table': {
      const drawn = options.tables ? drawTable(block) : drawRowsAsList(block);
      into.pieces.push(...drawn.pieces);
      into.cut ||= drawn.cut;
      return;
    }
    case 'states':
      into.pieces.push(...statePieces(block.rows));
      return;
    case 'list':
      into.pieces.push(...listPieces(block.items.map(richOf).filter((item) => item.length > 0)));
      return;
    case 'log':
      drawLog(block.lines, into);
      return;
    case 'steps':
      // What was cleared stands together; the reasons are in the file.
      into.cut ||= isCondensed(block.steps);
      into.pieces.push(...drawSteps(block.title, block.steps, options.plan));
      return;
    case 'code':
      into.pieces.push(...codePieces(clean(block.text)));
      return;
    case 'picture':
      into.pictures.push({ picture: block.picture, alt: clean(block.alt), at: into.pieces.length });
      return;
    case 'note':
      into.pieces.push(...notePieces(block.text));
  }
}

/** A leading bold sentence that the title holds already is left out; what follows it stands alone. */
function withoutTitle(text: Text, title: string): Text {
  const [first, second, ...rest] = spansOf(text);
  if (typeof first !== 'object' || !('strong' in first) || typeof second !== 'string') return text;
  const repeats = oneLine(title).toLowerCase().includes(oneLine(first.strong).toLowerCase());
  const after = /^\s*[.:]\s+(\S[\s\S]*)$/.exec(second)?.[1];
  return repeats && after !== undefined ? [after, ...rest] : text;
}

function drawLog(lines: readonly LogExcerptLine[], into: Drawing): void {
  const shown = excerptOf(lines);
  into.pieces.push(...codePieces(logText(shown.lines)));
  if (!shown.cut) return;
  into.logCut = true;
  into.pieces.push(
    ...notePieces(`${shown.lines.length} of ${lines.length} lines; all of them are in the file.`),
  );
}

function bold(text: string): RichInline[] {
  const shown = clean(text);
  return shown === '' ? [] : [{ type: 'text', text: shown, style: { bold: true } }];
}

/** One line a row: on a telephone that is shorter than Slack's two-column fields, and it wraps well. */
function fieldLine(label: string, value: Text, index: number): RichInline[] {
  const inlines = richOf(value);
  return [
    { type: 'text', text: `${index === 0 ? '' : '\n'}${clean(label) || '–'}:`, style: { bold: true } },
    { type: 'text', text: ' ' },
    ...(inlines.length === 0 ? [{ type: 'text', text: '–' } as const] : inlines),
  ];
}

/** Small gray text. Plain where nothing needs the reader's zone, so that nothing in it can be markup. */
export function notePieces(text: Text): Piece[] {
  const plain = plainOf(text);
  if (plain.trim() === '') return [];
  const rich = richOf(text);
  // What a device or a person wrote cannot end a link of rich text; in mrkdwn it might.
  if (plain.length > limits.contextText || rich.some((one) => one.type === 'link')) return richPieces(rich);
  const element = needsForm(text)
    ? ({ type: 'mrkdwn', text: cutMrkdwn(mrkdwnOf(text), limits.contextText), verbatim: true } as const)
    : plainText(plain);
  return [blockPiece({ type: 'context', elements: [element] })];
}
