// Who is told of each sweep: the one list that knows them all.

import { noticeListener } from '../capabilities/notice/listener.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { OpenStores } from '../stores/door.js';
import type { SweepListener } from '../watch/swept.js';
import type { Wired } from './wiring.js';

export interface ListenersParts {
  readonly settings: Pick<Settings, 'teams' | 'tunnels' | 'watch'>;
  readonly wired: Pick<Wired, 'fleet' | 'frame' | 'newId'>;
  readonly clock: Clock;
  readonly open: () => Promise<OpenStores>;
}

export function listenersOver({ settings, wired, clock, open }: ListenersParts): readonly SweepListener[] {
  const { teams, tunnels, watch } = settings;
  const own = tunnels.flatMap(({ name, channel }) => (channel === null ? [] : [[name, channel] as const]));
  return [
    noticeListener({
      stores: open,
      fleet: wired.fleet,
      frame: wired.frame,
      channels: { ofTunnels: new Map(own), teams, watch: watch.channel },
      marks: async (span) => (await open()).watch.marks(null, span),
      clock,
      newId: wired.newId,
      gatherMs: watch.gatherSeconds * 1000,
    }),
  ];
}
