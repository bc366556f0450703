// What one message about tunnels, or about devices that cannot be asked, says: a document, from which Slack's message is drawn anew.

import type { Decision } from '../domain/decision.js';
import type { TunnelState } from '../domain/live.js';
import type { Share } from '../domain/share.js';
import type { WatchedState } from '../watch/state.js';

export interface NoticedTunnel {
  readonly tunnel: string;
  /** The newest one. */
  readonly state: WatchedState;
  /** ISO 8601 UTC: since when it is not well. */
  readonly since: string;
  /** ISO 8601 UTC: since when it is in this state. */
  readonly changedAt: string;
  readonly basis: string;
  /** What others may have, too. */
  readonly shares: readonly Share[];
  /** ISO 8601 UTC: when it ended; null while it lasts. */
  readonly endedAt: string | null;
  /** The incident that tells how it goes on; null: this notice does. */
  readonly incident: string | null;
}

export interface NoticedDevice {
  readonly device: string;
  /** ISO 8601 UTC: since when it could not be asked. */
  readonly since: string;
  readonly says: string;
  readonly remedy: string;
  /** ISO 8601 UTC: when it answered again; null while it does not. */
  readonly endedAt: string | null;
}

/** The first diagnosis: of the tunnel itself, or of one that stands for the others. */
export interface FirstDiagnosis {
  readonly tunnel: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Null where it could not be made; `says` then tells why. */
  readonly decision: Decision | null;
  /** The trigger without advice, for when it is over; null where there is none. */
  readonly happened: string | null;
  /** One sentence: what the diagnosis rests on, or why there is none. */
  readonly says: string;
}

/** `gathering`: more may join it, it is not posted yet. `standing`: it is told. `over`: nothing of it will change. */
type NoticePhase = 'gathering' | 'standing' | 'over';

/** Of tunnels or of devices, never of both. */
export interface Notice {
  readonly id: string;
  readonly channel: string;
  readonly phase: NoticePhase;
  /** ISO 8601 UTC. */
  readonly openedAt: string;
  readonly changedAt: string;
  /** Grows with each change that is told. */
  readonly seq: number;
  /** The `seq` that its message was posted with; null until it is known to stand there. */
  readonly posted: number | null;
  readonly tunnels: readonly NoticedTunnel[];
  /** What all of them have in common; empty for one, and where nothing is known. */
  readonly shares: readonly Share[];
  readonly devices: readonly NoticedDevice[];
  readonly diagnosis: FirstDiagnosis | null;
}

/**
 * Switched off or up again. A tunnel that is idle after it broke may still be broken: nobody uses it, so nobody knows.
 */
export function isEnd(state: WatchedState): boolean {
  return state === 'up' || state === 'disabled';
}

/** States that are worth a message. */
export function isTrouble(
  state: WatchedState,
): state is Extract<TunnelState, 'down' | 'degraded'> | 'flapping' {
  return state === 'down' || state === 'degraded' || state === 'flapping';
}

export function isLasting({ endedAt }: { readonly endedAt: string | null }): boolean {
  return endedAt === null;
}

/** The one that the diagnosis is of: the worst of those that last, the longest first; null when none does. */
export function representative({ tunnels }: Pick<Notice, 'tunnels'>): NoticedTunnel | null {
  const weight = ({ state }: NoticedTunnel): number => ['down', 'flapping', 'degraded'].indexOf(state);
  const [worst] = tunnels
    .filter((one) => isLasting(one) && isTrouble(one.state))
    .toSorted((a, b) => weight(a) - weight(b) || a.since.localeCompare(b.since));
  return worst ?? null;
}
