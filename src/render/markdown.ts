// A report as Markdown for tickets and files: only headings, lists, bold, code and tables, which Jira and Confluence take over when it is pasted, and which read well where it stays text (ServiceNow). Everything from outside is escaped.

import type { Block, LogExcerptLine, Report, ShownStep, Span, Text } from '../domain/report.js';
import { neutralized, neutralizedLines, spansOf, spanText, type TimeFrame, timesText } from './plainText.js';

export function renderMarkdown(report: Report, frame: TimeFrame): string {
  const blocks = [...report.summary, ...report.detail].map((block) => blockText(block, frame));
  return `${[`# ${escaped(neutralized(report.title))}`, ...blocks].filter((text) => text !== '').join('\n\n')}\n`;
}

const sameText = (at: string): string => at;

function logLine(line: LogExcerptLine): string {
  const at = line.times ? `${timesText(line, sameText, sameText)}:` : (line.at ?? '');
  const parts = [at, line.device, line.text].filter((part) => part !== '');
  return `${line.marked ? '> ' : '  '}${parts.join(' ')}`;
}

function blockText(block: Block, frame: TimeFrame): string {
  switch (block.kind) {
    case 'heading':
      return `## ${escaped(neutralized(block.text))}`;
    case 'paragraph':
      return inline(block.text, frame);
    case 'callout':
      return `> ${inline(block.text, frame)}`;
    case 'note':
      return inline(block.text, frame);
    case 'fields':
      // A table without a head is none where it is pasted.
      return block.rows
        .map((row) => `- **${inline(row.label, frame)}:** ${inline(row.value, frame)}`)
        .join('\n');
    case 'table':
      return table(block.columns, block.rows, frame);
    case 'states':
      return table(
        ['State', 'Name', 'Since', 'Cause', 'Where'],
        block.rows.map((row) => [row.state, row.name, row.since, row.says, row.more]),
        frame,
      );
    case 'list':
      return block.items.map((item) => `- ${inline(item, frame)}`).join('\n');
    case 'log':
      return fenced(block.lines.map(logLine));
    case 'steps':
      return [`**${escaped(neutralized(block.title))}**`, ...block.steps.map(stepText)].join('\n');
    case 'code':
      return fenced(neutralizedLines(block.text));
    case 'picture':
      return escaped(neutralized(block.alt));
  }
}

function stepText(step: ShownStep): string {
  const why = step.why === '' ? '' : `: ${escaped(neutralized(step.why))}`;
  return `- ${step.state}: ${escaped(neutralized(step.title))}${why}`;
}

function inline(text: Text, frame: TimeFrame): string {
  return spansOf(text)
    .map((span) => spanMarkdown(span, frame))
    .join('');
}

function spanMarkdown(span: Span, frame: TimeFrame): string {
  // What stands in a ticket is read another day: "5 min ago" would be wrong then.
  const isAge = typeof span === 'object' && 'at' in span && span.as === 'age';
  const plain = spanText(isAge ? { ...span, as: 'date-time' } : span, frame);
  if (plain === '') return '';
  if (typeof span === 'object' && 'code' in span) return codeSpan(plain);
  if (typeof span === 'object' && 'strong' in span) return `**${escaped(plain)}**`;
  return escaped(plain);
}

/** A code span whose fence is longer than any run of backticks inside. */
function codeSpan(text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const room = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${room}${text}${room}${fence}`;
}

function fenced(lines: readonly string[]): string {
  const texts = lines.map(neutralized);
  const longest = Math.max(2, ...texts.flatMap((text) => (text.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = '`'.repeat(longest + 1);
  return [fence, ...texts, fence].join('\n');
}

function table(columns: readonly string[], rows: readonly (readonly Text[])[], frame: TimeFrame): string {
  const cell = (text: Text) => inline(text, frame).replaceAll('|', '\\|');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(cell)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map((_, index) => cell(row[index] ?? '')))),
  ].join('\n');
}

/** Characters that markdown or HTML would obey. The bar is escaped in tables only. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/([\\`*{}[\]#~!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}]))/gu, '\\$1')
    .replace(/@(?=\w)/g, '@\u200B');
}
