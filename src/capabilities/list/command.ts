// `list`: every configured tunnel with its state, worst first.

import { type Command, isOn, optionValue } from '../../commands/command.js';
import { type CommandWords, type Declaration, plain } from '../../commands/declaration.js';
import { openIncidents } from '../../commands/openIncidents.js';
import { type DecidedEntry, type ListDecisionParts, withDecisions } from '../../diagnosis/listDecision.js';
import { commandNames } from '../../domain/commandLine.js';
import { Problem } from '../../domain/problem.js';
import type { AskOptions } from '../../fleet/desk.js';
import {
  fetchList,
  filterList,
  type ListFilter,
  type ListParts,
  type TunnelList,
  worstFirst,
} from '../../fleet/list.js';
import type { IncidentStore } from '../../incidents/store.js';
import { foundWorse } from '../../watch/foundWorse.js';
import type { WatchedTunnel } from '../../watch/state.js';
import type { WatchReading } from '../../watch/store.js';
import { foundCauses, isBroken } from './foundCauses.js';
import { composeList, shownStates } from './report.js';
import { listAnswer } from './schema.js';

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
      choices: shownStates,
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
  remembered: true,
  doors: { 'home-fleet': [] },
  answer: listAnswer,
  tool: { name: 'list_tunnels' },
};

export interface ListCommandParts extends Omit<ListParts, 'desk'>, ListDecisionParts {
  /** The incidents when their store is open already: a list never waits for a database. */
  readonly openedIncidents: () => Pick<IncidentStore, 'list'> | null;
  /** What the watch knows, when its store is open already. */
  readonly openedWatch: () => Pick<WatchReading, 'states' | 'periods' | 'mutes'> | null;
}

export function listCommand(parts: ListCommandParts): Command {
  return {
    declaration: listDeclaration,
    async run({ words, ask }) {
      const filter = readFilter(words, parts);
      const anew = isOn(words, 'refresh') ? { ...ask, maxAgeMs: 0 } : ask;
      const [list, incidents, watched] = await Promise.all([
        explainedList(parts, anew),
        openIncidents(parts.openedIncidents()),
        parts
          .openedWatch()
          ?.states()
          .catch(() => []) ?? [],
      ]);
      // Which state it is in may depend on what was asked a moment ago, so states are filtered last.
      const asked = filterList(list.entries, { ...filter, states: [] });
      const decided = await withDecisions(asked, parts, anew);
      const now = parts.clock.now();
      const states = new Map(watched.map((one) => [one.tunnel, one]));
      const known = decided.map((entry) => withWatched(entry, list, states, now));
      const shown = filterList(known.toSorted(worstKnownFirst), filter);
      const found = await foundCauses(parts.openedWatch(), shown, now);
      const mutes = await (parts
        .openedWatch()
        ?.mutes(now.toISOString())
        .catch(() => []) ?? []);
      const mutedUntil = new Map(mutes.map(({ tunnel, until }) => [tunnel, until]));
      return composeList({ list, shown, incidents, watched: states, mutedUntil, found, words, now });
    },
  };
}

function withWatched(
  entry: DecidedEntry,
  { swept }: TunnelList,
  watched: ReadonlyMap<string, WatchedTunnel>,
  now: Date,
): DecidedEntry {
  const seen = { state: entry.state, swept: entry.rows.every(({ device }) => swept.has(device)) };
  const { state, earlier } = foundWorse(seen, watched.get(entry.tunnel.name) ?? null, now);
  return { ...entry, state, earlier: earlier ?? (state === entry.state ? entry.earlier : null) };
}

/** What somebody found degraded not long ago stands before what is simply up. */
function worstKnownFirst(a: DecidedEntry, b: DecidedEntry): number {
  const rank = ({ state, earlier }: DecidedEntry) => (isBroken(state.state) ? 0 : earlier ? 1 : 2);
  return rank(a) - rank(b) || worstFirst(a, b);
}

/** Of a fleet in which much is broken unexplained, a list stays what it is: one look at what is known. */
const mostAskedThemselves = 10;

/** A sweep has no lines of a log: what broke before the watch first looked is explained by its devices themselves. */
async function explainedList(parts: ListCommandParts, ask: AskOptions): Promise<TunnelList> {
  const list = await fetchList(parts, ask);
  if (list.sweptAt === null) return list;
  const found = await foundCauses(
    parts.openedWatch(),
    list.entries.map((entry) => ({ ...entry, decision: null, earlier: null })),
    parts.clock.now(),
  );
  const unexplained = list.entries.filter(
    ({ tunnel, state }) => isBroken(state.state) && !found.has(tunnel.name),
  );
  const devices = new Set(unexplained.flatMap(({ rows }) => rows.map((row) => row.device)));
  if (devices.size === 0 || devices.size > mostAskedThemselves) return list;
  return await fetchList(parts, ask, devices);
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
    states: shownStates.filter((state) => wanted.includes(state)),
    device,
    peer: optionValue(words, 'peer'),
    name,
  };
}
