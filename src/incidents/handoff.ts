// What the next shift must know, from incidents, what is down now, what falls due, and remarks; pure, so that it can be replayed.

import type { TunnelState } from '../domain/live.js';
import type { IncidentSeverity, RecordedVerdict } from './events.js';
import type { Incident } from './incident.js';
import type { Remark } from './shift.js';

/** What an open incident needs next, most urgent first. */
export type Need =
  | 'an owner'
  | 'an answer'
  | 'a change on our side'
  | 'a diagnosis'
  | 'the partner'
  | 'a look whether it holds';

export interface OpenLine {
  readonly incident: string;
  readonly tunnel: string;
  readonly severity: IncidentSeverity;
  readonly need: Need;
  readonly verdict: RecordedVerdict | null;
  readonly waitingFor: string;
  readonly owner: string | null;
  /** One sentence: what to do first. */
  readonly nextStep: string;
  readonly openedAt: string;
  readonly lastAt: string;
  readonly link: string | null;
}

export interface WatchLine {
  readonly tunnel: string;
  readonly state: Extract<TunnelState, 'down' | 'degraded'>;
  readonly since: string | null;
  readonly basis: string;
}

/** Something that will happen, or bite, before the next shift ends. */
export interface DueLine {
  readonly tunnel: string;
  readonly what: string;
  /** ISO 8601 UTC, null when it is not a moment but a gap (no DPD on an important tunnel). */
  readonly at: string | null;
}

export interface ResolvedLine {
  readonly incident: string;
  readonly tunnel: string;
  readonly cause: string;
  readonly remedy: string;
  readonly by: string;
  readonly at: string;
  readonly link: string | null;
}

export interface Handoff {
  readonly team: string;
  /** The shift that ends: ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  readonly start: readonly OpenLine[];
  readonly watch: readonly WatchLine[];
  readonly due: readonly DueLine[];
  readonly resolved: readonly ResolvedLine[];
  readonly remarks: readonly Remark[];
  /** Devices that could not be asked, one sentence each. */
  readonly unseen: readonly string[];
  readonly numbers: {
    readonly opened: number;
    readonly resolved: number;
    readonly open: number;
    readonly tunnels: number;
    readonly up: number;
  };
  /** Nothing to start with, nothing to watch, nothing happened: two lines are enough. */
  readonly quiet: boolean;
}

export interface HandoffInput {
  readonly team: string;
  readonly from: string;
  readonly to: string;
  readonly incidents: readonly Incident[];
  readonly tunnels: readonly {
    readonly tunnel: string;
    readonly state: TunnelState;
    readonly since: string | null;
    readonly basis: string;
  }[];
  readonly due: readonly DueLine[];
  readonly remarks: readonly Remark[];
  readonly unseen: readonly string[];
}

export function composeHandoff(input: HandoffInput): Handoff {
  const open = input.incidents.filter((incident) => incident.closed === null);
  const resolved = input.incidents.filter(
    (incident) =>
      incident.closed !== null && incident.closed.at >= input.from && incident.closed.at <= input.to,
  );
  const covered = new Set(open.map((incident) => incident.tunnel));
  const start = open.map(openLine).sort(mostUrgentFirst);
  const watch = input.tunnels.flatMap((row): WatchLine[] =>
    (row.state === 'down' || row.state === 'degraded') && !covered.has(row.tunnel)
      ? [{ tunnel: row.tunnel, state: row.state, since: row.since, basis: row.basis }]
      : [],
  );
  return {
    team: input.team,
    from: input.from,
    to: input.to,
    start,
    watch,
    due: input.due,
    resolved: resolved.map(resolvedLine),
    remarks: input.remarks,
    unseen: input.unseen,
    numbers: {
      opened: input.incidents.filter(
        (incident) => incident.openedAt >= input.from && incident.openedAt <= input.to,
      ).length,
      resolved: resolved.length,
      open: open.length,
      tunnels: input.tunnels.length,
      up: input.tunnels.filter((row) => row.state === 'up').length,
    },
    quiet: [start, watch, input.due, resolved, input.remarks, input.unseen].every(
      (list) => list.length === 0,
    ),
  };
}

const needOrder: readonly Need[] = [
  'an owner',
  'an answer',
  'a change on our side',
  'a diagnosis',
  'the partner',
  'a look whether it holds',
];
const severityOrder: readonly IncidentSeverity[] = ['critical', 'high', 'normal', 'low'];

function mostUrgentFirst(a: OpenLine, b: OpenLine): number {
  return (
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    needOrder.indexOf(a.need) - needOrder.indexOf(b.need) ||
    a.openedAt.localeCompare(b.openedAt)
  );
}

function openLine(incident: Incident): OpenLine {
  const need = needOf(incident);
  return {
    incident: incident.id,
    tunnel: incident.tunnel,
    severity: incident.severity,
    need,
    verdict: incident.verdict,
    waitingFor: incident.waitingFor,
    owner: incident.owner?.name ?? null,
    nextStep: nextStep(incident, need),
    openedAt: incident.openedAt,
    lastAt: incident.lastAt,
    link: incident.thread?.link ?? null,
  };
}

function needOf(incident: Incident): Need {
  if (incident.state === 'monitoring') return 'a look whether it holds';
  if (incident.state === 'waiting-for-partner') return 'the partner';
  if (incident.owner === null) return 'an owner';
  if (incident.openQuestions.length > 0) return 'an answer';
  if (incident.verdict === null || incident.verdict.confidence === 'none') return 'a diagnosis';
  return incident.verdict.side === 'theirs' ? 'the partner' : 'a change on our side';
}

function nextStep(incident: Incident, need: Need): string {
  const { verdict } = incident;
  switch (need) {
    case 'an owner':
      return 'Take it.';
    case 'an answer':
      return `Answer: ${incident.openQuestions[0]?.question ?? ''}`;
    case 'a diagnosis':
      return verdict?.nextOurs || `Run diagnose ${incident.tunnel}.`;
    case 'a change on our side':
      return verdict?.nextOurs || `Read the thread and run diagnose ${incident.tunnel}.`;
    case 'the partner':
      return incident.waitingFor === ''
        ? verdict?.nextTheirs || 'Ask the partner.'
        : `Waiting for ${incident.waitingFor}.`;
    case 'a look whether it holds':
      return `Check that it holds with status ${incident.tunnel}, then close.`;
  }
}

function resolvedLine(incident: Incident): ResolvedLine {
  return {
    incident: incident.id,
    tunnel: incident.tunnel,
    cause: incident.closed?.cause ?? '',
    remedy: incident.closed?.remedy ?? '',
    by: incident.closed?.by.name ?? '',
    at: incident.closed?.at ?? '',
    link: incident.thread?.link ?? null,
  };
}
