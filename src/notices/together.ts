// Which of the tunnels that broke at once make one message, and which message one belongs to that broke a little later.

import type { Share } from '../domain/share.js';
import { sinceUtc } from '../domain/utc.js';
import { groupByShares, haveOneOf } from '../fleet/sharing.js';
import type { Mark } from '../watch/state.js';
import type { Notice, NoticedTunnel } from './notice.js';

/** Fewer are told one by one: two may well break by chance, and each has its own cause. */
const leastTogether = 3;
/** So many single messages at once are no help to anybody. */
const mostSingle = 5;
const nearMs = 15 * 60_000;

/** What happened to a device about when a tunnel of it broke; one event of it counts once, whichever tunnel it was noted for. */
export function eventsOf(
  { value: device, of }: Pick<Share, 'value' | 'of'>,
  marks: readonly Mark[],
  at: string,
): readonly Share[] {
  return marks
    .filter((mark) => mark.device === device && (mark.kind === 'failover' || mark.kind === 'restart'))
    .filter((mark) => Math.abs(Date.parse(at) - Date.parse(mark.at)) <= nearMs)
    .map(({ text, at: then }) => {
      return { kind: 'event', device, value: `${text.replace(/\.$/, '')} (${sinceUtc(then, at)})`, of };
    });
}

/**
 * Those that share something, the group that says most first; what is left alone, or together where that were too many messages.
 * One message is no incident: a few of a hub's many, which an alert's incidents keep apart, are read better in one place.
 */
export function togetherOf(tunnels: readonly NoticedTunnel[]): readonly (readonly NoticedTunnel[])[] {
  const groups = groupByShares(tunnels, (_, count) => count >= leastTogether).map(({ members }) => members);
  const single = groups.filter((group) => group.length === 1);
  if (single.length <= mostSingle) return groups;
  return [...groups.filter((group) => group.length > 1), single.flat()];
}

/** How long a message about several takes those in that broke a little later. */
const joinMs = 5 * 60_000;

/** The message that a tunnel belongs to which broke a little later; null when there is none. */
export function joins(
  tunnel: NoticedTunnel,
  channel: string,
  open: readonly Notice[],
  at: string,
): Notice | null {
  const found = open.find(
    (one) =>
      one.phase === 'standing' &&
      one.channel === channel &&
      one.tunnels.length >= leastTogether &&
      Date.parse(at) - Date.parse(one.openedAt) <= joinMs &&
      haveOneOf(one.shares, tunnel),
  );
  return found ?? null;
}
