// Tunnels that fail at the same time open one incident, or join the one that some of them belong to; whoever told of them.

import type { CommandRequest } from '../../commands/command.js';
import { tunnelmedic } from '../../commands/stores.js';
import type { Share } from '../../domain/share.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { actOn, readIncident } from '../../incidents/act.js';
import type { Because, IncidentSeverity, JoinedAlert, Person, ThreadPlace } from '../../incidents/events.js';
import { openOrJoin as decide } from '../../incidents/grouping.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import type { TriageParts } from './parts.js';
import { proceed } from './proceed.js';

type OpenParts = Pick<TriageParts, 'stores' | 'newId' | 'onCallFor'>;

interface Failing {
  /** The worst first: it is diagnosed for all. At least one. */
  readonly tunnels: readonly Pick<FleetTunnel, 'name'>[];
  /** That fail with them and belong to an incident of a moment ago; nobody when it is left out. */
  readonly beside?: readonly Pick<FleetTunnel, 'name'>[];
  /** Null for one tunnel, and where they have nothing in common. */
  readonly shares: Share | null;
  readonly because: Because;
  /** Where its thread begins when there is no place; null leaves it to the channel of incidents. */
  readonly channel: string | null;
  /** A message whose thread becomes that of the incident; null begins a new one. */
  readonly place: ThreadPlace | null;
  readonly severity: IncidentSeverity;
  /** The bot itself when it is left out. */
  readonly by?: Person;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Unique for what told of them: with the same key nothing happens twice, and the answer is the same. */
  readonly key: string;
}

/**
 * Diagnosed is it by `proceed`, which the caller begins, so that the first message does not wait for devices.
 * @returns `joined` also where all of them belonged to it before: then only the timeline has it.
 */
export async function openOrJoin(
  { stores, newId, onCallFor }: OpenParts,
  { tunnels, beside = [], shares, because, channel, place, severity, by = tunnelmedic, at, key }: Failing,
): Promise<{ readonly outcome: 'opened' | 'joined'; readonly incident: Incident }> {
  const { incidents } = await stores();
  const names = tunnels.map(({ name }) => name);
  const onCall = names[0] === undefined ? null : await onCallFor(names[0], at);
  const held = beside.map(({ name }) => name);
  const group = { tunnels: names, beside: held, shares, because, severity, channel, onCall };
  const grouping = { by, at, key, newId: newId('inc') };
  const event = await incidents.change(key, (open) => decide(open.map(incidentFrom), group, grouping));
  if (event === null) throw new Error('a group of tunnels led to no incident');
  const id = event.incident;
  if (event.what.kind !== 'opened') return { outcome: 'joined', incident: await readIncident(incidents, id) };
  if (place !== null) {
    const what = { kind: 'thread' as const, place };
    await incidents.append(id, { by: tunnelmedic, at, key: `${key}:thread`, what }, null);
  }
  return { outcome: 'opened', incident: await readIncident(incidents, id) };
}

/**
 * The first diagnosis, after the thread began.
 * @param request with the same key nothing is told twice.
 */
export async function examineOpened(
  parts: Pick<TriageParts, 'stores' | 'clock' | 'examiner' | 'fleet' | 'desk'>,
  request: Pick<CommandRequest, 'key' | 'ask'>,
  incident: string,
): Promise<Incident> {
  const proceeded = await proceed(parts, { ...request, onProgress: () => undefined }, incident);
  return proceeded.incident;
}

/**
 * Into the timeline, quietly, also of an incident that is closed. The thread hears only of one that is resolved while its tunnel is still down.
 */
export async function alertJoined(
  { stores }: Pick<OpenParts, 'stores'>,
  incident: string,
  alert: JoinedAlert,
  { at, key }: Pick<Failing, 'at' | 'key'>,
): Promise<Incident> {
  const { incidents } = await stores();
  const result = await actOn(incidents, incident, { by: tunnelmedic, at, key }, () => ({
    do: { ...alert, kind: 'alert' },
  }));
  return result.after;
}
