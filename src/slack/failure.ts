// What a failed call to Slack means: wait and try again, or a refusal that trying again will not change.

import {
  SlackError,
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';

/** Slack said no, for example `not_in_channel`. Only Slack's error word is kept, never the request. */
export class SlackRefusal extends Error {
  readonly word: string;

  constructor(word: string) {
    super(`Slack refused: ${word}`);
    this.name = 'SlackRefusal';
    this.word = word;
  }
}

export type Failure =
  | { readonly again: true; readonly waitMs: number | null; readonly why: string }
  | { readonly again: false; readonly refusal: SlackRefusal };

/** Error words of Slack that stand for its own trouble. Source: docs.slack.dev/reference/methods/chat.postMessage#errors. */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'timeout',
]);

export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { again: true, waitMs: error.retryAfter * 1000, why: 'rate limit' };
  }
  if (error instanceof WebAPIPlatformError) {
    const word = error.data.error;
    if (passing.has(word)) return { again: true, waitMs: null, why: word };
    return { again: false, refusal: new SlackRefusal(word) };
  }
  if (error instanceof WebAPIHTTPError) {
    const passes = error.statusCode >= 500 || error.statusCode === 408 || error.statusCode === 429;
    if (passes) return { again: true, waitMs: null, why: `HTTP ${error.statusCode}` };
    return { again: false, refusal: new SlackRefusal(`http_${error.statusCode}`) };
  }
  if (error instanceof WebAPIRequestError) return { again: true, waitMs: null, why: 'no connection' };
  if (error instanceof SlackRefusal) return { again: false, refusal: error };
  if (error instanceof PassingTrouble) return { again: true, waitMs: error.waitMs, why: error.message };
  // A gateway that answers HTML, or an upload address that breaks, arrives as a plain error.
  if (
    error instanceof SyntaxError ||
    (error instanceof Error && !(error instanceof SlackError) && isNetwork(error))
  ) {
    return { again: true, waitMs: null, why: 'unreadable answer' };
  }
  return { again: false, refusal: new SlackRefusal('unexpected_error') };
}

/** True when nobody knows whether the call took effect: no answer came, or none that could be read. */
export function isAmbiguous(error: unknown): boolean {
  if (error instanceof WebAPIRequestError || error instanceof SyntaxError) return true;
  return error instanceof WebAPIHTTPError && error.statusCode >= 500;
}

/** Trouble outside the Web API client, for example at a response_url. */
export class PassingTrouble extends Error {
  readonly waitMs: number | null;

  constructor(why: string, waitMs: number | null = null) {
    super(why);
    this.name = 'PassingTrouble';
    this.waitMs = waitMs;
  }
}

function isNetwork(error: Error): boolean {
  return /fetch failed|socket|ECONN|EPIPE|timed? ?out|upload file|retry header|unexpected token/i.test(
    error.message,
  );
}

/** Nothing was begun, and Slack shall deliver it again: the delivery is not acknowledged. */
export class LeftToSlack extends Error {}
