// Which incident a group of failing tunnels opens or joins; pure, so that it can be decided again when somebody was faster.

import type { Share } from '../domain/share.js';
import type { Because, Happening, IncidentSeverity, OnCallThen, Person } from './events.js';
import { isOfOneTunnel } from './faults.js';
import type { Incident } from './incident.js';
import type { IncidentWrite } from './store.js';

/** Tunnels that fail at the same time, and what nobody asked for but told of it. */
export interface ToldGroup {
  /** The worst first: it is diagnosed for all. At least one. */
  readonly tunnels: readonly string[];
  /** That fail with them and belong to an incident of a moment ago: these go there, too. */
  readonly beside: readonly string[];
  /** Null for one tunnel, and where they have nothing in common. */
  readonly shares: Share | null;
  readonly because: Because;
  readonly severity: IncidentSeverity;
  /** Where its thread begins; null leaves it to the channel of incidents. */
  readonly channel: string | null;
  /** Null when nobody is known. */
  readonly onCall: OnCallThen | null;
}

export interface Grouping {
  readonly by: Person;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Unique for what told of it: with the same key nothing happens twice. */
  readonly key: string;
  /** Of an incident, should one be opened. */
  readonly newId: string;
}

/** What breaks so soon after the others broke with them; later it may be another fault. */
const togetherMs = 15 * 60_000;

/** One write: an incident is opened, or the one that they belong to takes them in, or only the alert. */
export function openOrJoin(
  open: readonly Incident[],
  group: ToldGroup,
  grouping: Grouping,
): readonly IncidentWrite[] {
  const free = freeOf(open, group);
  const target = targetOf(open, group, grouping.at);
  const { by, at, key } = grouping;
  const event = (what: Happening) => ({ by, at, key, what });
  if (target === null) return [{ incident: grouping.newId, event: event(opening(group, free)), afterSeq: 0 }];
  const { id, lastSeq } = target;
  const what = free.length > 0 ? joining(target, group, free) : alerted(group);
  return [{ incident: id, event: event(what), afterSeq: lastSeq }];
}

function opening(group: ToldGroup, free: readonly string[]): Happening {
  const { shares, because, severity, channel, onCall } = group;
  const [tunnel, ...others] = free;
  if (tunnel === undefined) throw new Error('an incident is of at least one tunnel');
  return {
    kind: 'opened',
    tunnel,
    ...(others.length > 0 ? { others } : {}),
    ...(others.length > 0 && shares !== null ? { shares } : {}),
    because,
    severity,
    channel,
    ...(onCall ? { onCall } : {}),
  };
}

function joining(target: Incident, group: ToldGroup, tunnels: readonly string[]): Happening {
  const { shares, because } = group;
  const theirs = new Set([...group.tunnels, ...group.beside]);
  const haveIt = target.tunnels.length === 1 || target.tunnels.every((one) => theirs.has(one));
  const isSame = haveIt || isSameShare(target.shares, shares);
  return { kind: 'joined', tunnels, shares: isSame ? (shares ?? target.shares) : null, because };
}

/** It tells of nothing new: the timeline has it, nobody is disturbed. */
function alerted({ because, tunnels }: ToldGroup): Happening {
  const { source, name, link, key } = because;
  return { kind: 'alert', source, name, status: 'firing', link, key, tunnels };
}

type Wanted = Pick<ToldGroup, 'tunnels' | 'beside' | 'shares'>;

/** Of no open incident. */
function freeOf(open: readonly Incident[], { tunnels }: Pick<Wanted, 'tunnels'>): readonly string[] {
  const held = new Set(open.flatMap((incident) => incident.tunnels));
  return [...new Set(tunnels)].filter((tunnel) => !held.has(tunnel));
}

/** The open incident that they belong to; null: they get their own. */
export function targetOf(open: readonly Incident[], group: Wanted, at: string): Incident | null {
  const free = freeOf(open, group);
  if (free.length === 0) return holdersOf(open, group.tunnels)[0]?.incident ?? null;
  const others = open.filter((incident) => !isExplainedAlone(incident, group.shares));
  // One that was broken since yesterday is no reason to take the many of today for the same fault.
  const joined = holdersOf(others, [...group.tunnels, ...group.beside]).find(
    ({ incident, count }) => count > free.length || isFresh(incident, at),
  );
  return joined?.incident ?? others.find((incident) => isOfThese(incident, group, at)) ?? null;
}

/** What two ends disagree on, all tunnels to the same partner may: or one event brought it about. */
const sameTrouble: readonly Share['kind'][] = ['event', 'peer', 'partner'];

/** The cause of its one tunnel is known, and explains none of those that fail for what they share. */
export function isExplainedAlone({ tunnels, verdict }: Incident, shares: Share | null): boolean {
  if (tunnels.length > 1 || verdict === null || !isOfOneTunnel(verdict)) return false;
  return shares === null || !sameTrouble.includes(shares.kind);
}

/** Which has most of them first. */
function holdersOf(open: readonly Incident[], tunnels: readonly string[]) {
  const wanted = new Set(tunnels);
  return open
    .map((incident) => ({ incident, count: incident.tunnels.filter((one) => wanted.has(one)).length }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count || a.incident.openedAt.localeCompare(b.incident.openedAt));
}

/** None of these belongs to it yet, but they break with what it shares, just after. */
function isOfThese(incident: Incident, { shares }: Wanted, at: string): boolean {
  return incident.shares !== null && isSameShare(incident.shares, shares) && isFresh(incident, at);
}

/** What breaks now may belong to it. */
export function isFresh({ openedAt, timeline, recovered }: Incident, at: string): boolean {
  const grown = timeline.findLast(({ what }) => what.kind === 'joined')?.at ?? openedAt;
  return recovered === null && Date.parse(at) - Date.parse(grown) <= togetherMs;
}

export function isSameShare(a: Share | null, b: Share | null): boolean {
  return a !== null && b !== null && a.kind === b.kind && a.device === b.device && a.value === b.value;
}
