// What the next shift must know, from incidents, what is down now, what falls due, and remarks; pure, so that it can be replayed.

import type { Incident } from '../../incidents/incident.js';
import type { Remark } from '../../shifts/store.js';
import {
  closedOf,
  type DueItem,
  type DueLine,
  dueLine,
  mostUrgentFirst,
  type OpenLine,
  openLine,
  type ResolvedLine,
  resolvedLine,
  type SeenTunnel,
  type WatchLine,
  watchLines,
} from './lines.js';
import {
  type ChangeLine,
  changeLines,
  type MuteLine,
  muteLines,
  type OutageLine,
  outagesOf,
  type WatchedShift,
} from './watched.js';

export interface Handoff {
  readonly team: string;
  /** The shift that ends: ISO 8601 UTC. */
  readonly from: string;
  readonly to: string;
  readonly start: readonly OpenLine[];
  readonly watch: readonly WatchLine[];
  readonly due: readonly DueLine[];
  readonly resolved: readonly ResolvedLine[];
  /** Outages that are over, of tunnels that no other line tells of. */
  readonly outages: readonly OutageLine[];
  /** Of tunnels that no other line tells of. */
  readonly muted: readonly MuteLine[];
  readonly changed: readonly ChangeLine[];
  readonly remarks: readonly Remark[];
  /** Why incidents and remarks could not be read, with the remedy; null when they were. */
  readonly unread: string | null;
  /** Devices that could not be asked, one sentence each. */
  readonly unseen: readonly string[];
  /** Those of incidents are null where incidents could not be read. */
  readonly numbers: {
    readonly opened: number | null;
    readonly resolved: number | null;
    readonly open: number | null;
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
  /** Open ones, and those that changed in the shift or not long before. */
  readonly incidents: readonly Incident[];
  readonly tunnels: readonly SeenTunnel[];
  readonly due: readonly DueItem[];
  readonly remarks: readonly Remark[];
  /** Null where nothing of the watch could be read. */
  readonly watched: WatchedShift | null;
  readonly unread: string | null;
  readonly unseen: readonly string[];
}

const nothingWatched: WatchedShift = { periods: [], states: [], mutes: [], marks: [] };

export function composeHandoff(input: HandoffInput): Handoff {
  const { from, to, incidents, tunnels } = input;
  const inShift = (at: string): boolean => at >= from && at <= to;
  const open = incidents.filter((incident) => incident.closed === null);
  const resolved = incidents.filter(
    (incident) => incident.closed !== null && incident.mergedInto === null && inShift(incident.closed.at),
  );
  const seen = new Map(tunnels.map((row) => [row.tunnel, row]));
  const closed = closedOf(incidents);
  const watched = input.watched ?? nothingWatched;
  const outages = new Map(outagesOf(watched, to).map((line) => [line.tunnel, line]));
  const muted = new Map(muteLines(watched).map((line) => [line.tunnel, line]));
  const start = open
    .map((incident) =>
      openLine(incident, seen.get(incident.tunnel) ?? null, muted.get(incident.tunnel) ?? null),
    )
    .sort(mostUrgentFirst);
  const isOpen = new Set(open.flatMap((incident) => incident.tunnels));
  const watch = watchLines(
    tunnels.filter((row) => !isOpen.has(row.tunnel)),
    closed,
    outages,
    muted,
  );
  const bad = new Set([...isOpen, ...watch.map((line) => line.tunnel)]);
  const told = new Set([...bad, ...resolved.flatMap((incident) => incident.tunnels)]);
  const over = [...outages.values()].filter((line) => line.to !== null && !told.has(line.tunnel));
  const changed = changeLines(watched, new Set([...told, ...over.map((line) => line.tunnel)]));
  const mutedAlone = [...muted.values()].filter((line) => !bad.has(line.tunnel));
  return {
    team: input.team,
    from,
    to,
    start,
    watch,
    due: input.due.map((item) => dueLine(item, start, closed)),
    resolved: resolved.map((incident) =>
      resolvedLine(incident, start, watch, outages.get(incident.tunnel) ?? null),
    ),
    outages: over,
    muted: mutedAlone,
    changed,
    remarks: input.remarks,
    unread: input.unread,
    unseen: input.unseen,
    numbers: {
      ...(input.unread === null
        ? {
            opened: incidents.filter((incident) => inShift(incident.openedAt)).length,
            resolved: resolved.length,
            open: open.length,
          }
        : { opened: null, resolved: null, open: null }),
      tunnels: tunnels.length,
      up: tunnels.filter((row) => row.state === 'up').length,
    },
    quiet:
      input.unread === null &&
      [start, watch, input.due, resolved, input.remarks, input.unseen, over, mutedAlone, changed].every(
        (list) => list.length === 0,
      ),
  };
}
