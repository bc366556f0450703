// Where news of each tunnel goes, by the settings.

import type { Settings } from '../config/settings.js';
import type { Channels } from '../notices/channel.js';

export function channelsOf({
  teams,
  tunnels,
  watch,
}: Pick<Settings, 'teams' | 'tunnels' | 'watch'>): Channels {
  const own = tunnels.flatMap(({ name, channel }) => (channel === null ? [] : [[name, channel] as const]));
  return { ofTunnels: new Map(own), teams, watch: watch.channel };
}
