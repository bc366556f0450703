// Slack calling us: Bolt's receiver with signatures, behind a guard that bounds the body and refuses what is old, from the future, foreign, or no object.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, isValidSlackRequest } from '@slack/bolt';
import type { Clock } from '../domain/clock.js';
import type { BoltLogger } from './boltLogger.js';
import type { SlackSettings } from './settings.js';

const BODY_BYTES = 2_000_000;
/** Bolt refuses what is older; a time to come would make a request that was overheard good for longer. */
const MOST_AHEAD_SECONDS = 5 * 60;

export interface HttpReceiverParts {
  readonly settings: Pick<SlackSettings, 'signingSecret' | 'renew'>;
  readonly logger: BoltLogger;
  readonly clock: Clock;
  /** For another workspace or app than ours; asked for authentic payloads only. */
  readonly isForeign: (body: unknown) => boolean;
}

export function createHttpReceiver(parts: HttpReceiverParts): HTTPReceiver {
  const { settings } = parts;
  const receiver = new HTTPReceiver({
    // Checked before it gets anything, because it keeps the secret that it begins with.
    signatureVerification: false,
    signingSecret: settings.signingSecret ?? '',
    endpoints: ['/slack/events'],
    processBeforeResponse: false,
    unhandledRequestTimeoutMillis: 2500,
    logger: parts.logger,
  });
  // Bolt reads `body.ssl_check` of whatever JSON it gets, outside any try: a payload of `null` would be an unhandled rejection.
  const inner = receiver.requestListener;
  receiver.requestListener = (request, reply) => {
    readBody(request)
      .then(async (raw) => {
        if (raw === null) return end(reply, 413);
        if (request.method === 'POST') {
          const body = bodyOf(raw.toString(), request.headers['content-type'] ?? '');
          if (body === null) return end(reply, 400);
          const at = Number(request.headers['x-slack-request-timestamp']);
          const isSigned = () => isAuthentic(request, raw.toString(), at, settings.signingSecret ?? '');
          if (!isSigned() && !((await settings.renew('signingSecret')) && isSigned())) return end(reply, 401);
          if (at - parts.clock.now().getTime() / 1000 > MOST_AHEAD_SECONDS) {
            parts.logger.warn(
              'A signed request from the future was refused; is the clock of this machine late?',
            );
            return end(reply, 401);
          }
          if (parts.isForeign(body)) {
            parts.logger.warn('A signed request for another workspace or app was refused.');
            return end(reply, 403);
          }
        }
        inner(Object.assign(request, { rawBody: raw }), reply);
      })
      .catch(() => end(reply, 404));
  };
  return receiver;
}

/** Also not older than five minutes. */
function isAuthentic(request: IncomingMessage, body: string, at: number, signingSecret: string): boolean {
  const signature = request.headers['x-slack-signature'];
  return (
    typeof signature === 'string' &&
    isValidSlackRequest({
      signingSecret,
      body,
      headers: { 'x-slack-signature': signature, 'x-slack-request-timestamp': at },
    })
  );
}

/** The whole body; null when it is too large. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > BODY_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

/** The object that Bolt will read; null when it is none. */
function bodyOf(body: string, contentType: string): object | null {
  const form = contentType.startsWith('application/x-www-form-urlencoded') ? new URLSearchParams(body) : null;
  const json = form ? form.get('payload') : body;
  if (json === null) return Object.fromEntries(form ?? []);
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function end(reply: ServerResponse, status: number): void {
  if (reply.headersSent) return;
  reply.writeHead(status, { connection: 'close' });
  reply.end();
}
