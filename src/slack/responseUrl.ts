// Answers through a response_url: at most five within thirty minutes; after that, or when it fails, somebody else must send.

import type { Clock } from '../domain/clock.js';
import type { SlackMessage } from '../render/slack/index.js';
import type { WebProxy } from '../support/proxy.js';
import { PassingTrouble } from './failure.js';
import { trustedFetch } from './trustedFetch.js';

/** Source: docs.slack.dev/interactivity/handling-user-interaction#message_responses. */
const MOST_USES = 5;
const LIFE_MS = 29 * 60_000;

export type Post = (
  url: string,
  body: string,
  signal: AbortSignal,
) => Promise<{ status: number; waitSeconds: number | null }>;

export class ResponseUrl {
  #uses = 0;
  readonly #expiresAt: number;

  constructor(
    private readonly url: string,
    private readonly parts: { clock: Clock; post: Post; timeoutMs: number },
  ) {
    this.#expiresAt = parts.clock.now().getTime() + LIFE_MS;
  }

  get usable(): boolean {
    return this.#uses < MOST_USES && this.parts.clock.now().getTime() < this.#expiresAt;
  }

  /** False when it is used up, expired or refused; throws PassingTrouble when it is worth another try. */
  async send(message: SlackMessage): Promise<boolean> {
    if (!this.usable) return false;
    const body = JSON.stringify({
      response_type: 'ephemeral',
      replace_original: false,
      text: message.text,
      blocks: message.blocks,
    });
    return await this.#post(body);
  }

  /** Takes the message away that was clicked: only one person saw it, and it is used up. */
  async deleteOriginal(): Promise<boolean> {
    return this.usable && (await this.#post(JSON.stringify({ delete_original: true })));
  }

  async #post(body: string): Promise<boolean> {
    const { status, waitSeconds } = await this.parts
      .post(this.url, body, AbortSignal.timeout(this.parts.timeoutMs))
      .catch(() => {
        throw new PassingTrouble('response_url: no connection');
      });
    if (status === 429) throw new PassingTrouble('response_url: rate limit', (waitSeconds ?? 1) * 1000);
    if (status >= 500) throw new PassingTrouble(`response_url: HTTP ${status}`);
    this.#uses += 1;
    return status === 200;
  }
}

export const postJson =
  (proxy: WebProxy | null): Post =>
  async (url, body, signal) => {
    const headers = { 'content-type': 'application/json; charset=utf-8' };
    const reply = await trustedFetch(url, { method: 'POST', headers, body, signal }, proxy);
    await reply.body?.cancel();
    const wait = Number(reply.headers.get('retry-after'));
    return { status: reply.status, waitSeconds: Number.isFinite(wait) && wait > 0 ? wait : null };
  };
