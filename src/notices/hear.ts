// News applied to the notices that stand: gathered for a moment, changed, or ended; what is said of it, once; pure.

import { sharedByAll } from '../fleet/sharing.js';
import type { TunnelNews } from './news.js';
import { isEnd, isLasting, isTrouble, type Notice, type NoticedTunnel } from './notice.js';
import { replyOf } from './replies.js';
import type { NoticeRow, NoticeWrites } from './store.js';
import { joins } from './together.js';

export interface Hearing {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** How long others may still join. */
  readonly gatherMs: number;
  readonly newId: () => string;
}

/** @param open those that are not over. */
export function hear(
  open: readonly Notice[],
  news: readonly TunnelNews[],
  { at, gatherMs, newId }: Hearing,
): NoticeWrites {
  const before = new Map(open.map((one) => [one.id, one]));
  const now = new Map(before);
  const quiet = new Map<string, boolean>();
  const put = (notice: Notice, isQuiet: boolean): void => {
    now.set(notice.id, notice);
    quiet.set(notice.id, isQuiet && (quiet.get(notice.id) ?? true));
  };
  for (const piece of news) {
    const all = [...now.values()];
    const told = all.find(({ tunnels }) => tunnels.some((one) => isOf(piece)(one)));
    if (told) {
      put(changed(told, piece), isHushed(piece));
      continue;
    }
    if (!isTrouble(piece.state) || piece.quiet !== null || piece.incident !== null || piece.channel === null)
      continue;
    const tunnel = noticed(piece);
    const joined = joins(tunnel, piece.channel, all, at);
    const gathering = all.find((one) => isGathering(one) && one.channel === piece.channel);
    put(added(joined ?? gathering ?? fresh(newId(), piece.channel, at), tunnel), false);
  }
  return writesOf(before, now, quiet, at, gatherMs);
}

/** Of tunnels; devices gather apart. */
function isGathering({ phase, devices }: Notice): boolean {
  return phase === 'gathering' && devices.length === 0;
}

function isOf({ tunnel }: TunnelNews): (one: NoticedTunnel) => boolean {
  return (one) => one.tunnel === tunnel && isLasting(one);
}

/** Planned work and a mute take the reply away, never the truth of what stands there. */
function isHushed({ quiet, incident }: TunnelNews): boolean {
  return quiet === 'muted' || quiet === 'maintenance' || incident !== null;
}

function noticed({ tunnel, state, at, basis, shares }: TunnelNews): NoticedTunnel {
  return { tunnel, state, since: at, changedAt: at, basis, shares, endedAt: null, incident: null };
}

function changed(notice: Notice, piece: TunnelNews): Notice {
  // A look that cannot tell takes nothing back.
  if (piece.state === 'unknown') return notice;
  return {
    ...notice,
    tunnels: notice.tunnels.map((one) =>
      isOf(piece)(one)
        ? {
            ...one,
            state: piece.state,
            changedAt: piece.at,
            basis: piece.basis,
            endedAt: isEnd(piece.state) ? piece.at : null,
            incident: piece.incident ?? one.incident,
          }
        : one,
    ),
  };
}

/** One that broke again is in the message once. */
function added(notice: Notice, tunnel: NoticedTunnel): Notice {
  const tunnels = [...notice.tunnels.filter((one) => one.tunnel !== tunnel.tunnel), tunnel];
  const shares = notice.phase === 'gathering' ? [] : sharedByAll(tunnels);
  return { ...notice, tunnels, shares };
}

export function fresh(id: string, channel: string, at: string): Notice {
  return {
    id,
    channel,
    phase: 'gathering',
    openedAt: at,
    changedAt: at,
    seq: 0,
    posted: null,
    tunnels: [],
    shares: [],
    devices: [],
    diagnosis: null,
  };
}

/** What differs from before is kept; what stands in a channel is drawn again. */
export function writesOf(
  before: ReadonlyMap<string, Notice>,
  now: ReadonlyMap<string, Notice>,
  quiet: ReadonlyMap<string, boolean>,
  at: string,
  gatherMs: number,
): NoticeWrites {
  const rows: NoticeRow[] = [];
  const notices = [...now.values()].flatMap((notice): Notice[] => {
    const was = before.get(notice.id);
    if (was === notice) return [];
    const { id: of, phase } = notice;
    if (phase === 'gathering') {
      const notBefore = new Date(Date.parse(at) + gatherMs).toISOString();
      if (!was) rows.push({ notice: of, seq: 0, part: 'post', reply: null, notBefore });
      return [{ ...notice, changedAt: at }];
    }
    const seq = notice.seq + 1;
    const reply = was && quiet.get(of) !== true ? replyOf(was, notice) : null;
    rows.push({ notice: of, seq, part: 'redraw', reply, notBefore: null });
    return [{ ...notice, seq, changedAt: at, phase: isOver(notice) ? 'over' : phase }];
  });
  return { notices, rows };
}

function isOver({ tunnels, devices }: Notice): boolean {
  return ![...tunnels, ...devices].some(isLasting);
}
