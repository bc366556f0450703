// After the decision: the first diagnosis of each incident, and a close look at tunnels whose SAs stand although an alert burns.

import pLimit from 'p-limit';
import { type Failing, type FailingGroup, failingGroups } from '../../alerts/grouping.js';
import type { AlertEnd, AlertRow, AlertStore } from '../../alerts/store.js';
import type { Clock } from '../../domain/clock.js';
import type { AskOptions } from '../../fleet/desk.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { keyOf, type OpenParts, openGroup } from './open.js';
import { type PlannedAlert, type PlanParts, planAlerts } from './plan.js';
import { answerQuiet, type Quiet, quietOf } from './quiet.js';

export interface FinishParts extends PlanParts, OpenParts {
  readonly store: AlertStore;
  readonly owner: string;
  /** The frame of a diagnosis that begins now. */
  readonly frame: (signal: AbortSignal) => AskOptions;
  /** Diagnoses it, which its thread tells; under the same key once. `anew`: also where there is a diagnosis of all of them already. */
  readonly examineOpened: (
    incident: string,
    request: { readonly key: string; readonly ask: AskOptions; readonly anew: boolean },
  ) => Promise<unknown>;
  /** What a whole diagnosis of a tunnel finds, for the decision whether anything is wrong with it. */
  readonly examineClosely: (tunnel: string, ask: AskOptions) => Promise<CloseLook>;
  readonly onFault: (error: unknown, what: string) => void;
}

export interface CloseLook {
  readonly kind: 'fault' | 'well' | 'unknown';
  /** One sentence. */
  readonly says: string;
}

type Planned = PlannedAlert<AlertRow>;

const atATime = 4;
const againMs = 10_000;
/** Of one burst; what is more is answered by what the first look showed. */
const mostClosely = 8;

/** @param rows held by us, begun. */
export async function finishAlerts(
  parts: FinishParts,
  rows: readonly AlertRow[],
  signal: AbortSignal,
): Promise<void> {
  const byIncident = new Map<string, AlertRow[]>();
  for (const row of rows) {
    if (row.incident === null) continue;
    byIncident.set(row.incident, [...(byIncident.get(row.incident) ?? []), row]);
  }
  const work = [...byIncident].map(([incident, some]) => async () => {
    await diagnosed(parts, incident, some, signal);
  });
  const closely = rows.filter(({ incident }) => incident === null);
  if (closely.length > 0) work.unshift(async () => await lookClosely(parts, closely, signal));
  const limit = pLimit(atATime);
  await Promise.all(work.map((one) => limit(one)));
}

async function diagnosed(
  { store, owner, clock, frame, examineOpened, onFault }: FinishParts,
  incident: string,
  rows: readonly AlertRow[],
  signal: AbortSignal,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const anew = rows.some(({ outcome }) => outcome === 'resolved');
  try {
    const key = `${keyOf(first)}:${anew ? 'again' : 'first'}`;
    await examineOpened(incident, { key, ask: { ...frame(signal), since: newestOf(rows) }, anew });
    signal.throwIfAborted();
    const ends = rows.map(({ id, outcome }): AlertEnd => ({ id, outcome: outcome ?? 'joined' }));
    await store.done(ends, owner, clock.now().toISOString(), null);
  } catch (error) {
    if (!signal.aborted) onFault(error, `${incident} could not be diagnosed; it is tried again`);
    await later(store, owner, clock, rows);
  }
}

/** What was asked since for another incident of the same burst is as new as these alerts need. */
function newestOf(rows: readonly AlertRow[]): string {
  return rows.reduce((newest, { lastAt }) => (lastAt > newest ? lastAt : newest), '');
}

/** What ends in the middle goes on after a moment, here or in another replica. */
async function later(
  store: AlertStore,
  owner: string,
  clock: Clock,
  rows: readonly AlertRow[],
): Promise<void> {
  const dueAt = new Date(clock.now().getTime() + againMs).toISOString();
  await store.later(
    rows.map(({ id }) => id),
    owner,
    dueAt,
  );
}

async function lookClosely(
  parts: FinishParts,
  rows: readonly AlertRow[],
  signal: AbortSignal,
): Promise<void> {
  try {
    const ask = parts.frame(signal);
    const { alerts, view } = await planAlerts(parts, rows, [], ask);
    const tunnels = new Map<string, Suspect>();
    const quiet: Quiet[] = [];
    for (const one of alerts) {
      const found = one.found.find(({ fate }) => fate.kind !== 'quiet');
      if (!found) {
        quiet.push(...quietOf(one));
        continue;
      }
      const { tunnel } = found.looked;
      const entry = tunnels.get(tunnel.name) ?? { tunnel, all: [] };
      entry.all.push(one);
      tunnels.set(tunnel.name, entry);
    }
    for (const one of await openedTogether(parts, [...tunnels.values()], view.tunnels, signal))
      tunnels.delete(one.tunnel.name);
    let count = 0;
    for (const { tunnel, all } of tunnels.values()) {
      count += 1;
      quiet.push(...(await closely(parts, tunnel, all, count > mostClosely, signal)));
    }
    signal.throwIfAborted();
    await answerQuiet(parts, quiet);
  } catch (error) {
    if (!signal.aborted) parts.onFault(error, 'alerts could not be looked at closely; they are tried again');
    await later(parts.store, parts.owner, parts.clock, rows);
  }
}

interface Suspect {
  readonly tunnel: FleetTunnel;
  readonly all: Planned[];
}

/** So many are diagnosed for all that share a thing: SAs may stand for minutes after what they share broke. */
const diagnosedForAll = 2;

/** Those that alerts mean at once and that share a thing are one incident where the diagnosis of two finds a fault. @returns them. */
async function openedTogether(
  parts: FinishParts,
  suspects: readonly Suspect[],
  fleet: readonly FleetTunnel[],
  signal: AbortSignal,
): Promise<readonly Suspect[]> {
  const failing = suspects.map(({ tunnel }): Failing => {
    return { tunnel, state: 'up', since: null, isOlder: false, part: 'meant' };
  });
  const opened: Suspect[] = [];
  for (const group of failingGroups(failing, fleet, () => [])) {
    if (group.shares === null || group.tunnels.length < diagnosedForAll) continue;
    const some = group.tunnels.slice(0, diagnosedForAll);
    const looks = await Promise.all(
      some.map(({ name }) => parts.examineClosely(name, { ...parts.frame(signal), maxAgeMs: 0 })),
    );
    if (!looks.every(({ kind }) => kind === 'fault')) continue;
    signal.throwIfAborted();
    const members = suspects.filter(({ tunnel }) => group.tunnels.includes(tunnel));
    await opensFor(
      parts,
      group,
      members.flatMap(({ all }) => all.map(({ of }) => of)),
    );
    opened.push(...members);
  }
  return opened;
}

async function opensFor(parts: FinishParts, group: FailingGroup, rows: readonly AlertRow[]): Promise<void> {
  const { incident, outcome } = await openGroup(parts, group, rows);
  const ids = rows.map(({ id }) => id);
  const at = parts.clock.now().toISOString();
  await parts.store.begun(ids, parts.owner, at, { incident: incident.id, outcome });
}

/** An incident where the diagnosis finds a fault; else what is answered. */
async function closely(
  parts: FinishParts,
  tunnel: FleetTunnel,
  all: readonly Planned[],
  isTooMuch: boolean,
  signal: AbortSignal,
): Promise<readonly Quiet[]> {
  const rows = all.map(({ of }) => of);
  const isFailing = all.some(({ found }) => found.some(({ fate }) => fate.kind === 'failing'));
  const look: CloseLook = isTooMuch
    ? { kind: 'unknown', says: 'Whether traffic passes was not looked at.' }
    : await parts.examineClosely(tunnel.name, { ...parts.frame(signal), since: newestOf(rows) });
  if (isFailing || look.kind === 'fault') {
    await opensFor(parts, { tunnels: [tunnel], beside: [], shares: null }, rows);
    return [];
  }
  const says = look.kind === 'well' ? look.says : `Its SAs are up. ${look.says}`;
  return rows.map((row): Quiet => {
    const { name, link } = row.alert;
    return { row, quiet: { name, link, tunnel: tunnel.name, outcome: 'up', says } };
  });
}
