// The addresses that monitoring systems post to: proven, read and kept before it is acknowledged; what is refused is one line in our log.

import type { IncomingMessage } from 'node:http';
import { type Alert, type WebhookSource, webhookSources } from '../../alerts/alert.js';
import type { GenericMapping } from '../../alerts/genericBody.js';
import { isProvenByHeader, proofOf } from '../../alerts/proof.js';
import { readBody } from '../../alerts/read.js';
import type { AlertStore } from '../../alerts/store.js';
import type { Clock } from '../../domain/clock.js';
import { untilAborted } from '../../support/abort.js';
import { withinTime } from '../../support/deadline.js';
import type { Answer, Route } from '../../support/listener.js';
import type { Logger } from '../../support/logger.js';
import { Rate } from '../../support/rate.js';
import { dropBody, readRequestBody } from '../../support/requestBody.js';

export interface ReceiveParts {
  readonly alerts: {
    readonly secrets: Readonly<Record<WebhookSource, (() => Promise<string>) | null>>;
    readonly generic: GenericMapping | null;
    readonly gatherSeconds: number;
    readonly requestsPerMinute: number;
  };
  readonly store: () => Promise<Pick<AlertStore, 'keep'>>;
  readonly clock: Clock;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Told when something waits for the job. */
  readonly onKept: (dueAt: string) => void;
}

const mostBytes = 4 * 1024 * 1024;
/** Bodies whose sender is known only by a signature over all of them. */
const mostUnproven = 16;
/** A database that takes longer does not answer; whoever sent it sends it again. */
const keepMs = 8000;

/** Only those with a secret: the others are not there. */
export function alertRoutes(parts: ReceiveParts): readonly Route[] {
  const rate = new Rate(parts.clock, parts.alerts.requestsPerMinute);
  const unproven = { count: 0 };
  return webhookSources.flatMap((source): Route[] => {
    const secret = parts.alerts.secrets[source];
    if (secret === null) return [];
    const receive = receiver(parts, source, secret, rate, unproven);
    return [{ method: 'POST', path: `/alerts/${source}`, token: null, answer: receive }];
  });
}

function receiver(
  parts: ReceiveParts,
  source: WebhookSource,
  secret: () => Promise<string>,
  rate: Rate,
  unproven: { count: number },
): (request: IncomingMessage) => Promise<Answer> {
  const { clock, log } = parts;
  return async (request) => {
    const refuse = (status: number, why: string, waitSeconds: number | null = null): Answer => {
      dropBody(request);
      log.warn({ source, status, why }, 'an alert was refused');
      return answer(status, waitSeconds);
    };
    const waitSeconds = rate.waitFor(`${source} ${request.socket.remoteAddress ?? ''}`);
    if (waitSeconds > 0) return refuse(429, 'more requests a minute than are taken', waitSeconds);
    const known = await secret();
    const prove = (bytes: Uint8Array) =>
      proofOf(source, request.headers, bytes, known, clock.now().getTime());
    const isByHeader = isProvenByHeader(source, request.headers);
    const early = isByHeader ? prove(new Uint8Array()) : 'proven';
    if (early !== 'proven') return refuse(401, refusals[early]);
    if (!isJson(request.headers['content-type'])) return refuse(415, 'its content type is not JSON in UTF-8');
    if (!isByHeader && unproven.count >= mostUnproven) return refuse(503, 'too many bodies at once', 1);
    if (!isByHeader) unproven.count += 1;
    const body = await readRequestBody(request, mostBytes).finally(() => {
      if (!isByHeader) unproven.count -= 1;
    });
    if (!body.ok) return refuse(bodyRefusals[body.why].status, bodyRefusals[body.why].says);
    const proof = isByHeader ? early : prove(body.bytes);
    if (proof !== 'proven') return refuse(401, refusals[proof]);
    const text = textOf(body.bytes);
    if (text === null) return refuse(400, 'it is no UTF-8');
    const read = readBody(text, source, parts.alerts.generic);
    if (!read.ok) return refuse(400, read.why);
    return (await isKept(parts, read.alerts)) ? answer(202) : refuse(503, 'it cannot be kept now', 10);
  };
}

/** Whoever sent it learns the status, and nothing of why. */
function answer(status: number, waitSeconds: number | null = null): Answer {
  const headers = waitSeconds === null ? {} : { 'retry-after': String(waitSeconds) };
  return { status, type: 'application/json', body: '{}\n', headers };
}

const refusals = {
  'no-proof': 'it carries no proof of who sent it',
  wrong: 'its proof is wrong',
  'too-old': 'it was signed too long ago, or by another clock',
} as const;

const bodyRefusals = {
  'too-large': { status: 413, says: 'it is larger than 4 MB' },
  'other-encoding': { status: 415, says: 'it is packed with something else than gzip' },
  damaged: { status: 400, says: 'its gzip is damaged' },
  'cut-off': { status: 400, says: 'it ends in the middle' },
} as const;

function isJson(type: string | undefined): boolean {
  const [kind = '', ...parameters] = (type ?? '').toLowerCase().split(';');
  const charset = parameters.find((one) => one.trim().startsWith('charset='))?.split('=')[1] ?? 'utf-8';
  return /^[a-z]+\/(?:[\w.-]+\+)?json$/.test(kind.trim()) && /^\s*"?(?:utf-?8|us-ascii)"?\s*$/.test(charset);
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

async function isKept(parts: ReceiveParts, alerts: readonly Alert[]): Promise<boolean> {
  const { clock, log, alerts: settings } = parts;
  const now = clock.now();
  const at = now.toISOString();
  const dueAt = new Date(now.getTime() + settings.gatherSeconds * 1000).toISOString();
  const kept = alerts.map((alert) => ({ alert, place: null, channel: null }));
  try {
    const never = new AbortController().signal;
    const keeping = parts.store().then((store) => store.keep(kept, { at, dueAt }));
    const { value } = await withinTime(clock, never, keepMs, (late) =>
      untilAborted(keeping, late, () => null),
    );
    if (value === null) return false;
    if (value > 0) parts.onKept(dueAt);
    return true;
  } catch (error) {
    log.error({ error }, 'alerts could not be kept');
    return false;
  }
}
