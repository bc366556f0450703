// What other apps post into channels, kept as alerts where a rule of the configuration says so.

import { alertOf, isHeardOf } from '../alerts/channelMessage.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { HeardApps } from '../slack/index.js';
import type { OpenStores } from '../stores/door.js';
import type { Logger } from '../support/logger.js';

export interface ChannelAlertParts {
  readonly settings: Pick<Settings, 'alerts'>;
  readonly stores: () => Promise<Pick<OpenStores, 'alerts'>>;
  /** Told when an alert waits for the job. */
  readonly onKept: (dueAt: string) => void;
  readonly clock: Clock;
  readonly log: Logger;
}

const mostAttempts = 6;
const firstWaitMs = 500;

/** Null where no rule stands. */
export function channelAlerts({ settings, stores, onKept, clock, log }: ChannelAlertParts): HeardApps | null {
  const { channels: rules, labels, gatherSeconds } = settings.alerts;
  if (rules.length === 0) return null;
  return {
    isHeard: (message) => isHeardOf(message, rules),
    async hear(message, link) {
      const alert = alertOf(message, { rules, labels });
      if (alert === null) return;
      const { channel, ts } = message;
      const place = { channel, ts, link };
      for (let attempt = 1; ; attempt += 1) {
        const now = clock.now();
        const dueAt = new Date(now.getTime() + gatherSeconds * 1000).toISOString();
        try {
          const { alerts } = await stores();
          const waiting = await alerts.keep([{ alert, place, channel }], { at: now.toISOString(), dueAt });
          if (waiting > 0) onKept(dueAt);
          return;
        } catch (error) {
          log.error({ error, channel }, 'the alert of a channel could not be kept');
          if (attempt >= mostAttempts) throw error;
          await clock.sleep(firstWaitMs * 2 ** attempt);
        }
      }
    },
  };
}
