// The queues that a service makes at its first start, made in the database that new ones are unpacked from.

import { makeQueuesBeforehand, type Queue } from '../jobs/queues.js';

/** Of the jobs in `jobs.ts`. One that is missing here is made when a service starts. */
export const queues: readonly Queue[] = [
  { name: 'incident-look', kind: 'timed' },
  { name: 'shift-change', kind: 'timed' },
  { name: 'retention', kind: 'daily' },
  { name: 'watch', kind: 'round' },
  { name: 'alerts', kind: 'round' },
  { name: 'set-back', kind: 'round' },
];

export async function prepareJobs(executeSql: Parameters<typeof makeQueuesBeforehand>[0]): Promise<void> {
  await makeQueuesBeforehand(executeSql, queues);
}
