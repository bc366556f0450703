// One row of a device's overview: what a single look at all of its tunnels tells of each.

import type { TunnelLive, TunnelState } from './live.js';
import type { LogWindow } from './log.js';

/** One row of a device's overview: cheap, for lists over many tunnels. */
export interface TunnelSummary {
  readonly tunnel: string;
  readonly state: TunnelState;
  /** ISO 8601 UTC, null when the device does not tell. */
  readonly since: string | null;
  readonly peer: string | null;
  /** Why it is in that state, in a few words of the device ("flow state init", "no IKE SA"). */
  readonly basis: string;
  /** The tunnel's lines, where the device's log was read for this row anyway: reading it costs nobody a call. */
  readonly log?: LogWindow;
  /** What the same look shows of its SAs; no counters where the device tells them only of one tunnel at a time. */
  readonly live?: TunnelLive;
}
