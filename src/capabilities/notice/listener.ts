// What the watch found becomes news for channels: whom it concerns, what it shares with others, whether an incident tells it already.

import { openIncidents } from '../../commands/openIncidents.js';
import type { Clock } from '../../domain/clock.js';
import type { Fleet } from '../../fleet/fleet.js';
import type { IncidentStore } from '../../incidents/store.js';
import { type Channels, channelOf, channelOfDevice } from '../../notices/channel.js';
import { hear } from '../../notices/hear.js';
import { hearDevice } from '../../notices/hearDevice.js';
import { deviceKey, type TunnelNews, tunnelKey } from '../../notices/news.js';
import { traitsOf } from '../../notices/share.js';
import type { NoticeStore } from '../../notices/store.js';
import type { Mark } from '../../watch/state.js';
import type { TimeSpan } from '../../watch/store.js';
import type { DeviceChange, SweepListener, Swept } from '../../watch/swept.js';

export interface NoticeParts {
  readonly stores: () => Promise<{
    readonly notices: NoticeStore;
    readonly incidents: Pick<IncidentStore, 'list'>;
  }>;
  readonly fleet: Pick<Fleet, 'declared'>;
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
    async swept(swept) {
      if (swept.changes.length === 0) return;
      const { notices, incidents } = await stores();
      const withIncident = await openIncidents(incidents);
      const marks = await parts.marks(around(swept));
      const news = newsOf({ ...swept, marks }, parts, (tunnel) => withIncident.get(tunnel)?.id ?? null);
      const at = clock.now().toISOString();
      await notices.change(
        news.map(({ key }) => key),
        at,
        (open, fresh) =>
          hear(
            open,
            news.filter(({ key }) => fresh.has(key)),
            hearing(at),
          ),
      );
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

function newsOf(
  { ends, changes, marks }: Swept,
  { channels }: NoticeParts,
  incidentOf: (tunnel: string) => string | null,
): readonly TunnelNews[] {
  const tunnels = new Map(ends.map(({ tunnel }) => [tunnel.name, tunnel]));
  return changes.map((change) => {
    const { tunnel: name, to: state, at, basis, quiet } = change;
    const tunnel = tunnels.get(name);
    return {
      key: tunnelKey(change),
      tunnel: name,
      channel: channelOf(name, channels),
      state,
      at,
      basis,
      quiet,
      traits: tunnel ? traitsOf(tunnel, marks, at) : [],
      incident: incidentOf(name),
    };
  });
}

const beforeMs = 15 * 60_000;

function around({ at }: Swept): TimeSpan {
  return { from: new Date(Date.parse(at) - beforeMs).toISOString(), to: at };
}

/** As far as they are declared: a device that cannot be asked does not tell them. */
function tunnelsOf({ device }: DeviceChange, fleet: Pick<Fleet, 'declared'>): readonly string[] {
  return fleet
    .declared()
    .filter(({ ends }) => ends.some((end) => end.device === device))
    .map(({ name }) => name);
}
