// Once a day what is old is forgotten, in the quiet of the night.

import type { Clock } from '../domain/clock.js';
import type { IncidentStore } from '../incidents/store.js';
import type { DailyJob } from '../jobs/job.js';
import type { Database } from './database.js';
import { forgetOld, type KeepDays } from './retention.js';

export interface RetentionParts {
  readonly clock: Clock;
  readonly keep: KeepDays;
  readonly open: () => Promise<{
    readonly database: Database;
    readonly incidents: Pick<IncidentStore, 'forgetRead'>;
  }>;
}

export function retentionJob({ clock, keep, open }: RetentionParts): DailyJob {
  return {
    name: 'retention',
    cron: '17 3 * * *',
    async run() {
      const { database, incidents } = await open();
      if (await forgetOld(database, keep, clock.now())) incidents.forgetRead();
    },
  };
}
