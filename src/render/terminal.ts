// A report on a terminal: aligned, wrapped, colored only when that is wanted; pure.

import type { Picture } from '../domain/picture.js';
import type { Block, LogExcerptLine, Report, ShownStep, Text, Tone } from '../domain/report.js';
import { columnsOf, padded, wrapped } from './layout.js';
import {
  neutralized,
  neutralizedLines,
  plainText,
  spansOf,
  spanText,
  type TimeFrame,
  timesText,
} from './plainText.js';
import { historyLines } from './terminalHistory.js';
import { type Paint, signs, stateLines, type TableStyle, tableLines } from './terminalTable.js';

interface Style extends TableStyle {
  readonly options: TerminalOptions;
}

export interface TerminalOptions extends TimeFrame {
  readonly color: boolean;
  /** Columns of the terminal; tables and paragraphs stay inside. */
  readonly width: number;
}

const colors: Readonly<Record<Tone, string>> = {
  good: '32',
  warning: '33',
  bad: '31',
  quiet: '36',
  unknown: '35',
};

export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = (code: string): Paint =>
    options.color ? (text) => (text === '' ? '' : `\u001B[${code}m${text}\u001B[0m`) : (text) => text;
  const style: Style = {
    options,
    width: options.width,
    bold: paint('1'),
    dim: paint('2'),
    tone: (tone) => paint(colors[tone]),
  };
  const lines = [
    style.bold(style.tone(report.tone)(neutralized(report.title))),
    ...report.summary.flatMap((block) => blockLines(block, style)),
    ...(report.detail.length > 0 ? [''] : []),
    ...report.detail.flatMap((block) => blockLines(block, style)),
    ...choiceLines(report, style),
  ];
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`;
}

function blockLines(block: Block, style: Style): readonly string[] {
  const { width } = style.options;
  switch (block.kind) {
    case 'heading':
      return ['', style.bold(neutralized(block.text))];
    case 'paragraph':
      return styledText(block.text, width, style);
    case 'callout': {
      const [first = '', ...rest] = styledText(block.text, width - 2, style);
      return [`${style.tone(block.tone)(signs[block.tone])} ${first}`, ...rest.map((line) => `  ${line}`)];
    }
    case 'fields':
      return fieldLines(block.rows, style);
    case 'table':
      return tableLines(block.columns, textRows(block.rows, style), style);
    case 'states':
      return stateLines(block.rows, style);
    case 'list':
      return block.items.flatMap((item) => {
        const [first = '', ...rest] = styledText(item, width - 4, style);
        return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
      });
    case 'log':
      return block.lines.flatMap((line) => logLines(line, style));
    case 'steps':
      return [style.bold(neutralized(block.title)), ...stepLines(block.steps, style)];
    case 'code':
      return neutralizedLines(block.text).map((line) => `    ${line}`);
    case 'picture':
      return pictureLines(block.picture, style);
    case 'note':
      return styledText(block.text, width, style).map((line) => style.dim(line));
  }
}

/** Wraps the plain text, then paints what is strong where it still stands in one piece. */
function styledText(text: Text, width: number, style: Style): readonly string[] {
  const lines = wrapped(plainText(text, style.options), width);
  if (!style.options.color) return lines;
  const strong = spansOf(text)
    .filter((span) => typeof span === 'object' && 'strong' in span)
    .map((span) => spanText(span, style.options))
    .filter((word) => word !== '');
  return lines.map((line) =>
    strong.reduce((painted, word) => {
      const at = painted.indexOf(word);
      return at < 0 ? painted : painted.slice(0, at) + style.bold(word) + painted.slice(at + word.length);
    }, line),
  );
}

function fieldLines(
  rows: readonly { readonly label: string; readonly value: Text }[],
  style: Style,
): string[] {
  const labels = rows.map((row) => neutralized(row.label));
  const longest = Math.max(0, ...labels.map(columnsOf));
  const narrow = longest + 12 > style.options.width;
  return rows.flatMap((row, index) => {
    const label = labels[index] ?? '';
    if (narrow || longest > 32) {
      const values = styledText(row.value, style.options.width - 6, style);
      return [`  ${style.bold(label)}`, ...values.map((line) => `      ${line}`)];
    }
    const [first = '', ...rest] = styledText(row.value, style.options.width - longest - 4, style);
    const indent = ' '.repeat(longest + 4);
    return [`  ${style.dim(padded(label, longest))}  ${first}`, ...rest.map((line) => indent + line)];
  });
}

const mostStepsShown = 20;

function textRows(rows: readonly (readonly Text[])[], style: Style): string[][] {
  return rows.map((row) => row.map((cell) => plainText(cell, style.options)));
}

function logLines(line: LogExcerptLine, style: Style): string[] {
  const day = (at: string): string => plainText({ at, as: 'date-time' }, style.options);
  const time = (at: string): string => plainText({ at, as: 'time' }, style.options);
  const at = line.times ? `${timesText(line, day, time)}:` : line.at === null ? '' : day(line.at);
  const text = [at, neutralized(line.device), neutralized(line.text)].filter((part) => part !== '').join(' ');
  const mark = line.marked ? '> ' : '  ';
  const lines = wrapped(text, style.options.width - 4).map(
    (part, index) => (index === 0 ? mark : '    ') + part,
  );
  return line.marked ? lines.map(style.tone('bad')) : lines;
}

const stepSigns: Readonly<Record<ShownStep['state'], string>> = {
  found: 'x',
  cleared: '+',
  unclear: '?',
  skipped: '-',
};

/** Many steps: those that found nothing are counted, so that what matters stays in sight; JSON and markdown have them all. */
function stepLines(steps: readonly ShownStep[], style: Style): readonly string[] {
  const quiet = steps.filter((step) => step.state === 'cleared' || step.state === 'skipped');
  if (steps.length <= mostStepsShown || quiet.length === 0) return steps.map((step) => stepLine(step, style));
  const telling = steps.filter((step) => !quiet.includes(step));
  const cleared = quiet.filter((step) => step.state === 'cleared').length;
  const rest = [
    cleared > 0 ? `${cleared} more cleared` : '',
    quiet.length > cleared ? `${quiet.length - cleared} skipped` : '',
  ];
  return [
    ...telling.map((step) => stepLine(step, style)),
    style.dim(`  ${rest.filter((text) => text !== '').join(', ')}; --markdown shows each.`),
  ];
}

function stepLine(step: ShownStep, style: Style): string {
  const why = step.why === '' ? '' : style.dim(` (${neutralized(step.why)})`);
  return `  [${stepSigns[step.state]}] ${neutralized(step.title)}${why}`;
}

function pictureLines(picture: Picture, style: Style): readonly string[] {
  const title = style.bold(neutralized(picture.title));
  if (picture.kind === 'comparison') {
    const mark = { same: '', differs: 'mismatch', unknown: 'cannot compare' } as const;
    const rows = picture.rows.map((row) => [row.label, row.left, row.right, mark[row.state]]);
    const heads = ['', picture.left, picture.right, ''];
    return ['', title, ...tableLines(heads, textRows(rows, style), style)];
  }
  if (picture.kind === 'history') return historyLines(picture, style);
  const outcome = {
    ok: '',
    failed: '  <- failed',
    lost: '  <- no answer',
    refused: '  <- refused',
    dropped: '  <- lost',
  } as const;
  return [
    '',
    title,
    `  ${neutralized(picture.left)}  |  ${neutralized(picture.right)}`,
    ...picture.messages.map((message) => {
      const arrow = message.from === 'left' ? '---->' : '<----';
      const note = message.note === '' ? '' : `  (${neutralized(message.note.replaceAll('\n', ', '))})`;
      return `  ${arrow} ${neutralized(message.label)}${outcome[message.outcome]}${note}`;
    }),
  ];
}

function choiceLines(report: Report, style: Style): readonly string[] {
  if (!report.choice) return [];
  return [
    '',
    neutralized(report.choice.prompt),
    ...report.choice.options.map((option) => `  ${style.bold(neutralized(option.command))}`),
  ];
}
