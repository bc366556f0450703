// The watch of a running service: one job a device, over the same desk and stores as the questions of people.

import { sweepJob } from '../capabilities/watch/job.js';
import { createSweepFleet } from '../capabilities/watch/sweepFleet.js';
import { createSweeping } from '../capabilities/watch/sweeping.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { RoundJob } from '../jobs/job.js';
import type { Logger } from '../support/logger.js';
import type { SweepListener } from '../watch/swept.js';
import type { Wired } from './wiring.js';

export interface SweepsParts {
  readonly settings: Pick<Settings, 'watch'>;
  readonly wired: Pick<Wired, 'desk' | 'fleet' | 'stores'>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly listeners: readonly SweepListener[];
}

/** Null where the settings switch it off, and where nothing is to be looked at. */
export function sweepsOver({ settings, wired, clock, log, listeners }: SweepsParts): RoundJob | null {
  const { stores, desk, fleet } = wired;
  const { enabled, everySeconds, detailCalls } = settings.watch;
  const devices = fleet.devices.map(({ name }) => name);
  if (!enabled || devices.length === 0) return null;
  const store = async () => (await stores.open()).watch;
  const elapsed = () => performance.now();
  const sweeping = createSweeping({
    desk,
    fleet: createSweepFleet({ fleet, desk, elapsed }),
    clock,
    elapsed,
    store,
    devices,
    everySeconds,
    detailCalls,
    choice: settings.watch,
    listeners,
    onFault: (error, what) => log.error({ error }, what),
  });
  return sweepJob({ clock, everySeconds, devices, sweep: sweeping.sweep });
}
