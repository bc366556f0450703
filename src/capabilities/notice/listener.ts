// What the watch found becomes news for channels: whom it concerns, what it shares with others, whether an incident tells it already.

import { openIncidents } from '../../commands/openIncidents.js';
import type { Clock } from '../../domain/clock.js';
import type { Share } from '../../domain/share.js';
import type { AskOptions } from '../../fleet/desk.js';
import type { Fleet } from '../../fleet/fleet.js';
import { sharesIn } from '../../fleet/sharing.js';
import type { IncidentStore } from '../../incidents/store.js';
import { type Channels, channelOf, channelOfDevice } from '../../notices/channel.js';
import { hear } from '../../notices/hear.js';
import { hearDevice } from '../../notices/hearDevice.js';
import { deviceKey, type TunnelNews, tunnelKey } from '../../notices/news.js';
import { isTrouble } from '../../notices/notice.js';
import type { NoticeStore } from '../../notices/store.js';
import { eventsOf } from '../../notices/together.js';
import type { Mark, TunnelChange } from '../../watch/state.js';
import type { TimeSpan } from '../../watch/store.js';
import type { DeviceChange, SweepListener, Swept } from '../../watch/swept.js';

export interface NoticeParts {
  readonly stores: () => Promise<{
    readonly notices: NoticeStore;
    readonly incidents: Pick<IncidentStore, 'list'>;
  }>;
  readonly fleet: Pick<Fleet, 'declared' | 'view'>;
  /** The frame of a question. */
  readonly frame: (signal: AbortSignal) => AskOptions;
  readonly channels: Channels;
  readonly clock: Clock;
  readonly newId: (prefix: string) => string;
  /** What happened to the devices around then: what several tunnels may have in common. */
  readonly marks: (span: TimeSpan) => Promise<readonly Mark[]>;
  /** How long others that break at the same time may still join a message. */
  readonly gatherMs: number;
}

export function noticeListener(parts: NoticeParts): SweepListener {
  const { clock, gatherMs, stores } = parts;
  const hearing = (at: string) => ({ at, gatherMs, newId: () => parts.newId('notice') });
  return {
    name: 'notices',
    async swept(swept, signal) {
      if (swept.changes.length === 0) return;
      const { notices, incidents } = await stores();
      const [withIncident, sharesOf] = await Promise.all([
        openIncidents(incidents),
        sharesAround(parts, swept, signal),
      ]);
      const news = swept.changes.map(
        (change): TunnelNews => ({
          key: tunnelKey(change),
          tunnel: change.tunnel,
          channel: channelOf(change.tunnel, parts.channels),
          state: change.to,
          at: change.at,
          basis: change.basis,
          quiet: change.quiet,
          shares: isTrouble(change.to) ? sharesOf(change) : [],
          incident: withIncident.get(change.tunnel)?.id ?? null,
        }),
      );
      const at = clock.now().toISOString();
      const keys = news.map(({ key }) => key);
      await notices.change(keys, at, (open, fresh) => {
        const unheard = news.filter(({ key }) => fresh.has(key));
        return hear(open, unheard, hearing(at));
      });
    },
    async device(change) {
      const { notices } = await stores();
      const at = clock.now().toISOString();
      const { device, reachable } = change;
      const key = deviceKey(device, reachable, change.at);
      const channel = channelOfDevice(tunnelsOf(change, parts.fleet), parts.channels);
      await notices.change([key], at, (open) => hearDevice(open, { ...change, key, channel }, hearing(at)));
    },
  };
}

const beforeMs = 15 * 60_000;
/** The watch read it a moment ago. */
const fleetMaxAgeMs = 3_600_000;

/** What the tunnels of a sweep may have in common with others; nothing is read where nothing broke. */
async function sharesAround(
  { fleet, frame, marks }: NoticeParts,
  { ends, changes, at }: Swept,
  signal: AbortSignal,
): Promise<(change: TunnelChange) => readonly Share[]> {
  if (!changes.some(({ to, quiet }) => isTrouble(to) && quiet === null)) return () => [];
  const span = { from: new Date(Date.parse(at) - beforeMs).toISOString(), to: at };
  const [view, happened] = await Promise.all([
    fleet.view({ ...frame(signal), maxAgeMs: fleetMaxAgeMs }),
    marks(span),
  ]);
  const tunnels = new Map(ends.map(({ tunnel }) => [tunnel.name, tunnel]));
  const sharesOf = sharesIn(view.tunnels);
  return (change) => {
    const tunnel = tunnels.get(change.tunnel);
    if (!tunnel) return [];
    const shares = sharesOf(tunnel);
    const devices = shares.filter(({ kind }) => kind === 'device');
    return [...devices.flatMap((device) => eventsOf(device, happened, change.at)), ...shares];
  };
}

/** As far as they are declared: a device that cannot be asked does not tell them. */
function tunnelsOf({ device }: DeviceChange, fleet: Pick<Fleet, 'declared'>): readonly string[] {
  return fleet
    .declared()
    .filter(({ ends }) => ends.some((end) => end.device === device))
    .map(({ name }) => name);
}
