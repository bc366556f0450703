// /healthz: the process answers. /readyz: Slack reaches us and we are not stopping. Nothing secret, nothing that costs.

import type { Route } from '../support/listener.js';

export interface SlackHealth {
  /** Slack can reach us: a socket that said hello, or a server that listens. */
  readonly ready: boolean;
  readonly mode: 'socket' | 'http';
  readonly stopping: boolean;
  readonly helloAt: string | null;
  /** Questions being answered now. */
  readonly running: number;
  /** Messages that wait for Slack. */
  readonly waiting: number;
}

/** By which a health answer is told from that of another program on the same port. */
export const healthService = 'tunnelmedic';

export function healthRoutes(health: () => SlackHealth): readonly Route[] {
  const route = (path: string, isWell: (now: SlackHealth) => boolean): Route => ({
    method: 'GET',
    path,
    token: null,
    async answer() {
      const now = health();
      return {
        status: isWell(now) ? 200 : 503,
        type: 'application/json',
        body: `${JSON.stringify({ service: healthService, ...now })}\n`,
      };
    },
  });
  return [route('/healthz', () => true), route('/readyz', (now) => now.ready)];
}
