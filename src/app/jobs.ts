// Every job that the service does by itself: the one list that knows them all.

import { shiftChangeJob, writeHandoff } from '../capabilities/handoff/job.js';
import { incidentLookJob } from '../capabilities/incident/job.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { Job, RoundJob } from '../jobs/job.js';
import type { Team } from '../shifts/team.js';
import type { IncidentStores } from '../slack/index.js';
import type { OpenStores } from '../stores/door.js';
import { retentionJob } from '../stores/retentionJob.js';

/** What the jobs together may use; each takes of it what it needs. */
export interface JobsParts {
  readonly settings: Pick<Settings, 'store' | 'incidentLookSeconds'> & { readonly teams: readonly Team[] };
  readonly clock: Clock;
  readonly open: () => Promise<OpenStores>;
  /** The same stores with the outbox. */
  readonly stores: () => Promise<IncidentStores>;
  /** Looks at the tunnels of open incidents. */
  readonly lookAtIncidents: (at: string) => Promise<void>;
  readonly sweepJob: RoundJob | null;
  readonly alertJob: RoundJob;
  readonly setBackJob: RoundJob;
  readonly onFault: (error: unknown) => void;
}

export function jobsOver(parts: JobsParts): readonly Job[] {
  const { clock, open, stores, onFault } = parts;
  const { teams, store, incidentLookSeconds } = parts.settings;
  return [
    incidentLookJob({ clock, everySeconds: incidentLookSeconds, look: parts.lookAtIncidents, onFault }),
    shiftChangeJob({
      clock,
      teams: teams.filter((team) => team.channel !== null && team.starts.length > 0),
      tell: async (change) => await writeHandoff(await stores(), teams, change, clock),
    }),
    retentionJob({ clock, keep: store.keep, open }),
    ...(parts.sweepJob ? [parts.sweepJob] : []),
    parts.alertJob,
    parts.setBackJob,
  ];
}
