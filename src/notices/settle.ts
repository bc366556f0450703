// The moment of gathering is over: which of them make one message, which one their own, and which have nothing to say; pure.

import { sharedByAll } from '../fleet/sharing.js';
import type { Notice, NoticedTunnel } from './notice.js';
import type { NoticeRow, NoticeWrites } from './store.js';
import { joins, togetherOf } from './together.js';

export interface Settling {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly newId: () => string;
  /** The tunnels that have an incident by now: it tells of them. */
  readonly withIncident: ReadonlySet<string>;
}

/** @param id of the notice whose moment is over; null is answered by nothing to write when it was settled before. */
export function settle(open: readonly Notice[], id: string, settling: Settling): NoticeWrites {
  const notice = open.find((one) => one.id === id && one.phase === 'gathering');
  if (!notice) return { notices: [], rows: [] };
  const { at, newId, withIncident } = settling;
  if (notice.devices.length > 0) return { notices: [standing(notice, [], at)], rows: [] };
  const told = notice.tunnels.filter(({ tunnel }) => !withIncident.has(tunnel));
  const joined = new Map<Notice, NoticedTunnel[]>();
  const own = told.filter((tunnel) => {
    const other = joins(tunnel, notice.channel, open, at);
    if (other) joined.set(other, [...(joined.get(other) ?? []), tunnel]);
    return other === null;
  });
  const [first = [], ...others] = togetherOf(own);
  const apart = others.map((tunnels) => standing({ ...notice, id: newId() }, tunnels, at));
  const more = [...joined].map(([other, tunnels]): Notice => {
    const all = [...other.tunnels, ...tunnels];
    return { ...other, tunnels: all, shares: sharedByAll(all), seq: other.seq + 1, changedAt: at };
  });
  const row = (notice: string, seq: number, part: NoticeRow['part']): NoticeRow => {
    return { notice, seq, part, reply: null, notBefore: null };
  };
  return {
    notices: [standing(notice, first, at), ...apart, ...more],
    rows: [
      ...apart.map((one) => row(one.id, 0, 'post')),
      ...more.map((one) => row(one.id, one.seq, 'redraw')),
    ],
  };
}

function standing(notice: Notice, tunnels: readonly NoticedTunnel[], at: string): Notice {
  const isEmpty = tunnels.length === 0 && notice.devices.length === 0;
  const isLasting = [...tunnels, ...notice.devices].some(({ endedAt }) => endedAt === null);
  return {
    ...notice,
    tunnels,
    shares: sharedByAll(tunnels),
    phase: isEmpty || !isLasting ? 'over' : 'standing',
    changedAt: at,
  };
}
