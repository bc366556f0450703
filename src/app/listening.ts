// What the one listener of the service answers: each route a line, each but health with a secret of its own.

import type { Settings } from '../config/settings.js';
import { Problem } from '../domain/problem.js';
import type { Metrics } from '../metrics/index.js';
import { healthRoutes, type SlackHealth } from '../slack/index.js';
import { type Listener, type Route, startListener } from '../support/listener.js';
import type { Logger } from '../support/logger.js';

export interface ListeningParts {
  readonly settings: Pick<Settings, 'listen' | 'metrics'>;
  readonly health: () => SlackHealth;
  /** Null: nobody scrapes them. */
  readonly metrics: Metrics | null;
  readonly log: Logger;
}

/** Null where the configuration names no port. A secret that leads nowhere is a Problem now, not at the first request. */
export async function listen({ settings, health, metrics, log }: ListeningParts): Promise<Listener | null> {
  const { host, port } = settings.listen;
  if (port === null) return null;
  const { token } = settings.metrics;
  await token?.();
  const routes: readonly Route[] = [
    ...healthRoutes(health),
    ...(metrics && token ? [metrics.route(token)] : []),
  ];
  try {
    return await startListener({ host, port }, routes, (error, path) =>
      log.error({ error, path }, 'a request could not be answered'),
    );
  } catch (error) {
    throw new Problem('port-taken', { host, port, setting: 'listen', detail: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') return 'another process listens there';
  if (code === 'EADDRNOTAVAIL') return 'this machine has no such address';
  if (code === 'EACCES') return 'this user may not listen there';
  return 'the system refuses it';
}
