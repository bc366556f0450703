// The road of alerts in a running service: its job, over the same fleet, stores and incidents as everything else.

import { type AlertJob, alertJob } from '../capabilities/alert/job.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { ThreadPlace } from '../incidents/events.js';
import { noticeStream } from '../incidents/outbox.js';
import { isLasting } from '../notices/notice.js';
import type { IncidentStores } from '../slack/index.js';
import type { OpenStores } from '../stores/door.js';
import type { Logger } from '../support/logger.js';
import { channelsOf } from './channels.js';
import type { Wired } from './wiring.js';

export interface AlertsParts {
  readonly settings: Pick<Settings, 'alerts' | 'teams' | 'tunnels' | 'watch'>;
  readonly wired: Pick<Wired, 'desk' | 'fleet' | 'frame' | 'alertActs'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Names this process among all replicas. */
  readonly owner: string;
  readonly open: () => Promise<OpenStores>;
  /** The same stores with the outbox. */
  readonly stores: () => Promise<Pick<IncidentStores, 'notices' | 'outbox'>>;
}

export function alertsOver({ settings, wired, clock, log, owner, open, stores }: AlertsParts): AlertJob {
  return alertJob({
    ...wired.alertActs,
    fleet: wired.fleet,
    desk: wired.desk,
    frame: wired.frame,
    clock,
    owner,
    alerts: settings.alerts,
    channels: channelsOf(settings),
    watch: async () => (await open()).watch,
    store: async () => (await open()).alerts,
    incidents: async () => (await open()).incidents,
    noticePlace: async (tunnels) => await noticePlace(await stores(), tunnels),
    onFault: (error, what) => log.error({ error }, what),
  });
}

/** Our own message of the same outage: its thread is where it goes on. */
async function noticePlace(
  { notices, outbox }: Pick<IncidentStores, 'notices' | 'outbox'>,
  tunnels: readonly string[],
): Promise<ThreadPlace | null> {
  for (const notice of await notices.standing()) {
    const tells = notice.tunnels.some((one) => tunnels.includes(one.tunnel) && isLasting(one));
    const place = tells ? await outbox.placeOf(noticeStream(notice.id)) : null;
    if (place !== null) return { ...place, link: null };
  }
  return null;
}
