// One HTTP listener of this process: a route a line, each with a secret of its own or open to everybody who reaches it.

import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';

export interface Answer {
  readonly status: number;
  readonly type: string;
  /** A text, or what is written as it comes. */
  readonly body: string | AsyncIterable<Uint8Array>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  /**
   * What stands after `Bearer ` in the header Authorization; null: nobody is asked. A route without a secret is not listed at all.
   * Of several routes of one path the one whose token was given answers.
   */
  readonly token: (() => Promise<string>) | null;
  /** @param gone aborts when whoever asked is no longer there */
  answer(request: IncomingMessage, gone: AbortSignal): Promise<Answer>;
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
  // Proxies keep a connection for a minute: a listener that closes it before cuts off what they send at that moment.
  keepAliveTimeout: 65_000,
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
    const here = routes.filter((one) => one.method === request.method && one.path === path);
    const gone = new AbortController();
    reply.once('close', () => gone.abort());
    answerOf(request, here, gone.signal)
      .catch((error: unknown) => {
        onFault(error, path);
        return failed;
      })
      .then((answer) => send(reply, answer))
      .catch((error: unknown) => {
        // The head is sent already: only the end of the connection still says that it is not whole.
        if (!gone.signal.aborted) onFault(error, path);
        reply.destroy();
      });
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

async function answerOf(
  request: IncomingMessage,
  routes: readonly Route[],
  gone: AbortSignal,
): Promise<Answer> {
  if (routes.length === 0) return nothing;
  for (const route of routes)
    if (route.token === null || (await isBearer(request, route.token)))
      return await route.answer(request, gone);
  return refused;
}

/** Digests are of one length, and compared in a time that tells nothing of how much fits. */
async function isBearer(request: IncomingMessage, token: () => Promise<string>): Promise<boolean> {
  return timingSafeEqual(digest(bearerOf(request)), digest(await token()));
}

/** What stands after `Bearer `; empty when nothing does. */
export function bearerOf({ headers }: IncomingMessage): string {
  return /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

async function send(reply: ServerResponse, { status, type, body, headers = {} }: Answer): Promise<void> {
  const challenge = status === 401 ? { 'www-authenticate': 'Bearer' } : {};
  reply.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...challenge, ...headers });
  if (typeof body === 'string') reply.end(body);
  else await pipeline(body, reply);
}
