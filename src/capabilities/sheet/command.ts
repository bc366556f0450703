// `sheet TUNNEL`: the parameters that the partner must carry, for copying and as files; with a filled-in sheet, the comparison.

import type { Command, CommandRequest } from '../../commands/command.js';
import { type Declaration, plain } from '../../commands/declaration.js';
import { readDocument, unreadable } from '../../commands/document.js';
import { plural } from '../../commands/phrases.js';
import type { KeepingParts } from '../../commands/stores.js';
import { tunnelNamed, tunnelWord } from '../../commands/tunnelWord.js';
import type { Examiner } from '../../diagnosis/examiner.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { Problem } from '../../domain/problem.js';
import { type Block, bareReport, type Report, type Text } from '../../domain/report.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { givenTo } from '../../incidents/givenTo.js';
import { incidentFrom } from '../../incidents/incident.js';
import type { ComparedRow } from './compare.js';
import { comparedConfig, comparedSheet } from './comparison.js';
import type { ParameterSheet } from './form.js';
import { sheetAnswer } from './schema.js';
import { differingRows, type SeenValues, seenInConfig, seenInLogs, seenOnSheet, withSeen } from './seen.js';
import { composeSheet } from './sheet.js';
import { compactSheet, readFilledSheet, seenText, sheetCsv, sheetMarkdown } from './text.js';

export interface SheetParts extends KeepingParts {
  readonly examiner: Examiner;
}

export const sheetDeclaration: Declaration = {
  ...plain,
  name: commandNames.sheet,
  words: 'TUNNEL',
  positionals: { least: 1, most: 20 },
  options: [],
  summary:
    'The parameters that the partner must carry; with a filled-in sheet or their configuration, what differs.',
  examples: ['sheet paris-hq'],
  right: 'read',
  about: 'tunnel',
  takesFile: 'the sheet as the other end filled it in, or its configuration',
  takesConfig: 'the configuration of the other end, as its product prints it',
  slow: true,
  kept: true,
  answer: sheetAnswer,
};

export function sheetCommand(parts: SheetParts): Command {
  return {
    declaration: sheetDeclaration,
    tunnelsOf: tunnelNamed(parts),
    async run(request) {
      const tunnel = await parts.fleet.resolve(tunnelWord(request.words), request.ask);
      const now = parts.clock.now().toISOString();
      const [file] = request.attachments;
      if (file) return await compared(parts, tunnel, request, now);
      const { config } = tunnel.ours;
      if (!config.known) {
        throw new Problem('no-device', { detail: config.says, hint: config.remedy });
      }
      const sheet = composeSheet(config.value, tunnel.declared, now);
      return composeSheetReport(tunnel, withSeen(sheet, ...(await seenInIncident(parts, request, tunnel))));
    },
  };
}

/** What the open incident of the tunnel showed of the other end; nothing when there is none, or when it works again. */
async function seenInIncident(
  parts: SheetParts,
  request: CommandRequest,
  tunnel: FleetTunnel,
): Promise<readonly SeenValues[]> {
  // The sheet needs no database; one that cannot be opened here (a running service holds it) costs it nothing.
  const stores = await parts.stores().catch(() => null);
  const [events] = (await stores?.incidents.list({ open: true, tunnel: tunnel.name, limit: 1 })) ?? [];
  const incident = events ? incidentFrom(events) : null;
  if (!stores || !incident || incident.recovered) return [];
  const came = incident.timeline.findLast((event) => event.what.kind === 'sheet')?.what;
  const sheet = came?.kind === 'sheet' ? await stores.incidents.document(came.document) : null;
  const given = await givenTo(incident, stores.incidents);
  const { examination } = await parts.examiner.examine(tunnel.name, given, request.ask, request.onProgress);
  return [
    ...(sheet ? [seenOnSheet(readFilledSheet(sheet.text, sheet.name))] : []),
    seenInLogs(examination.evidence),
    seenInConfig(examination.evidence),
  ];
}

async function compared(
  { examiner }: SheetParts,
  tunnel: FleetTunnel,
  request: CommandRequest,
  now: string,
): Promise<Report> {
  const [file] = request.attachments;
  const name = (file?.name ?? 'the sheet').slice(0, 120);
  const document = readDocument(file?.bytes ?? new Uint8Array(), name);
  if (!document.ok) throw unreadable(name, document);
  const { text } = await examiner.scrub(document.text);
  if (file?.saidToBe !== 'configuration' && !(await examiner.isConfig(text)))
    return composeComparison(tunnel, name, comparedSheet(tunnel, text, name, now));
  const read = await examiner.readConfig(tunnel, text, null);
  if ('detail' in read)
    throw new Problem('config-not-used', { file: name, detail: read.detail, hint: read.remedy });
  const report = composeComparison(tunnel, name, comparedConfig(tunnel, read.config, now));
  return { ...report, summary: [...report.summary, { kind: 'note', text: read.says }] };
}

function composeSheetReport(tunnel: FleetTunnel, sheet: ParameterSheet): Report {
  const stem = `${tunnel.name.replace(/[^\p{L}\p{N}._-]+/gu, '-').slice(0, 60) || 'tunnel'}-parameters`;
  return {
    ...bareReport,
    kind: 'sheet',
    tone: 'quiet',
    title: `Parameters of ${tunnel.name} for ${sheet.partner}`,
    summary: [
      {
        kind: 'paragraph',
        text: [
          `Written in the view of ${sheet.partner}, from ${sheet.ourName} at `,
          { at: sheet.readAt, as: 'date-time' },
          '. PSK not included; share it over a separate secure channel.',
        ],
      },
      ...differenceBlocks(sheet),
      { kind: 'code', text: compactSheet(sheet) },
    ],
    actions: [{ label: 'Triage', command: commandLine(commandNames.triage, [tunnel.name]) }],
    // They hold the whole form; as tables it would be eight messages.
    files: [
      { name: `${stem}.md`, title: `Parameters of ${tunnel.name} (Markdown)`, text: sheetMarkdown(sheet) },
      { name: `${stem}.csv`, title: `Parameters of ${tunnel.name} (CSV)`, text: sheetCsv(sheet) },
    ],
    audience: 'everyone',
    json: { schema: 1, ...sheet },
  };
}

/** Differences first: they are why one looks at a sheet in an incident. */
function differenceBlocks(sheet: ParameterSheet): Block[] {
  const differing = differingRows(sheet);
  if (differing.length === 0) return [];
  return [
    {
      kind: 'callout',
      tone: 'bad',
      text: { strong: `${sheet.partner}: mismatch in ${plural(differing.length, 'parameter')}` },
    },
    {
      kind: 'list',
      items: differing.map(
        (row): Text => [
          { strong: `${row.section}, ${row.parameter}` },
          `: needed is ${row.yours}; ${row.seen ? seenText(row.seen).replace(/^your/, 'their') : ''}`,
        ],
      ),
    },
  ];
}

function composeComparison(tunnel: FleetTunnel, file: string, rows: readonly ComparedRow[]): Report {
  const differs = rows.filter((row) => row.outcome === 'differs');
  const unclear = rows.filter((row) => row.outcome === 'unclear');
  const empty = rows.filter((row) => row.outcome === 'empty');
  const filled = rows.length - empty.length;
  return {
    ...bareReport,
    kind: 'sheet-compared',
    tone: differs.length > 0 ? 'bad' : unclear.length > 0 || filled === 0 ? 'warning' : 'good',
    title:
      filled === 0
        ? `${file}: nothing is filled in`
        : differs.length === 0
          ? `${file}: no difference in ${plural(filled, 'parameter')}`
          : `${file}: ${plural(differs.length, 'difference')}`,
    summary:
      differs.length > 0
        ? [comparedTable(differs)]
        : [{ kind: 'paragraph', text: 'What was filled in matches what runs.' }],
    detail: [
      ...listed('Cannot be compared', unclear),
      ...listed('Not filled in', empty),
      { kind: 'heading', text: 'All parameters' },
      comparedTable(rows),
    ],
    actions: [{ label: 'Triage', command: commandLine(commandNames.triage, [tunnel.name]) }],
    audience: 'everyone',
    json: {
      schema: 1,
      tunnel: tunnel.name,
      rows: rows.map(({ row, value, outcome }) => ({
        id: row.id,
        parameter: row.parameter,
        needed: row.yours,
        given: value,
        outcome,
      })),
    },
  };
}

function listed(title: string, rows: readonly ComparedRow[]): Block[] {
  if (rows.length === 0) return [];
  return [
    { kind: 'heading', text: title },
    { kind: 'list', items: rows.map(({ row }): Text => `${row.section}, ${row.parameter}`) },
  ];
}

const outcomeWords = { same: 'match', differs: 'mismatch', empty: '', unclear: 'cannot compare' } as const;

function comparedTable(rows: readonly ComparedRow[]): Block {
  return {
    kind: 'table',
    columns: ['Parameter', 'Needed', 'Given', ''],
    rows: rows.map(({ row, value, outcome }): Text[] => [
      row.parameter,
      row.yours,
      value,
      outcome === 'differs' ? { strong: outcomeWords.differs } : outcomeWords[outcome],
    ]),
  };
}
