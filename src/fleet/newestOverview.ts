// The newest look at all tunnels of a device: a sweep of the watch where one is young enough, else the device is asked.

import type { Clock } from '../domain/clock.js';
import { known, type Observation } from '../domain/observation.js';
import type { TunnelSummary } from '../domain/overview.js';
import type { AskOptions } from './desk.js';
import type { DeviceDesk } from './deskOverDevices.js';

export interface OverviewParts {
  readonly desk: Pick<DeviceDesk, 'ask'> & Partial<Pick<DeviceDesk, 'peek'>>;
  readonly clock: Clock;
  /** A sweep that is younger answers instead of its device; left out where only the devices may. */
  readonly sweptMs?: number;
}

interface NewestOverview {
  readonly overview: Observation<readonly TunnelSummary[]>;
  /** ISO 8601 UTC of the sweep that answered; null when it was none. */
  readonly sweptAt: string | null;
}

/** A list from the watch is no older, however seldom it looks. */
const mostOldSeconds = 60;
/** A sweep takes a while, and does not begin to the second. */
const lateMs = 10_000;

export function sweptMsOf(watch: { readonly enabled: boolean; readonly everySeconds: number }): number {
  return watch.enabled ? Math.min(watch.everySeconds, mostOldSeconds) * 1000 + lateMs : 0;
}

/** A device whose newest sweep failed is asked: what was before must not hide that it does not answer now. */
export async function newestOverview(
  { desk, clock, sweptMs = 0 }: OverviewParts,
  device: string,
  ask: AskOptions,
): Promise<NewestOverview> {
  const swept = ask.maxAgeMs === 0 ? null : (desk.peek?.(device, 'sweep', {}) ?? null);
  const sweptAt = swept?.known ? swept.source.at : null;
  const isFresh = sweptAt !== null && clock.now().getTime() - Date.parse(sweptAt) < sweptMs;
  const asked = desk.peek?.(device, 'overview', {}) ?? null;
  // Somebody asked since, perhaps in vain.
  const isOlder = sweptAt !== null && asked !== null && (asked.known ? asked.source.at : asked.at) > sweptAt;
  if (!swept?.known || !isFresh || isOlder)
    return { overview: await desk.ask(device, 'overview', {}, ask), sweptAt: null };
  const rows = swept.value.rows.map(({ tunnel, state, since, peer, basis }): TunnelSummary => {
    return { tunnel, state, since, peer, basis };
  });
  return { overview: known(rows, swept.source), sweptAt };
}
