// What the one listener of the service answers: each route a line, each but health with a secret of its own.

import { alertRoutes } from '../capabilities/alert/receive.js';
import { listenerSecrets } from '../config/listenerSecrets.js';
import type { Settings } from '../config/settings.js';
import type { Clock } from '../domain/clock.js';
import type { Metrics } from '../metrics/index.js';
import { healthRoutes, type SlackHealth } from '../slack/index.js';
import type { OpenStores } from '../stores/door.js';
import { type Listener, type Route, startListener } from '../support/listener.js';
import type { Logger } from '../support/logger.js';
import { portTaken } from '../support/portTaken.js';

export interface ListeningParts {
  readonly settings: Pick<Settings, 'listen' | 'metrics' | 'alerts' | 'assistants'>;
  readonly health: () => SlackHealth;
  /** Null: nobody scrapes them. */
  readonly metrics: Metrics | null;
  /** Where alerts are kept. */
  readonly stores: () => Promise<Pick<OpenStores, 'alerts'>>;
  /** Told when an alert waits for the job. */
  readonly onAlert: (dueAt: string) => void;
  /** What assistants ask; called only where the settings name one. */
  readonly assistants: () => Promise<readonly Route[]>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Null where the configuration names no port. A secret that leads nowhere is a Problem now, not at the first request. */
export async function listen(parts: ListeningParts): Promise<Listener | null> {
  const { settings, health, metrics, log } = parts;
  const { host, port } = settings.listen;
  if (port === null) return null;
  const { token } = settings.metrics;
  for (const secret of listenerSecrets(settings)) await secret();
  const routes: readonly Route[] = [
    ...healthRoutes(health),
    ...(metrics && token ? [metrics.route(token)] : []),
    ...alertRoutes({
      alerts: settings.alerts,
      store: async () => (await parts.stores()).alerts,
      clock: parts.clock,
      log,
      onKept: parts.onAlert,
    }),
    ...(settings.assistants.length > 0 ? await parts.assistants() : []),
  ];
  try {
    return await startListener({ host, port }, routes, (error, path) =>
      log.error({ error, path }, 'a request could not be answered'),
    );
  } catch (error) {
    throw portTaken({ host, port, setting: 'listen' }, error);
  }
}
