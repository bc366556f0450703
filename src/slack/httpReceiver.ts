// Slack calling us: Bolt's receiver with signatures, behind a guard that bounds the body and refuses what is no object.

import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import type { BoltLogger } from './boltLogger.js';
import type { SlackSettings } from './settings.js';

const BODY_BYTES = 2_000_000;

export function createHttpReceiver(settings: SlackSettings, logger: BoltLogger): HTTPReceiver {
  const receiver = new HTTPReceiver({
    signingSecret: settings.signingSecret ?? '',
    endpoints: ['/slack/events'],
    processBeforeResponse: false,
    unhandledRequestTimeoutMillis: 2500,
    logger,
  });
  // Bolt reads `body.ssl_check` of whatever JSON it gets, outside any try: a payload of `null` would be an unhandled rejection.
  const inner = receiver.requestListener;
  receiver.requestListener = (request, reply) => {
    readBody(request)
      .then((raw) => {
        if (raw === null) return end(reply, 413);
        if (request.method === 'POST' && !isObject(raw.toString(), request.headers['content-type'] ?? '')) {
          return end(reply, 400);
        }
        inner(Object.assign(request, { rawBody: raw }), reply);
      })
      .catch(() => end(reply, 404));
  };
  return receiver;
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

function isObject(body: string, contentType: string): boolean {
  const isForm = contentType.startsWith('application/x-www-form-urlencoded');
  const json = isForm ? new URLSearchParams(body).get('payload') : body;
  if (json === null) return true;
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function end(reply: ServerResponse, status: number): void {
  if (reply.headersSent) return;
  reply.writeHead(status, { connection: 'close' });
  reply.end();
}
