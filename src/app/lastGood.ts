// What was kept of a tunnel while it was seen up, as evidence of a diagnosis: read where a store is open, and never asked of a device.

import type { Clock } from '../domain/clock.js';
import { type LastGood, lastGoodOf } from '../domain/knownGood.js';
import { gap, known, type Observation } from '../domain/observation.js';
import type { Logger } from '../support/logger.js';
import type { KnownGoodStore } from '../watch/knownGood.js';

export interface LastGoodParts {
  /** Null while no store is open: a question that only reads opens none. */
  readonly opened: () => KnownGoodStore | null;
  readonly clock: Clock;
  readonly log: Logger;
}

/** @returns null where nothing is kept at all, which is not that this tunnel was never up. */
export function lastGoodFrom({ opened, clock, log }: LastGoodParts) {
  return async (tunnel: string, device: string): Promise<Observation<LastGood> | null> => {
    const store = opened();
    if (!store) return null;
    const of = { device, request: 'last known good', at: clock.now().toISOString() };
    try {
      const last = lastGoodOf(await store.versions(tunnel, device));
      if (last) return known(last, { ...of, fromCache: true, calls: 0 });
      return gap({
        ...of,
        reason: 'no-history',
        says: `Nothing is known of ${device} from before: it was not seen up since it is watched.`,
        remedy: 'Once the tunnel is seen up, it is remembered how.',
      });
    } catch (error) {
      // The diagnosis stands without it.
      log.warn({ error }, 'what was kept of a tunnel could not be read');
      return null;
    }
  };
}
