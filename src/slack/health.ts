// /healthz: the process answers. /readyz: Slack reaches us and we are not stopping. Nothing secret, nothing that costs.

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

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

export interface HealthServer {
  readonly port: number;
  stop(): Promise<void>;
}

export async function startHealth(
  host: string,
  port: number,
  health: () => SlackHealth,
): Promise<HealthServer> {
  const server = createServer((request, reply) => {
    const path = (request.url ?? '').split('?')[0];
    const now = health();
    const known = request.method === 'GET' && (path === '/healthz' || path === '/readyz');
    const status = known ? (path === '/healthz' || now.ready ? 200 : 503) : 404;
    reply.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    reply.end(known ? `${JSON.stringify(now)}\n` : '{}\n');
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}
