// An incident for tunnels that alerts mean, or the one that is open for some of them: where it is told, and how bad it is.

import type { FailingGroup } from '../../alerts/grouping.js';
import type { AlertRow } from '../../alerts/store.js';
import type { Clock } from '../../domain/clock.js';
import type { Share } from '../../domain/share.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import type { Because, IncidentSeverity, ThreadPlace } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import { type Channels, channelOf } from '../../notices/channel.js';

interface Opened {
  readonly outcome: 'opened' | 'joined';
  readonly incident: Incident;
}

export interface OpenParts {
  readonly clock: Clock;
  readonly channels: Channels;
  /** The message of ours that tells of one of these tunnels already; null when there is none. */
  readonly noticePlace: (tunnels: readonly string[]) => Promise<ThreadPlace | null>;
  /** With the same key nothing happens twice. */
  readonly openOrJoin: (failing: {
    readonly tunnels: readonly FleetTunnel[];
    readonly beside: readonly FleetTunnel[];
    readonly shares: Share | null;
    readonly because: Because;
    readonly channel: string | null;
    readonly place: ThreadPlace | null;
    readonly severity: IncidentSeverity;
    readonly at: string;
    readonly key: string;
  }) => Promise<Opened>;
}

/** @param told the alerts that mean some of these, the first one first; at least one. */
export async function openGroup(
  parts: OpenParts,
  { tunnels, beside, shares }: FailingGroup,
  told: readonly AlertRow[],
): Promise<Opened> {
  const [first] = told;
  if (!first) throw new Error('no alert means these tunnels');
  const names = tunnels.map(({ name }) => name);
  const common = {
    beside,
    shares,
    because: becauseOf(first),
    channel: first.channel ?? channelOf(names[0] ?? '', parts.channels),
    place: firstPlace(told) ?? (await parts.noticePlace(names)),
    severity: severityOf(tunnels, told),
    at: parts.clock.now().toISOString(),
  };
  const key = keyOf(first);
  const opened = await parts.openOrJoin({ ...common, tunnels, key });
  // Begun by a process that died when fewer had come.
  const late = tunnels.filter(({ name }) => !opened.incident.tunnels.includes(name));
  if (late.length === 0) return opened;
  const more = await parts.openOrJoin({ ...common, tunnels: late, key: `${key}:${late[0]?.name}` });
  return { ...opened, incident: more.incident };
}

/** Messages of one moment may be kept in another order than they stand in. */
function firstPlace(told: readonly AlertRow[]): ThreadPlace | null {
  const places = told.flatMap(({ place }) => place ?? []);
  return places.toSorted((a, b) => Number(a.ts) - Number(b.ts))[0] ?? null;
}

export function becauseOf({ alert }: AlertRow): Because {
  const { source, name, link, key } = alert;
  return { kind: 'alert', source, name, link, key };
}

/** Of this round of it: what is done under it is done once. */
export function keyOf({ id, round }: Pick<AlertRow, 'id' | 'round'>): string {
  return `alert:${id}:${round}`;
}

const grave = /^(?:critical|page|emergency|disaster|p1|sev-?1)$/i;

/** What the settings say of the tunnels, and what the alert says of itself. */
function severityOf(tunnels: readonly FleetTunnel[], told: readonly AlertRow[]): IncidentSeverity {
  const says = told.some(({ alert }) => grave.test(alert.labels.get('severity') ?? ''));
  const weights = tunnels.map(({ declared }) => declared.criticality);
  if (says || weights.includes('high')) return 'high';
  return weights.every((one) => one === 'low') ? 'low' : 'normal';
}
