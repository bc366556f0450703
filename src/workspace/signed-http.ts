// HTTP mode: signed requests to the app's request URL, with the body forms Slack uses for each kind.

import { createHmac } from 'node:crypto';
import { underFirstOf } from '../support/abort.js';
import { decodeJson, isFields, textOf } from './fields.js';
import type { Fields } from './model.js';
import type { Arrival, Parcel, Transport } from './transport.js';

/** Slack's signature of a request, version v0: HMAC-SHA256 over `v0:<timestamp>:<raw body>`. */
function signatureOf(secret: string, timestamp: string, body: string): string {
  return `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
}

function bodyOf(parcel: Parcel): { type: string; body: string } {
  if (parcel.kind === 'events_api') {
    return { type: 'application/json', body: JSON.stringify(parcel.payload) };
  }
  const form = new URLSearchParams();
  if (parcel.kind === 'interactive') form.set('payload', JSON.stringify(parcel.payload));
  else for (const [name, value] of Object.entries(parcel.payload)) form.set(name, textOf(value));
  return { type: 'application/x-www-form-urlencoded', body: form.toString() };
}

export class SignedHttp implements Transport {
  private readonly stopping = new AbortController();

  constructor(
    private readonly signingSecret: string,
    private readonly now: () => number,
    public requestUrl: string | undefined,
  ) {}

  /** Slack's proof that an address belongs to the app: it must echo the challenge. */
  async verify(challenge: string): Promise<boolean> {
    const body = JSON.stringify({ type: 'url_verification', token: 'unused', challenge });
    try {
      const reply = await this.post(body, 'application/json', {}, 3000);
      if (reply === undefined || !reply.ok) return false;
      const text = await reply.text();
      const decoded = decodeJson(text);
      return text.trim() === challenge || (isFields(decoded) && decoded.challenge === challenge);
    } catch {
      // Nobody answers there.
      return false;
    }
  }

  async deliver(parcel: Parcel, timeoutMs: number): Promise<Arrival> {
    const { type, body } = bodyOf(parcel);
    const retry: Record<string, string> =
      parcel.retryAttempt > 0
        ? { 'x-slack-retry-num': String(parcel.retryAttempt), 'x-slack-retry-reason': parcel.retryReason }
        : {};
    const startedAt = performance.now();
    try {
      const reply = await this.post(body, type, retry, timeoutMs);
      if (reply === undefined) return { state: 'failed', reason: 'connection_failed', latencyMs: 0 };
      const text = await reply.text();
      const latencyMs = performance.now() - startedAt;
      if (!reply.ok) return { state: 'failed', reason: 'http_error', latencyMs };
      const decoded = decodeJson(text);
      const response: Fields = isFields(decoded) ? decoded : text === '' ? {} : { text };
      return { state: 'acked', response, latencyMs };
    } catch (error) {
      const latencyMs = performance.now() - startedAt;
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      return timedOut
        ? { state: 'timeout', latencyMs }
        : { state: 'failed', reason: 'connection_failed', latencyMs };
    }
  }

  stop(): void {
    this.stopping.abort();
  }

  private async post(
    body: string,
    type: string,
    more: Record<string, string>,
    timeoutMs: number,
  ): Promise<Response | undefined> {
    if (this.requestUrl === undefined) return undefined;
    const timestamp = String(Math.floor(this.now() / 1000));
    const headers = {
      'content-type': type,
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signatureOf(this.signingSecret, timestamp, body),
      ...more,
    };
    const { requestUrl } = this;
    return underFirstOf([AbortSignal.timeout(timeoutMs), this.stopping.signal], (signal) =>
      fetch(requestUrl, { method: 'POST', body, headers, signal }),
    );
  }
}
