// The tunnels of open incidents, looked at again and again: one look at each full interval, whichever replica does it.

import type { Clock } from '../../domain/clock.js';
import type { Due, TimedJob } from '../../jobs/job.js';

export interface IncidentLookParts {
  readonly clock: Clock;
  readonly everySeconds: number;
  /** @param at which look it is: ISO 8601 UTC. */
  readonly look: (at: string) => Promise<void>;
  readonly onFault: (error: unknown) => void;
}

export function incidentLookJob({ clock, everySeconds, look, onFault }: IncidentLookParts): TimedJob {
  // Replicas that start at different moments wait for the same instant, and so for one job.
  const after = (moment: number): Due => {
    const at = (Math.floor(moment / (everySeconds * 1000)) + 1) * everySeconds * 1000;
    return { of: 'open incidents', at: new Date(at).toISOString() };
  };
  return {
    name: 'incident-look',
    expireInSeconds: Math.max(120, 2 * everySeconds),
    first: () => [after(clock.now().getTime())],
    async run({ at }) {
      // What stands in the way of this look must not end the looks.
      await look(at).catch(onFault);
      return after(Math.max(clock.now().getTime(), Date.parse(at)));
    },
  };
}
