// A report without any form: for the file that carries what does not fit into messages, and for notifications.

import type { Block, Report, StateRow } from '../../domain/report.js';
import { clean } from './escape.js';
import { logText } from './log.js';
import { plainOf } from './text.js';
import { stepLooks, toneWords } from './tone.js';

export function plainReport(report: Report): string {
  const parts = [clean(report.title), ...[...report.summary, ...report.detail].map(plainBlock)];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

export function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return clean(block.text).toUpperCase();
    case 'paragraph':
    case 'note':
      return plainOf(block.text);
    case 'callout':
      return `${toneWords[block.tone]}: ${plainOf(block.text)}`;
    case 'fields':
      return block.rows.map((row) => `${clean(row.label)}: ${plainOf(row.value)}`).join('\n');
    case 'table':
      return [block.columns.map(clean), ...block.rows.map((row) => row.map(plainOf))]
        .map((row) => row.join('\t'))
        .join('\n');
    case 'states':
      return block.rows.map(stateLine).join('\n');
    case 'list':
      return block.items.map((item) => `- ${plainOf(item)}`).join('\n');
    case 'log':
      return logText(block.lines);
    case 'steps':
      return [clean(block.title), ...block.steps.map(plainStep)].join('\n');
    case 'code':
      return clean(block.text);
    case 'picture':
      return `Picture: ${clean(block.alt)}`;
  }
}

function stateLine({ state, name, since, says, more }: StateRow): string {
  return [name, `${state} ${since}`.trim(), says, more]
    .map(clean)
    .filter((part) => part !== '')
    .join(' · ');
}

function plainStep(step: { title: string; state: keyof typeof stepLooks; why: string }): string {
  const look = stepLooks[step.state];
  return `${look.sign} ${clean(step.title)} (${look.word})${step.why === '' ? '' : `: ${clean(step.why)}`}`;
}
