// The queues that the build makes beforehand are those of the jobs that a service has, each of its kind.

import { expect, it } from 'vitest';
import { jobsOver } from '../../../src/app/jobs.js';
import { queues } from '../../../src/app/preparedJobs.js';
import { sweepJob } from '../../../src/capabilities/watch/job.js';
import type { RoundJob } from '../../../src/jobs/job.js';
import { queueOf } from '../../../src/jobs/queues.js';
import { ManualClock } from '../../support/manualClock.js';

const clock = new ManualClock();
const nothing = async (): Promise<void> => undefined;
const nobody = (): Promise<never> => Promise.reject(new Error('nobody asks'));
/** That a service has these names, test/e2e/rights.test.ts proves. */
const round = (name: string): RoundJob => ({ name, expireInSeconds: 1, moments: () => [], run: nothing });

it('has one of each job', () => {
  const keep = { incidentDays: 1, auditDays: 1, sampleDays: 1, historyDays: 1 };
  const jobs = jobsOver({
    settings: {
      store: { dataFolder: '.', databaseUrl: async () => null, keep },
      incidentLookSeconds: 60,
      teams: [],
    },
    clock,
    open: nobody,
    stores: nobody,
    lookAtIncidents: nothing,
    sweepJob: sweepJob({ clock, everySeconds: 60, devices: [], sweep: nothing }),
    alertJob: round('alerts'),
    setBackJob: round('set-back'),
    onFault: () => undefined,
  });
  const byName = (one: { readonly name: string }, other: { readonly name: string }) =>
    one.name < other.name ? -1 : 1;
  expect(jobs.map(queueOf).toSorted(byName)).toEqual(queues.toSorted(byName));
});
