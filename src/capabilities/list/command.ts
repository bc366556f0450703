// `list`: every configured tunnel with its state, worst first.

import {
  type Command,
  type CommandRequest,
  type CommandWords,
  isOn,
  optionValue,
} from '../../commands/definition.js';
import { durationText, plural, stateText, timeSpan } from '../../commands/phrases.js';
import { quoteWord, usage } from '../../commands/words.js';
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

const states: readonly TunnelState[] = ['down', 'degraded', 'unknown', 'idle', 'up', 'disabled'];
const pageSize = 20;

export function listCommand(parts: ListParts): Command {
  return {
    info: {
      name: 'list',
      usage: 'list [--state S] [--device D] [--peer ADDRESS] [--name TEXT] [--page N] [--all] [--refresh]',
      summary: 'Every configured tunnel with its state, worst first.',
    },
    right: 'read',
    options: [
      { name: 'state', value: states.join('|'), summary: 'only tunnels in this state', many: true },
      { name: 'device', value: 'DEVICE', summary: 'only tunnels of this device' },
      { name: 'peer', value: 'ADDRESS', summary: 'only tunnels with this peer' },
      { name: 'name', value: 'TEXT', summary: 'only tunnels whose name contains this' },
      { name: 'page', value: 'N', summary: 'which page' },
      { name: 'all', value: null, summary: 'all on one page' },
      { name: 'refresh', value: null, summary: 'ask the devices anew' },
    ],
    positionals: { least: 0, most: 5 },
    async run(request) {
      const filter = readFilter(request.words, parts);
      const ask = isOn(request.words, 'refresh') ? { ...request.ask, maxAgeMs: 0 } : request.ask;
      const list = await fetchList(parts, ask);
      return composeList(list, filter, request);
    },
  };
}

function readFilter(words: CommandWords, parts: ListParts): ListFilter {
  const wanted = (words.options.get('state') ?? [])
    .flatMap((value) => value.split(','))
    .map((value) => value.trim().toLowerCase());
  for (const value of wanted) {
    if (!states.some((state) => state === value)) {
      throw usage(
        `\`--state\` cannot be "${value.slice(0, 40)}"; states are ${states.join(', ')}`,
        'help list',
      );
    }
  }
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
  if (typed === null) return 1;
  if (!/^[1-9]\d{0,5}$/.test(typed)) throw usage('`--page` is a number from 1', 'help list');
  return Math.min(Number(typed), Math.max(1, pages));
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

function actionsFor(words: CommandWords, page: number, pages: number): Action[] {
  const filters = [...words.options]
    .filter(([name]) => ['state', 'device', 'peer', 'name'].includes(name))
    .flatMap(([name, values]) => values.map((value) => ` --${name} ${quoteWord(value)}`))
    .join('');
  const rest = words.positionals.map((word) => ` ${quoteWord(word)}`).join('');
  const again = `list${filters}${rest}`;
  const actions: Action[] = [];
  if (page > 1) actions.push({ label: 'Previous', command: `${again} --page ${page - 1}` });
  if (page < pages) actions.push({ label: 'Next', command: `${again} --page ${page + 1}` });
  if (pages > 1) actions.push({ label: 'Show all', command: `${again} --all` });
  actions.push({ label: 'Refresh', command: `${again}${page > 1 ? ` --page ${page}` : ''} --refresh` });
  if (!words.options.has('state')) actions.push({ label: 'Only down', command: `${again} --state down` });
  return actions;
}
