// What the commands of triage share: how a tunnel is examined again, how an incident is named, and one act on it.

import type { CommandRequest } from '../../commands/command.js';
import { type KeepingParts, personOf } from '../../commands/stores.js';
import type { Examiner } from '../../diagnosis/examiner.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { Problem } from '../../domain/problem.js';
import type { IncidentChange } from '../../domain/report.js';
import type { Share } from '../../domain/share.js';
import { type ActResult, actOn, type Decision, readIncident } from '../../incidents/act.js';
import type { OnCallThen, ThreadPlace } from '../../incidents/events.js';
import { tunnelsText } from '../../incidents/groupWords.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import type { IncidentStore } from '../../incidents/store.js';
import { closeMatches } from '../../support/textDistance.js';

/** What a notice of ours tells of several tunnels. */
export interface NoticedGroup {
  /** Those that are not well now. */
  readonly tunnels: readonly string[];
  readonly shares: Share | null;
  /** Where it stands; null when it does not. */
  readonly place: ThreadPlace | null;
}

export interface TriageParts extends KeepingParts {
  readonly examiner: Examiner;
  /** By its id; null when there is none any more. Left out where nothing is watched. */
  readonly noticed?: (id: string) => Promise<NoticedGroup | null>;
  /** Who is on call for a tunnel at an instant, told within seconds; null when nobody is known. */
  readonly onCallFor: (tunnel: string, at: string) => Promise<OnCallThen | null>;
}

/**
 * An incident by its id, or the open one of a tunnel by the tunnel's name.
 * @throws Problem `unknown-incident` with the open ones to choose from.
 */
export async function findIncident(store: IncidentStore, typed: string): Promise<Incident> {
  const wanted = typed.trim();
  const events = await store.events(wanted);
  if (events.length > 0) return incidentFrom(events);
  const [ofTunnel] = await store.list({ open: true, tunnel: wanted, limit: 1 });
  if (ofTunnel) return incidentFrom(ofTunnel);
  const open = (await store.list({ open: true, limit: 200 })).map(incidentFrom);
  const named = open.find(
    (incident) =>
      incident.id.toLowerCase() === wanted.toLowerCase() ||
      incident.tunnels.some((tunnel) => tunnel.toLowerCase() === wanted.toLowerCase()),
  );
  if (named) return named;
  const ids = open.map((incident) => incident.id);
  const fits = [...new Set([...closeMatches(wanted, ids, 3), ...ids])].slice(0, 20);
  const hint =
    open.length === 0
      ? `No incident is open; \`${commandNames.triage} TUNNEL\` opens one.`
      : `Open are: ${open
          .slice(0, 5)
          .map(({ id, tunnels }) => `${id} (${tunnelsText(tunnels)})`)
          .join(', ')}.`;
  throw new Problem('unknown-incident', { name: wanted.slice(0, 60), hint }, fits);
}

/** All tunnels of the incident that is called so, the first word where nothing is said; none when there is none, so that the command itself says so. */
export async function tunnelsOfIncident(
  parts: TriageParts,
  request: CommandRequest,
  typed: string | null = request.words.positionals[0] ?? null,
): Promise<readonly string[]> {
  if (typed === null) return [];
  const { incidents } = await parts.stores();
  return await findIncident(incidents, typed).then(
    (incident) => incident.tunnels,
    () => [],
  );
}

/** One act by whoever asks, under the key of what was clicked. */
export async function act(
  parts: TriageParts,
  request: CommandRequest,
  incident: Incident,
  decide: (incident: Incident) => Decision,
  part = '',
): Promise<ActResult> {
  const { incidents } = await parts.stores();
  return await actOn(
    incidents,
    incident.id,
    { by: personOf(request), at: parts.clock.now().toISOString(), key: `${request.key}${part}` },
    decide,
  );
}

/** @throws Problem `incident-closed`: nothing is done on an incident that is closed but reading, notes and reopening. */
export function requireOpen(incident: Incident): void {
  if (incident.closed === null) return;
  const reopen = commandLine(commandNames.incident, [incident.id, 'reopen', 'WHY']);
  const anew = commandLine(commandNames.triage, [incident.tunnel]);
  throw new Problem('incident-closed', {
    name: incident.id,
    hint: `Reopen it with \`${reopen}\`, or start anew with \`${anew}\`.`,
  });
}

/** What changed between two looks at an incident. */
export function changeSince(before: number, after: Incident): IncidentChange {
  return {
    incident: after.id,
    seqs: after.timeline.filter((event) => event.seq > before).map((event) => event.seq),
  };
}

/** For whoever knows that something changed: an answer of a device from before that will not do. */
export function askedAnew(request: CommandRequest): CommandRequest {
  return { ...request, ask: { ...request.ask, maxAgeMs: 0 } };
}

export { readIncident };
