// One HTTP listener of this process: a route a line, each with a secret of its own or open to everybody who reaches it.

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** What stands after `Bearer ` in the header Authorization; null: nobody is asked. A route without a secret is not listed at all. */
  readonly token: (() => Promise<string>) | null;
  answer(request: IncomingMessage): Promise<Answer>;
}

export interface Listener {
  readonly port: number;
  stop(): Promise<void>;
}

/** Nobody who asks needs longer; who trickles in their request must not hold a connection for ever. */
const slowest = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  connectionsCheckingInterval: 5000,
} as const;

const nothing: Answer = { status: 404, type: 'application/json', body: '{}\n' };
const refused: Answer = { ...nothing, status: 401 };
const failed: Answer = { ...nothing, status: 500 };

/**
 * @param port 0 takes any free one
 * @param onFault told when a route failed; who asked gets 500 and no reason
 * @throws the error of the system when the port cannot be had
 */
export async function startListener(
  { host, port }: { readonly host: string; readonly port: number },
  routes: readonly Route[],
  onFault: (error: unknown, path: string) => void,
): Promise<Listener> {
  const server = createServer(slowest, (request, reply) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = routes.find((one) => one.method === request.method && one.path === path);
    answerOf(request, route)
      .catch((error: unknown) => {
        onFault(error, path);
        return failed;
      })
      .then((answer) => send(reply, answer));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerOf(request: IncomingMessage, route: Route | undefined): Promise<Answer> {
  if (!route) return nothing;
  if (route.token !== null && !(await isBearer(request, route.token))) return refused;
  return await route.answer(request);
}

/** Digests are of one length, and compared in a time that tells nothing of how much fits. */
async function isBearer(request: IncomingMessage, token: () => Promise<string>): Promise<boolean> {
  const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
  return timingSafeEqual(digest(given), digest(await token()));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function send(reply: ServerResponse, { status, type, body, headers = {} }: Answer): void {
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  reply.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...challenge, ...headers });
  reply.end(body);
}
