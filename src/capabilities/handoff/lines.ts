// The lines of a handoff: what an open incident needs next and from whom, what is bad now, what was resolved and holds or not.

import type { Cause } from '../../domain/causes.js';
import type { TunnelDeclaration } from '../../domain/evidence.js';
import type { TunnelState } from '../../domain/live.js';
import type { Confidence } from '../../domain/verdict.js';
import type { IncidentSeverity, RecordedVerdict } from '../../incidents/events.js';
import { incidentSubject } from '../../incidents/groupWords.js';
import type { Incident } from '../../incidents/incident.js';
import { backUpText, outageOf } from '../../incidents/outage.js';
import { type Need, needOf, needs, nextStep } from './need.js';
import type { MuteLine, OutageLine } from './watched.js';

type Criticality = TunnelDeclaration['criticality'];

export interface OpenLine {
  readonly incident: string;
  readonly tunnel: string;
  readonly tunnels: readonly string[];
  /** The tunnel, or how many and where. */
  readonly subject: string;
  readonly severity: IncidentSeverity;
  /** Of the tunnel, as declared. */
  readonly criticality: Criticality;
  readonly need: Need;
  /** What is wrong, or was while the tunnel works again. */
  readonly verdict: RecordedVerdict | null;
  /** When a diagnosis first said that it works again. */
  readonly recoveredAt: string | null;
  /** `Back up since …`; null while it is not. */
  readonly backUp: string | null;
  /** Since when it is down; null when it is not, or nothing tells. */
  readonly downSince: string | null;
  /** What it waits for, and from whom; empty when it does not wait. */
  readonly waitingFor: string;
  readonly waitingSince: string | null;
  readonly owner: string | null;
  /** What to do first. */
  readonly nextStep: string;
  readonly openedAt: string;
  readonly lastAt: string;
  readonly link: string | null;
  /** Nobody is told of its changes. */
  readonly muted: MuteLine | null;
}

/** An incident that was closed not long ago. */
export interface ClosedIncident {
  readonly incident: string;
  readonly at: string;
  readonly link: string | null;
}

export interface WatchLine {
  readonly tunnel: string;
  readonly state: Extract<TunnelState, 'down' | 'degraded'> | 'flapping';
  readonly since: string | null;
  readonly basis: string;
  /** What the devices show now; null where that names none. */
  readonly cause: SeenTunnel['cause'];
  /** The tunnel is bad although this incident was closed. */
  readonly closed: ClosedIncident | null;
  /** As the watch saw it; null where it saw none. */
  readonly outage: OutageLine | null;
  readonly muted: MuteLine | null;
}

/** Something that will happen, or bite, before the next shift ends. */
export interface DueItem {
  /** Those that it is about. */
  readonly tunnels: readonly string[];
  readonly what: string;
  /** ISO 8601 UTC, null when it is not a moment but a gap (no DPD on an important tunnel). */
  readonly at: string | null;
}

export interface DueLine extends DueItem {
  /** The incident of such a tunnel that is open, or was closed not long ago. */
  readonly incident: Pick<ClosedIncident, 'incident' | 'link'> | null;
}

export interface ResolvedLine {
  readonly incident: string;
  readonly tunnel: string;
  readonly tunnels: readonly string[];
  /** The tunnel, or how many and where. */
  readonly subject: string;
  readonly cause: string;
  readonly remedy: string;
  readonly by: string;
  readonly at: string;
  readonly link: string | null;
  /** What speaks against that it is solved: the tunnel's state now, or another incident that is open. */
  readonly again: WatchLine['state'] | 'open' | null;
  /** As the watch saw it; null where it saw none. */
  readonly outage: OutageLine | null;
}

export interface SeenTunnel {
  readonly tunnel: string;
  readonly state: TunnelState;
  readonly since: string | null;
  readonly basis: string;
  /** As a list has it; null where nothing that was read names one. */
  readonly cause: { readonly cause: Cause; readonly confidence: Confidence } | null;
  /** Whose other end it is; null when nobody said. */
  readonly partner: string | null;
  readonly criticality: Criticality;
}

const weights: Readonly<Record<IncidentSeverity, number>> = { critical: 3, high: 2, normal: 1, low: 0 };

/**
 * What matters most comes first, whoever owns it. A severity that somebody set says more than what the tunnel is declared as, but a
 * tunnel of high criticality never weighs less than that. What is up again can wait.
 */
function weightOf({ severity, criticality, need }: OpenLine): number {
  const least = criticality === 'high' ? weights.high : weights.low;
  const weight = severity === 'normal' ? weights[criticality] : Math.max(weights[severity], least);
  return weight - (need === 'a look whether it holds' ? 2 : 0);
}

export function mostUrgentFirst(a: OpenLine, b: OpenLine): number {
  return (
    weightOf(b) - weightOf(a) ||
    needs.indexOf(a.need) - needs.indexOf(b.need) ||
    a.openedAt.localeCompare(b.openedAt)
  );
}

/** @param seen its tunnel; null when no device shows it. */
export function openLine(
  incident: Incident,
  seen: Pick<SeenTunnel, 'partner' | 'criticality'> | null,
  muted: MuteLine | null,
): OpenLine {
  const need = needOf(incident);
  const partner = seen?.partner ?? null;
  return {
    incident: incident.id,
    tunnel: incident.tunnel,
    tunnels: incident.tunnels,
    subject: incidentSubject(incident),
    severity: incident.severity,
    criticality: seen?.criticality ?? 'normal',
    need,
    verdict: incident.recovered ? (incident.fault ?? incident.verdict) : incident.verdict,
    recoveredAt: incident.recovered?.at ?? null,
    backUp: backUpText(incident),
    downSince: incident.recovered ? null : (outageOf(incident)?.from ?? null),
    ...waitingOf(incident, partner),
    // Whoever owned it because they were on call when it opened goes with their shift.
    owner: incident.isOwnedByDefault ? null : (incident.owner?.name ?? null),
    nextStep: nextStep(incident, need, partner ?? 'the partner'),
    openedAt: incident.openedAt,
    lastAt: incident.lastAt,
    link: incident.thread?.link ?? null,
    muted,
  };
}

/** `the log, from Globex`: what was typed, and the partner when that does not name them. */
function waitingOf(
  { state, waitingFor: typed, timeline }: Incident,
  partner: string | null,
): Pick<OpenLine, 'waitingFor' | 'waitingSince'> {
  const onPartner = state === 'waiting-for-partner';
  if (typed === '' && !onPartner) return { waitingFor: '', waitingSince: null };
  const isNamed = partner !== null && typed.toLowerCase().includes(partner.toLowerCase());
  const whom = onPartner && !isNamed ? partner : null;
  const waitingFor =
    typed === '' ? (whom ?? 'the partner') : whom === null ? typed : `${typed}, from ${whom}`;
  return { waitingFor, waitingSince: timeline.findLast((event) => event.what.kind === 'state')?.at ?? null };
}

/** The incident of each tunnel that was closed last. */
export function closedOf(incidents: readonly Incident[]): ReadonlyMap<string, ClosedIncident> {
  const newest = new Map<string, ClosedIncident>();
  for (const { id, tunnels, closed, thread, mergedInto } of incidents) {
    if (closed === null || mergedInto !== null) continue;
    for (const tunnel of tunnels.filter((one) => (newest.get(one)?.at ?? '') < closed.at))
      newest.set(tunnel, { incident: id, at: closed.at, link: thread?.link ?? null });
  }
  return newest;
}

/**
 * What is bad now, by the devices or by the watch, which alone knows of flapping.
 * @param tunnels those without an open incident, in the order in which they are told.
 */
export function watchLines(
  tunnels: readonly SeenTunnel[],
  closed: ReadonlyMap<string, ClosedIncident>,
  outages: ReadonlyMap<string, OutageLine>,
  muted: ReadonlyMap<string, MuteLine>,
): readonly WatchLine[] {
  return tunnels.flatMap(({ tunnel, state, since, basis, cause }): WatchLine[] => {
    const outage = outages.get(tunnel) ?? null;
    const flaps = outage?.to === null && outage.state === 'flapping';
    if (!flaps && state !== 'down' && state !== 'degraded') return [];
    const shown = flaps ? 'flapping' : state === 'down' ? 'down' : 'degraded';
    return [
      {
        tunnel,
        state: shown,
        since: (flaps ? outage.from : since) ?? (outage?.to === null ? outage.from : null),
        basis,
        cause,
        closed: closed.get(tunnel) ?? null,
        outage,
        muted: muted.get(tunnel) ?? null,
      },
    ];
  });
}

export function dueLine(
  item: DueItem,
  start: readonly OpenLine[],
  closed: ReadonlyMap<string, ClosedIncident>,
): DueLine {
  const open = start.find((line) => item.tunnels.some((tunnel) => line.tunnels.includes(tunnel)));
  const before = item.tunnels.map((tunnel) => closed.get(tunnel)).find((one) => one !== undefined);
  const found = open ?? before;
  return { ...item, incident: found ? { incident: found.incident, link: found.link } : null };
}

export function resolvedLine(
  incident: Incident,
  start: readonly OpenLine[],
  watch: readonly WatchLine[],
  outage: OutageLine | null,
): ResolvedLine {
  const { tunnel, tunnels, closed } = incident;
  const isOpen = start.some((line) => line.tunnels.some((one) => tunnels.includes(one)));
  const bad = watch.find((line) => tunnels.includes(line.tunnel));
  return {
    incident: incident.id,
    tunnel,
    tunnels,
    subject: incidentSubject(incident),
    cause: closed?.cause ?? '',
    remedy: closed?.remedy ?? '',
    by: closed?.by.name ?? '',
    at: closed?.at ?? '',
    link: incident.thread?.link ?? null,
    again: isOpen ? 'open' : (bad?.state ?? null),
    outage,
  };
}
