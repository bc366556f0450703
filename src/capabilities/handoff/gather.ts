// What a handoff is made of: incidents, the state of the fleet, what falls due, remarks; devices that do not answer are named.

import { fitsPattern } from '../../access/pattern.js';
import { type DecidedEntry, withDecisions } from '../../diagnosis/listDecision.js';
import type { Gap } from '../../domain/observation.js';
import { Problem } from '../../domain/problem.js';
import type { AskOptions } from '../../fleet/desk.js';
import { fetchList, type ListEntry } from '../../fleet/list.js';
import { settingRows } from '../../fleet/sideBySide.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import type { Remark } from '../../shifts/store.js';
import { type Team, teamNames } from '../../shifts/team.js';
import { foundWorse } from '../../watch/foundWorse.js';
import { dueLines, type WatchedDevice, type WatchedTunnel } from './due.js';
import { composeHandoff, type Handoff } from './handoff.js';
import type { SeenTunnel } from './lines.js';
import type { HandoffParts } from './parts.js';
import type { WatchedShift } from './watched.js';

export interface HandoffFrame {
  readonly team: Team;
  /** ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  /** When the next shift ends: what falls due before is told. */
  readonly until: Date;
}

const mostIncidents = 1000;
/** A tunnel that is bad so soon after its incident was closed was perhaps not put right. */
const recentMs = 7 * 86_400_000;
/** Live questions are asked only for tunnels whose settings will bite, and not for endlessly many. */
const mostLive = 20;

export async function gatherHandoff(
  parts: HandoffParts,
  frame: HandoffFrame,
  ask: AskOptions,
): Promise<Handoff> {
  const { team, from, to } = frame;
  const [kept, seen] = await Promise.all([
    keptOf(parts, frame, earlier(from, new Date(parts.clock.now().getTime() - recentMs))),
    lookAround(parts, frame, ask),
  ]);
  const { incidents, remarks } = kept;
  const isOurs = (tunnel: string): boolean =>
    team.tunnels.length === 0 || team.tunnels.some((pattern) => fitsPattern(pattern, tunnel));
  return composeHandoff({
    team: team.name,
    from,
    to,
    incidents: incidents.filter(({ tunnels }) => tunnels.some(isOurs)),
    tunnels: seen.entries.map((entry) => seenTunnel(entry, kept.watched, parts.clock.now())),
    due: seen.due,
    remarks,
    watched: kept.watched && {
      periods: kept.watched.periods.filter(({ tunnel }) => isOurs(tunnel)),
      states: kept.watched.states,
      mutes: kept.watched.mutes.filter(({ tunnel }) => isOurs(tunnel)),
      marks: kept.watched.marks.filter(({ tunnel }) => isOurs(tunnel)),
    },
    unread: kept.unread,
    unseen: seen.unseen,
  });
}

/** An overview has no counters: what the watch found by them goes before "up". */
function seenTunnel(
  { tunnel, state: shown, decision }: DecidedEntry,
  watched: WatchedShift | null,
  now: Date,
): SeenTunnel {
  const trusted = watched?.states.find((one) => one.tunnel === tunnel.name) ?? null;
  const { state } = foundWorse({ state: shown, swept: true }, trusted, now);
  return {
    tunnel: tunnel.name,
    state: state.state,
    since: state.since,
    basis: state.basis,
    cause: named(decision),
    partner: tunnel.declared.partner?.name ?? null,
    criticality: tunnel.declared.criticality,
  };
}

function named(decision: DecidedEntry['decision']): SeenTunnel['cause'] {
  const cause = decision?.cause ?? null;
  return cause === null || cause.confidence === 'none'
    ? null
    : { cause: cause.code, confidence: cause.confidence };
}

function earlier(a: string, b: Date): string {
  return Date.parse(a) <= b.getTime() ? a : b.toISOString();
}

interface Kept {
  readonly incidents: readonly Incident[];
  readonly remarks: readonly Remark[];
  readonly watched: WatchedShift | null;
  readonly unread: string | null;
}

/** Beside a running service the terminal may not open the data folder: what the devices tell is told all the same. */
async function keptOf(parts: HandoffParts, frame: HandoffFrame, since: string): Promise<Kept> {
  try {
    const [incidents, remarks, watched] = await Promise.all([
      incidentsOf(parts, since),
      remarksOf(parts, frame.team),
      watchedOf(parts, frame),
    ]);
    return { incidents, remarks, watched, unread: null };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'store-locked') throw error;
    return { incidents: [], remarks: [], watched: null, unread: `${error.message} ${error.remedy}` };
  }
}

/** Open ones whatever their age, and those that changed since then; each once. */
async function incidentsOf(parts: HandoffParts, since: string): Promise<readonly Incident[]> {
  const { incidents } = await parts.stores();
  const [open, changed] = await Promise.all([
    incidents.list({ open: true, limit: mostIncidents }),
    incidents.list({ since, limit: mostIncidents }),
  ]);
  const byId = new Map([...open, ...changed].map((events) => [events[0]?.incident ?? '', events]));
  return [...byId.values()].filter((events) => events.length > 0).map(incidentFrom);
}

async function remarksOf(parts: HandoffParts, team: Team): Promise<readonly Remark[]> {
  const { shifts } = await parts.stores();
  const lists = await Promise.all(teamNames(parts.teams, team).map((name) => shifts.openRemarks(name)));
  return lists.flat();
}

async function watchedOf(parts: HandoffParts, { from, to }: HandoffFrame): Promise<WatchedShift> {
  const { watch } = await parts.stores();
  const span = { from, to };
  const [periods, states, mutes, marks] = await Promise.all([
    watch.periods(null, span),
    watch.states(),
    watch.mutes(parts.clock.now().toISOString()),
    watch.marks(null, span),
  ]);
  return { periods, states, mutes, marks };
}

interface Seen {
  readonly entries: readonly DecidedEntry[];
  readonly due: ReturnType<typeof dueLines>;
  readonly unseen: readonly string[];
}

/** A fleet that cannot be asked costs the handoff its look around, never the incidents. */
async function lookAround(parts: HandoffParts, frame: HandoffFrame, ask: AskOptions): Promise<Seen> {
  try {
    const { fleet, desk, clock } = parts;
    const list = await fetchList({ fleet, desk, clock }, ask);
    const ours = list.entries.filter(
      ({ tunnel }) =>
        frame.team.tunnels.length === 0 ||
        frame.team.tunnels.some((pattern) => fitsPattern(pattern, tunnel.name)),
    );
    // Since when it is broken is what a list says: the lines of a device may reach further back than the watch.
    const entries = await withDecisions(ours, parts, ask);
    const tunnels = await Promise.all(bounded(entries).map((entry) => watched(parts, entry, ask)));
    const devices = await certificates(parts, ask);
    const due = dueLines(tunnels, devices, parts.clock.now(), frame.until);
    return { entries, due, unseen: list.gaps.map(unseenText) };
  } catch (error) {
    if (error instanceof Problem && error.code === 'no-device') {
      const names = parts.fleet.devices.map((device) => device.name).join(', ');
      return { entries: [], due: [], unseen: [`${error.message.replace(/\.$/, '')} (${names}).`] };
    }
    throw error;
  }
}

function unseenText({ device, says }: Gap): string {
  return `${device}: ${says}`;
}

/** Which entries may cost a live question: those that are up with settings that differ, the first ones. */
function bounded(entries: readonly ListEntry[]): readonly { entry: ListEntry; mayAsk: boolean }[] {
  let asked = 0;
  return entries.map((entry) => {
    const isUp = entry.state.state === 'up' || entry.state.state === 'degraded';
    const mayAsk = isUp && biting(entry).length > 0 && asked < mostLive;
    if (mayAsk) asked += 1;
    return { entry, mayAsk };
  });
}

function biting({ tunnel }: ListEntry): readonly string[] {
  const { ours, theirs } = tunnel;
  if (!ours.config.known || !theirs?.config.known) return [];
  return settingRows(ours.config.value, theirs.config.value)
    .filter((row) => row.state === 'differs' && row.atRekey)
    .map((row) => row.label);
}

async function watched(
  parts: HandoffParts,
  { entry, mayAsk }: { readonly entry: ListEntry; readonly mayAsk: boolean },
  ask: AskOptions,
): Promise<WatchedTunnel> {
  const { tunnel, state } = entry;
  const ours = tunnel.ours.config.known ? tunnel.ours.config.value : null;
  const theirs = tunnel.theirs?.config.known ? tunnel.theirs.config.value : null;
  const live =
    mayAsk && ours ? await parts.desk.ask(tunnel.ours.device, 'live', { tunnel: ours }, ask) : null;
  const expiries = live?.known ? live.value.children.flatMap((child) => child.expiresAt ?? []) : [];
  return {
    name: tunnel.name,
    state: state.state,
    declared: tunnel.declared,
    ours,
    theirs,
    biting: biting(entry),
    nextRekeyAt: expiries.sort()[0] ?? null,
  };
}

/** Devices that cannot tell their certificates are no news: they are named where they cannot be read at all. */
async function certificates(parts: HandoffParts, ask: AskOptions): Promise<readonly WatchedDevice[]> {
  const answers = await Promise.all(
    parts.fleet.devices.map(async ({ name }) => ({
      device: name,
      certificates: await parts.desk.ask(name, 'certificates', {}, ask),
    })),
  );
  return answers.flatMap(({ device, certificates: found }) =>
    found.known ? [{ device, certificates: found.value }] : [],
  );
}
