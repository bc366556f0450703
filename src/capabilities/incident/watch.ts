// Whether the tunnels of open incidents came up again, or broke again: quick to look, slow to trust; what is found is told once.

import { tunnelmedic } from '../../commands/stores.js';
import type { Observation } from '../../domain/observation.js';
import { Problem } from '../../domain/problem.js';
import type { DeviceSweep } from '../../domain/sweep.js';
import type { AskOptions } from '../../fleet/desk.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { lookAtTunnel, type TunnelLook } from '../../fleet/look.js';
import { actOn } from '../../incidents/act.js';
import type { RecordedVerdict } from '../../incidents/events.js';
import { isAtFault, isWorking } from '../../incidents/faults.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import { areAllUp, changedStates, lookAtMembers } from './groupLook.js';
import type { TriageParts } from './parts.js';
import { proceed } from './proceed.js';

export interface IncidentWatch {
  /**
   * Looks once at the tunnel of every open incident; asks no device when none is open.
   * @param round unique for this look, so that one that is done twice tells nothing twice.
   * @param ask when it has to end; those that were not reached come first in the next one.
   */
  look(round: string, ask: AskOptions): Promise<void>;
}

interface WatchParts extends Pick<TriageParts, 'stores' | 'fleet' | 'desk' | 'clock' | 'examiner'> {
  /** The newest sweep of a device by this process, however old; null where there is none. Left out where nothing is swept. */
  readonly swept?: (device: string) => Observation<DeviceSweep> | null;
}

/** Of one incident; lost with the process, which costs another look. */
interface Memory {
  readonly lookedAt: number;
  /** Looks in a row that showed it up while the incident says that it is not. */
  readonly upLooks: number;
  /** Looks in a row that led nowhere: the device could not be asked, or a diagnosis did not confirm what was seen. */
  readonly inVain: number;
  readonly restsUntil: number;
}

const mostIncidents = 200;
const atATime = 4;
/** An SA may stand for a moment and fall again. */
const looksToTrust = 2;
const shortestRestMs = 60_000;
const sweptLatelyMs = 60_000;
const longestRestMs = 16 * 60_000;
const nothing: Memory = { lookedAt: 0, upLooks: 0, inVain: 0, restsUntil: 0 };

export function createIncidentWatch(parts: WatchParts): IncidentWatch {
  const { clock } = parts;
  const memory = new Map<string, Memory>();
  const of = ({ id }: Incident): Memory => memory.get(id) ?? nothing;
  return {
    async look(round, ask) {
      const { incidents } = await parts.stores();
      const open = (await incidents.list({ open: true, limit: mostIncidents })).map(incidentFrom);
      const ids = new Set(open.map(({ id }) => id));
      for (const id of memory.keys()) if (!ids.has(id)) memory.delete(id);
      const now = clock.now().getTime();
      // What one of them asked of a device is no older for the next one.
      const since = clock.now().toISOString();
      const due = open
        .filter((incident) => !rests(of(incident), now))
        .toSorted((a, b) => of(a).lookedAt - of(b).lookedAt);
      for (let from = 0; from < due.length; from += atATime) {
        if (ask.signal.aborted || clock.now().toISOString() >= ask.deadlineAt) return;
        await Promise.all(
          due.slice(from, from + atATime).map(async (incident) => {
            const after = await lookAtIncident(parts, incident, of(incident), { round, ask, since });
            memory.set(incident.id, { ...after, lookedAt: now });
          }),
        );
      }
    },
  };
}

interface Round {
  readonly round: string;
  readonly ask: AskOptions;
  /** ISO 8601 UTC: when it began. */
  readonly since: string;
}

async function lookAtIncident(
  parts: WatchParts,
  incident: Incident,
  before: Memory,
  { round, ask, since }: Round,
): Promise<Memory> {
  const request = { key: `look:${incident.id}:${round}`, ask: { ...ask, since }, onProgress };
  // Whoever opened it died before they could diagnose.
  if (isLeft(parts, incident)) {
    const { trouble } = await proceed(parts, request, incident.id);
    return trouble === null ? nothing : rested(before, parts.clock.now());
  }
  if (incident.tunnels.length > 1) return await lookAtGroup(parts, incident, before, request);
  const tunnel = await tunnelIfKnown(parts, incident.tunnel, ask);
  // A sweep of this minute that shows what the incident says already is as good as another question.
  const isSettled = !works(incident) || incident.verdict?.confidence !== 'possible';
  if (tunnel && isSettled && isSweptAlike(parts, tunnel, works(incident))) return { ...nothing, upLooks: 0 };
  const look = tunnel && (await lookIfPossible(parts, tunnel, ask));
  if (look === null || look.state.state === 'unknown') return rested(before, parts.clock.now());
  const upLooks = works(incident) || look.state.state !== 'up' ? 0 : before.upLooks + 1;
  if (!mayHaveChanged(incident, look, upLooks)) return { ...nothing, upLooks };
  const { incident: after } = await proceed(parts, request, incident.id, isNews);
  return after.lastSeq > incident.lastSeq ? nothing : { ...rested(before, parts.clock.now()), upLooks };
}

const leftMs = 60_000;

/** Nothing was found of it yet, and whoever opened it had the time. */
function isLeft({ clock }: WatchParts, { verdict, openedAt }: Incident): boolean {
  return verdict === null && clock.now().getTime() - Date.parse(openedAt) >= leftMs;
}

/** Who of many is back stands on the card at once; that all are is trusted as slowly as for one, and told. */
async function lookAtGroup(
  parts: WatchParts,
  incident: Incident,
  before: Memory,
  request: Parameters<typeof proceed>[1],
): Promise<Memory> {
  const look = await orNull(() => lookAtMembers(parts, incident, request.ask));
  const states = look?.seen.map(({ state }) => state) ?? [];
  if (look === null || states.every((state) => state === 'unknown')) return rested(before, parts.clock.now());
  const isUp = areAllUp(look);
  const upLooks = works(incident) || !isUp ? 0 : before.upLooks + 1;
  const isOther = works(incident)
    ? states.some((state) => state === 'down' || state === 'degraded')
    : upLooks >= looksToTrust;
  if (isOther) {
    const { incident: after } = await proceed(parts, request, incident.id, isNews);
    return after.lastSeq > incident.lastSeq ? nothing : { ...rested(before, parts.clock.now()), upLooks };
  }
  const { incidents } = await parts.stores();
  const act = { by: tunnelmedic, at: parts.clock.now().toISOString(), key: `${request.key}:looked` };
  await actOn(incidents, incident.id, act, (now) => {
    const tunnels = changedStates(now, look);
    return now.closed || tunnels.length === 0 ? { leave: '' } : { do: { kind: 'looked', tunnels } };
  });
  return { ...nothing, upLooks };
}

/** Nobody waits for it. */
function onProgress(): void {}

/** Null when the tunnel is not known any more, or no device can be asked at all. */
async function tunnelIfKnown(parts: WatchParts, name: string, ask: AskOptions): Promise<FleetTunnel | null> {
  return await orNull(() => parts.fleet.resolve(name, ask));
}

async function lookIfPossible(
  parts: WatchParts,
  tunnel: FleetTunnel,
  ask: AskOptions,
): Promise<TunnelLook | null> {
  return await orNull(() => lookAtTunnel(parts, tunnel, ask));
}

async function orNull<T>(look: () => Promise<T>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

/** Every end was swept a moment ago: up where the incident is over, and not up where it is not. */
function isSweptAlike({ swept, clock }: WatchParts, { ours, theirs }: FleetTunnel, isUp: boolean): boolean {
  const now = clock.now().getTime();
  return (theirs ? [ours, theirs] : [ours]).every((end) => {
    const seen = swept?.(end.device) ?? null;
    if (!seen?.known) return false;
    const agoMs = now - Date.parse(seen.source.at);
    if (agoMs < 0 || agoMs >= sweptLatelyMs) return false;
    const state = seen.value.rows.find((row) => row.tunnel === end.tunnel)?.state ?? 'unknown';
    return isUp ? state === 'up' : state === 'down' || state === 'idle';
  });
}

function works({ verdict }: Incident): boolean {
  return verdict !== null && isWorking(verdict);
}

/** Worth a whole diagnosis, which then decides. */
function mayHaveChanged(incident: Incident, { state, carries }: TunnelLook, upLooks: number): boolean {
  if (!works(incident)) return state.state === 'up' && (carries || upLooks >= looksToTrust);
  if (state.state === 'down' || state.state === 'degraded') return true;
  return state.state === 'up' && carries && incident.verdict?.confidence === 'possible';
}

/** Another cause of the same outage is no news by itself; nor is a rekey, or a look that cannot tell. */
function isNews(before: RecordedVerdict | null, now: RecordedVerdict): boolean {
  if (before === null || !isWorking(before)) return isWorking(now);
  if (isAtFault(now)) return true;
  return isWorking(now) && before.confidence === 'possible' && now.confidence !== 'possible';
}

/** A rest that ends later than any is long was written before a clock was set back. */
function rests({ restsUntil }: Memory, now: number): boolean {
  return restsUntil > now && restsUntil <= now + longestRestMs;
}

function rested(before: Memory, now: Date): Memory {
  const restMs = Math.min(longestRestMs, shortestRestMs * 2 ** before.inVain);
  return { ...nothing, inVain: before.inVain + 1, restsUntil: now.getTime() + restMs };
}
