// How much a person has to read of a diagnosis: messages, lines on a phone and in a terminal, words; measured on what is drawn.

import type { Report } from '../../src/domain/report.js';
import { renderSlack, type SlackMessage } from '../../src/render/slack/index.js';
import { renderTerminal } from '../../src/render/terminal.js';

/** Characters of one line of Slack's text on a phone of 390 points, and its lines above the fold of a thread. */
const phoneColumns = 44;

export interface Size {
  /** Messages and pictures in the thread, with the card. */
  readonly messages: number;
  /** Lines of the card on a phone, its title and buttons left out. */
  readonly cardLines: number;
  /** Lines of all messages on a phone. */
  readonly threadLines: number;
  readonly threadWords: number;
  /** Lines at 80 columns. */
  readonly terminalLines: number;
  readonly files: number;
}

/** Every text that the blocks show, each block by itself. */
function textsOf(block: unknown): string {
  if (typeof block !== 'object' || block === null) return '';
  if (Array.isArray(block)) return block.map(textsOf).join('');
  const { type, text, ...rest } = block as Record<string, unknown>;
  if (type === 'actions' || type === 'header') return '';
  const inner = Object.values(rest)
    .filter((one) => typeof one === 'object')
    .map(textsOf);
  const own = typeof text === 'string' ? text : textsOf(text);
  return `${own}${inner.join('')}${type === 'rich_text_section' ? '\n' : ''}`;
}

function linesOf(message: SlackMessage): string[] {
  return message.blocks.flatMap((block) => textsOf(block).split('\n')).filter((line) => line.trim() !== '');
}

function phoneLines(messages: readonly SlackMessage[]): number {
  return messages
    .flatMap(linesOf)
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / phoneColumns)), 0);
}

export function sizeOf(report: Report): Size {
  const { card, thread, pictures, files } = renderSlack(report, { plan: false, asked: null });
  const words = [card, ...thread].flatMap(linesOf).join(' ').split(/\s+/);
  const frame = { now: new Date('2026-03-02T10:00:10.000Z'), zone: 'UTC', color: false, width: 80 };
  return {
    messages: 1 + thread.length + pictures.length,
    cardLines: phoneLines([card]),
    threadLines: phoneLines([card, ...thread]),
    threadWords: words.length,
    terminalLines: renderTerminal(report, frame).split('\n').length,
    files: files.length,
  };
}
