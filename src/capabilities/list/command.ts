// `list`: every configured tunnel with its state, worst first.

import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { type Command, type CommandRequest, isOn, optionValue } from '../../commands/definition.js';
import { durationText, plural, stateText, timeSpan } from '../../commands/phrases.js';
import { commandLine, commandNames, type LineOptions } from '../../domain/commandLine.js';
import type { TunnelState } from '../../domain/live.js';
import { Problem } from '../../domain/problem.js';
import type { Action, Block, Report, Text } from '../../domain/report.js';
import { askedText } from '../../fleet/fleet.js';
import {
  fetchList,
  filterList,
  type ListEntry,
  type ListFilter,
  type ListParts,
  rowsWorstFirst,
  type TunnelList,
} from '../../fleet/list.js';
import { listAnswer } from './schema.js';

const states: readonly TunnelState[] = ['down', 'degraded', 'unknown', 'idle', 'up', 'disabled'];
const pageSize = 20;

export const listDeclaration: Declaration = {
  ...plain,
  name: commandNames.list,
  words: '[NAME]',
  positionals: { least: 0, most: 5 },
  options: [
    {
      name: 'state',
      type: 'choice',
      value: 'S',
      choices: states,
      summary: 'only tunnels in this state',
      many: true,
    },
    { name: 'device', type: 'text', value: 'DEVICE', summary: 'only tunnels of this device' },
    { name: 'peer', type: 'text', value: 'ADDRESS', summary: 'only tunnels with this peer' },
    { name: 'name', type: 'text', value: 'TEXT', summary: 'only tunnels whose name contains this' },
    { name: 'page', type: 'number', value: 'N', summary: 'which page' },
    { name: 'all', type: 'switch', summary: 'all on one page' },
    { name: 'refresh', type: 'switch', summary: 'ask the devices anew', refreshes: true },
  ],
  summary: 'Every configured tunnel with its state, worst first.',
  examples: ['list', 'list --state down', 'list --device fw-paris'],
  right: 'read',
  doors: { 'home-fleet': [] },
  answer: listAnswer,
};

export function listCommand(parts: ListParts): Command {
  return {
    declaration: listDeclaration,
    async run(request) {
      const filter = readFilter(request.words, parts);
      const ask = isOn(request.words, 'refresh') ? { ...request.ask, maxAgeMs: 0 } : request.ask;
      const list = await fetchList(parts, ask);
      return composeList(list, filter, request);
    },
  };
}

function readFilter(words: CommandWords, parts: ListParts): ListFilter {
  const wanted = words.options.get('state') ?? [];
  const device = optionValue(words, 'device');
  if (device !== null && !parts.fleet.devices.some((item) => item.name === device)) {
    const devices = parts.fleet.devices.map((item) => item.name).join(', ') || 'none';
    throw new Problem('unknown-device', { name: device, devices });
  }
  const name = optionValue(words, 'name') ?? (words.positionals.join(' ') || null);
  return {
    states: states.filter((state) => wanted.includes(state)),
    device,
    peer: optionValue(words, 'peer'),
    name,
  };
}

function readPage(words: CommandWords, pages: number): number {
  const typed = optionValue(words, 'page');
  return typed === null ? 1 : Math.min(Number(typed), Math.max(1, pages));
}

function composeList(list: TunnelList, filter: ListFilter, { words }: CommandRequest): Report {
  const entries = filterList(list.entries, filter);
  const all = isOn(words, 'all');
  const pages = all ? 1 : Math.ceil(entries.length / pageSize);
  const page = readPage(words, pages);
  const shown = all ? entries : entries.slice((page - 1) * pageSize, page * pageSize);
  return {
    kind: 'list',
    tone: entries.some((entry) => entry.state.state === 'down')
      ? 'bad'
      : list.gaps.length > 0
        ? 'warning'
        : 'good',
    title: titleOf(entries.length, list.entries.length),
    summary: [
      { kind: 'paragraph', text: countsText(entries, list) },
      ...table(shown),
      ...(pages > 1 ? [{ kind: 'note' as const, text: `Page ${page} of ${pages}.` }] : []),
      ...gapBlocks(list),
      ...ageNote(list),
    ],
    detail: [],
    actions: actionsFor(words, page, pages),
    choice: null,
    files: [],
    audience: 'everyone',
    json: rowsWorstFirst(entries)
      .filter((row) => filter.device === null || row.device === filter.device)
      .filter((row) => filter.states.length === 0 || filter.states.includes(row.state))
      .map((row) => ({
        tunnel: row.tunnel,
        device: row.device,
        vendor: row.vendor,
        state: row.state,
        since: row.since,
        peer: row.peer,
        name: row.name,
        basis: row.basis,
      })),
  };
}

function titleOf(shown: number, all: number): string {
  return shown === all ? plural(all, 'tunnel') : `${shown} of ${plural(all, 'tunnel')}`;
}

function countsText(entries: readonly ListEntry[], list: TunnelList): Text {
  if (list.entries.length === 0 && list.gaps.length > 0) return 'No tunnel could be read.';
  if (entries.length === 0) return 'No tunnel fits.';
  return states
    .map((state) => ({ state, count: entries.filter((entry) => entry.state.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${stateText(state)}`)
    .join(', ');
}

function table(entries: readonly ListEntry[]): Block[] {
  if (entries.length === 0) return [];
  return [
    {
      kind: 'table',
      columns: ['Tunnel', 'State', 'Since', 'Peer', 'Device', 'Why'],
      rows: entries.map(({ tunnel, state, rows }) => [
        tunnel.name,
        stateText(state.state),
        timeSpan(state.since, ''),
        rows[0]?.peer ?? '',
        rows.map((row) => row.device).join(' + '),
        state.state === 'up' ? '' : state.basis,
      ]),
    },
  ];
}

function gapBlocks(list: TunnelList): Block[] {
  if (list.gaps.length === 0) return [];
  const items = list.gaps.slice(0, 10).map((gap) => `${askedText(gap)}: ${gap.says} ${gap.remedy}`);
  const more = list.gaps.length - items.length;
  return [
    { kind: 'callout', tone: 'warning', text: `${plural(list.gaps.length, 'device')} could not be read:` },
    { kind: 'list', items: more > 0 ? [...items, `and ${more} more`] : items },
  ];
}

function ageNote(list: TunnelList): Block[] {
  return list.cachedForMs === null
    ? []
    : [{ kind: 'note', text: `Data is ${durationText(list.cachedForMs)} old.` }];
}

/** What is asked anew with each page; everything else narrows the list and stays. */
const aboutPages: readonly string[] = ['page', 'all', 'refresh'];

function actionsFor(words: CommandWords, page: number, pages: number): Action[] {
  const filters = Object.fromEntries([...words.options].filter(([name]) => !aboutPages.includes(name)));
  const again = (options: LineOptions) =>
    commandLine(commandNames.list, words.positionals, { ...filters, ...options });
  const actions: Action[] = [];
  if (page > 1) actions.push({ label: 'Previous', command: again({ page: String(page - 1) }) });
  if (page < pages) actions.push({ label: 'Next', command: again({ page: String(page + 1) }) });
  if (pages > 1) actions.push({ label: 'Show all', command: again({ all: true }) });
  const here = page > 1 ? { page: String(page) } : {};
  actions.push({ label: 'Refresh', command: again({ ...here, refresh: true }) });
  if (!words.options.has('state')) actions.push({ label: 'Only down', command: again({ state: 'down' }) });
  return actions;
}
