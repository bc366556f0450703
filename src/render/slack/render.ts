// How a report looks in Slack: a card for the channel, its detail for the thread, one form for the asker alone.

import type { Progress, Report } from '../../domain/report.js';
import { actionPieces, choicePieces } from './actions.js';
import { type DrawOptions, drawBlocks, notePieces, type ShownPicture } from './draw.js';
import { clean, codeSpan, cut, cutMrkdwn, escapeMrkdwn, oneLine } from './escape.js';
import { judgingPieces } from './judging.js';
import { limits, messageLimits } from './limits.js';
import { choose, messageRoom, pack, packAround } from './pack.js';
import { blockPiece, type Piece, richPieces } from './piece.js';
import { plainBlock, plainReport } from './plain.js';
import {
  plainText,
  type RichInline,
  richText,
  type SlackBlock,
  type SlackMessage,
  section,
} from './shapes.js';
import { toneSigns, toneWords } from './tone.js';

export interface SlackOptions {
  /** Draw steps as Slack's plan block; false where a client or surface refuses it. */
  readonly plan: boolean;
  /** Who asked what, shown below the card because Slack does not show a slash command to others. */
  readonly asked: { readonly userId: string; readonly command: string } | null;
}

export interface SlackFile {
  readonly name: string;
  readonly title: string;
  readonly text: string;
}

export interface PlacedPicture {
  readonly picture: ShownPicture['picture'];
  readonly alt: string;
  /** It comes after so many messages of the thread. */
  readonly after: number;
}

export interface RenderedReport {
  readonly card: SlackMessage;
  /** In order; every message fits Slack's limits. */
  readonly thread: readonly SlackMessage[];
  readonly pictures: readonly PlacedPicture[];
  readonly files: readonly SlackFile[];
}

/** Cut where pictures stand: they come as messages of their own, between the others. */
function split(pieces: readonly Piece[], offset: number, pictures: readonly ShownPicture[]): Piece[][] {
  const edges = [0, ...pictures.map((one) => offset + one.at), pieces.length];
  return edges.slice(1).map((edge, index) => pieces.slice(edges[index], edge));
}

export function renderSlack(report: Report, options: SlackOptions): RenderedReport {
  const draw: DrawOptions = { plan: options.plan, tables: true };
  const summary = drawBlocks(report.summary, { ...draw, shownTone: report.tone, shownTitle: report.title });
  const detail = drawBlocks(report.detail, draw);
  const [firstActions, ...moreActions] = actionPieces(report.actions);
  const choice = report.choice === null ? [] : choicePieces(report.choice);
  const head = [headerPiece(report)];
  const wanted = [
    ...choice,
    ...(firstActions === undefined ? [] : [firstActions]),
    ...judgingPieces(report.judging),
    ...askedPieces(options),
  ];
  const tail = choose(head, wanted, messageRoom);
  const card = packAround(head, summary.pieces, tail.kept, messageRoom);
  const sections = split(
    [...card.rest, ...detail.pieces, ...tail.left, ...moreActions],
    card.rest.length,
    detail.pictures,
  );
  const packed = sections.map((pieces) => pack(pieces, messageRoom));
  const rest = packed.flat();
  const shown = rest.slice(0, messageLimits.thread);
  const logSpills = (summary.logCut || detail.logCut) && report.files.length === 0;
  const spills = rest.length > shown.length || summary.cut || detail.cut || logSpills;
  const text = fallbackOf(report);
  return {
    card: { text, blocks: card.blocks },
    thread: shown.map((blocks) => ({ text, blocks })),
    pictures: [
      ...summary.pictures.map(({ picture, alt }) => ({ picture, alt, after: 0 })),
      ...detail.pictures.map(({ picture, alt }, index) => ({
        picture,
        alt,
        after: Math.min(shown.length, packed.slice(0, index + 1).flat().length),
      })),
    ],
    files: [...report.files.map(fileOf), ...(spills ? [overflowFile(report)] : [])],
  };
}

/** Errors, help and what only the asker may see; no card and no thread. */
export function renderPrivate(report: Report, options: SlackOptions): readonly SlackMessage[] {
  const drawing = drawBlocks([...report.summary, ...report.detail], {
    plan: options.plan,
    tables: true,
    shownTone: report.tone,
  });
  const choice = report.choice === null ? [] : choicePieces(report.choice);
  const pieces = [...titlePieces(report), ...drawing.pieces, ...choice, ...actionPieces(report.actions)];
  const text = fallbackOf(report);
  const messages = pack(pieces, messageRoom).map((blocks) => ({ text, blocks }));
  if (messages.length <= messageLimits.asker) return messages;
  const kept = messages.slice(0, messageLimits.asker - 1);
  return [...kept, { text, blocks: notePieces(CUT).map((piece) => piece.block) }];
}

const CUT = 'The rest does not fit here. Ask for less, or run the same command in a terminal.';

const mostLine = 200;

/** One message that is edited while a long command runs. */
export function renderProgress({ title }: Progress, options: SlackOptions): SlackMessage {
  const line = oneLine(title) || 'Working';
  const shown: RichInline = { type: 'text', text: cut(line, mostLine), style: { bold: true } };
  const packed = packAround(
    [blockPiece(richText([section([shown])]), true)],
    [],
    askedPieces(options),
    messageRoom,
  );
  return {
    text: cutMrkdwn(escapeMrkdwn(line), limits.fallbackText),
    blocks: packed.blocks,
  };
}

/** Below progress: ends what runs. @param id of what runs. */
export function stopBlock(id: string): SlackBlock {
  const button = { type: 'button', action_id: 'stop:0', text: plainText('Stop'), value: id } as const;
  return { type: 'actions', elements: [button] };
}

/** One sentence for the asker: what cannot be done, and the remedy. */
export function renderSentence(text: string): SlackMessage {
  const [piece] = richPieces([{ type: 'text', text: cut(clean(text), limits.sectionText) }]);
  return {
    text: cutMrkdwn(escapeMrkdwn(text), limits.fallbackText),
    blocks: piece === undefined ? [] : [piece.block],
  };
}

export function headerPiece(report: Report): Piece {
  const title = oneLine(report.title) || toneWords[report.tone];
  return blockPiece({
    type: 'header',
    text: plainText(cut(`${toneSigns[report.tone]} ${title}`, limits.headerText)),
  });
}

function titlePieces(report: Report): Piece[] {
  const title = oneLine(report.title);
  if (title === '') return [];
  const shown = cut(`${toneSigns[report.tone]} ${title}`, limits.sectionText - 200);
  return richPieces([{ type: 'text', text: shown, style: { bold: true } }], true);
}

function askedPieces(options: SlackOptions): Piece[] {
  if (options.asked === null) return [];
  const { userId, command } = options.asked;
  const who = /^[UW][A-Z0-9]{1,20}$/.test(userId) ? `<@${userId}>` : escapeMrkdwn(userId);
  const text = `${who} asked ${codeSpan(cut(oneLine(command), 150))}`;
  return [blockPiece({ type: 'context', elements: [{ type: 'mrkdwn', text, verbatim: true }] })];
}

/** What a notification says: the state, then the first thing the card says. */
function fallbackOf(report: Report): string {
  const title = oneLine(report.title) || toneWords[report.tone];
  const first = report.summary.find((block) => block.kind === 'callout' || block.kind === 'paragraph');
  const more = first === undefined ? '' : ` – ${cut(oneLine(plainBlock(first)), 300)}`;
  return cutMrkdwn(escapeMrkdwn(`${toneSigns[report.tone]} ${cut(title, 500)}${more}`), limits.fallbackText);
}

function fileOf(file: { name: string; title: string; text: string }): SlackFile {
  const name = cut(oneLine(file.name).replace(/[/\\]/g, '-'), 120) || 'file.txt';
  return { name, title: cut(oneLine(file.title), 200) || name, text: file.text };
}

function overflowFile(report: Report): SlackFile {
  const kind = report.kind.replace(/[^a-z0-9-]/gi, '') || 'report';
  return { name: `${cut(kind, 40)}.txt`, title: 'The whole answer', text: plainReport(report) };
}
