// What one end of a tunnel is in a sweep of a daemon; pure.

import { type ChildSa, isUp, type TunnelLive } from '../../domain/live.js';
import { childWithoutSa, type SweepChild, type SweepRow } from '../../domain/sweep.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { HeldLine } from './liveLog.js';
import { readLogPrefix } from './logLine.js';
import { summarize } from './normalizeLive.js';

/** @param failed connections of which the daemon said since the sweep before that a negotiation failed */
export function sweepRow(tunnel: TunnelConfig, live: TunnelLive, failed: ReadonlySet<string>): SweepRow {
  const { state, since, peer, basis } = summarize(tunnel, live);
  const standing = live.ike
    .filter((sa) => sa.state === 'established' || sa.state === 'rekeying')
    .toSorted((a, b) => (b.establishedAt ?? '').localeCompare(a.establishedAt ?? ''));
  const [ike] = standing;
  const names = new Set([
    ...tunnel.children.map((child) => child.name),
    ...live.children.filter(isUp).map((child) => child.name),
  ]);
  return {
    tunnel: tunnel.tunnel,
    state,
    ...(state === 'down' && failed.has(tunnel.tunnel) ? { failure: true } : {}),
    since,
    basis,
    peer,
    monitor: null,
    ike: ike ? { id: ike.id, establishedAt: ike.establishedAt, expiresAt: ike.expiresAt } : null,
    children: [...names].map((name) => sweepChild(name, live)),
  };
}

/** What charon prints when it gives an attempt up, or is refused; that it sends again proves nothing yet. */
const givenUp =
  /giving up after \d+ retransmits|establishing (?:IKE_SA|CHILD_SA) .*failed|received (?:AUTHENTICATION_FAILED|NO_PROPOSAL_CHOSEN|TS_UNACCEPTABLE)\b/;
const established = /(?:IKE|CHILD)_SA \S+ established/;

/** By connection: the last word of each counts. @param lines oldest first */
export function failedConnections(lines: readonly HeldLine[]): ReadonlySet<string> {
  const failed = new Set<string>();
  for (const { text } of lines) {
    const connection = readLogPrefix(text)?.connection ?? '';
    if (givenUp.test(text)) failed.add(connection);
    else if (established.test(text)) failed.delete(connection);
  }
  return failed;
}

/** Of several SAs of one child the one that was installed last; one that is being replaced only while there is no other. */
function sweepChild(name: string, live: TunnelLive): SweepChild {
  const own = live.children.filter((child) => child.name === name);
  const [sa] = own.filter(isUp).toSorted(newestFirst);
  if (sa === undefined) {
    const isTold = !live.partial && own.every((child) => child.state === 'down');
    return childWithoutSa(name, isTold ? 'no-sa' : 'unknown');
  }
  const { spiIn, spiOut, expiresAt, counters } = sa;
  return {
    name,
    state: 'up',
    spiIn,
    spiOut,
    expiresAt,
    counters: counters && {
      identity: counters.identity,
      bytesIn: counters.bytesIn,
      bytesOut: counters.bytesOut,
      packetsIn: counters.packetsIn,
      packetsOut: counters.packetsOut,
    },
  };
}

function newestFirst(a: ChildSa, b: ChildSa): number {
  if (a.beingReplaced !== b.beingReplaced) return a.beingReplaced ? 1 : -1;
  return (b.installedAt ?? '').localeCompare(a.installedAt ?? '') || Number(b.id) - Number(a.id);
}
