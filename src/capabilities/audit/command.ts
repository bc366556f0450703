// `audit`: who asked what, when, with what result; for those who may.

import type { AuditRow } from '../../access/audit.js';
import { type Command, optionValue } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { durationText, plural } from '../../commands/phrases.js';
import type { KeepingParts } from '../../commands/stores.js';
import { readTime } from '../../commands/timeRange.js';
import { readPerson } from '../../commands/typed.js';
import { type Block, bareReport, type Report, type Text } from '../../domain/report.js';
import { auditAnswer } from './schema.js';

const mostRows = 200;

export const auditDeclaration: Declaration = {
  ...plain,
  name: 'audit',
  words: '',
  positionals: { least: 0, most: 0 },
  options: [
    { name: 'since', type: 'time', value: '24h', summary: 'how far back' },
    { name: 'by', type: 'person', value: '@USER', summary: 'only what this person did' },
  ],
  summary: 'Who asked what, when, and with what result.',
  examples: ['audit --since 24h', 'audit --by @ana'],
  store: true,
  right: 'audit',
  answer: auditAnswer,
};

export function auditCommand(parts: KeepingParts): Command {
  return {
    declaration: auditDeclaration,
    async run({ words }) {
      const since = readTime(
        optionValue(words, 'since') ?? '24h',
        { command: 'audit', option: 'since' },
        parts.clock.now(),
        parts.zone,
      );
      const by = optionValue(words, 'by');
      const { audit } = await parts.stores();
      const rows = await audit.read({
        since,
        ...(by === null ? {} : { person: readPerson(by).id }),
        limit: mostRows * 2,
      });
      return composeAudit(withoutBeginnings(rows), since);
    },
  };
}

/** What changes something leaves a row before and one after; only the beginning of what never ended is shown. */
export function withoutBeginnings(rows: readonly AuditRow[]): readonly AuditRow[] {
  const ended = new Map<string, number>();
  return rows.filter((row) => {
    const key = `${row.personId}\n${row.via}\n${row.command}`;
    const open = ended.get(key) ?? 0;
    if (row.result !== 'started') {
      ended.set(key, open + 1);
      return true;
    }
    if (open > 0) ended.set(key, open - 1);
    return open === 0;
  });
}

function composeAudit(rows: readonly AuditRow[], since: string): Report {
  const shown = rows.slice(0, mostRows);
  return {
    ...bareReport,
    kind: 'audit',
    tone: 'quiet',
    title: `Audit log: ${plural(shown.length, 'command')}`,
    summary: [
      { kind: 'paragraph', text: ['Since ', { at: since, as: 'date-time' }, ', newest first.'] },
      ...(shown.length === 0 ? [] : [table(shown.slice(0, 50))]),
      ...(rows.length > 50
        ? [
            {
              kind: 'note',
              text: `${rows.length - 50} more; narrow it with --since or --by.`,
            } satisfies Block,
          ]
        : []),
    ],
    // Who did what concerns nobody else in the channel.
    audience: 'asker',
    json: { schema: 1, since, rows: shown },
  };
}

function table(rows: readonly AuditRow[]): Block {
  return {
    kind: 'table',
    columns: ['When', 'Who', 'Where', 'What', 'Result', 'Took'],
    rows: rows.map((row): Text[] => [
      { at: row.at, as: 'date-time' },
      row.personName,
      row.channel ?? row.via,
      { code: row.command },
      row.result,
      durationText(row.durationMs),
    ]),
  };
}
