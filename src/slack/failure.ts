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

/** Slack cannot be asked now, or nobody knows what became of the call. */
export class PassingTrouble extends Error {
  /** Null when Slack did not say how long. */
  readonly waitMs: number | null;
  /** False only when the call surely had no effect. */
  readonly mayStand: boolean;

  constructor(why: string, waitMs: number | null = null, mayStand = true) {
    super(why);
    this.name = 'PassingTrouble';
    this.waitMs = waitMs;
    this.mayStand = mayStand;
  }
}

/** Error words of Slack that stand for its own trouble. Source: docs.slack.dev/reference/methods/chat.postMessage#errors. */
const passing = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'timeout',
]);
const limits = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded']);

/** What the client of the Web API threw, in our words; a fault of ours stays what it is. Only `web.ts` meets those errors. */
export function fromClient(error: unknown): unknown {
  if (error instanceof WebAPIRateLimitedError) {
    return new PassingTrouble('rate limit', error.retryAfter * 1000, false);
  }
  if (error instanceof WebAPIPlatformError) {
    const word = error.data.error;
    if (limits.has(word)) return new PassingTrouble(word, null, false);
    return passing.has(word) ? new PassingTrouble(word) : new SlackRefusal(word);
  }
  if (error instanceof WebAPIHTTPError) {
    const { statusCode } = error;
    if (statusCode === 408 || statusCode === 429)
      return new PassingTrouble(`HTTP ${statusCode}`, null, false);
    return statusCode >= 500
      ? new PassingTrouble(`HTTP ${statusCode}`)
      : new SlackRefusal(`http_${statusCode}`);
  }
  if (error instanceof WebAPIRequestError) return new PassingTrouble('no connection');
  if (error instanceof SlackError || isOurs(error)) return error;
  // A gateway that answers HTML, an answer that breaks off, a rate limit without its time.
  return new PassingTrouble('unreadable answer');
}

/** A call that was put together wrongly; what breaks on the way carries its cause. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof SlackRefusal || error instanceof PassingTrouble)
    return true;
  const isMistake =
    error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
  return isMistake && error.cause === undefined;
}

/** Error words of Slack for a token that is none, or none any more. Source: docs.slack.dev/reference/methods/auth.test#errors. */
const refusedTokens = new Set([
  'invalid_auth',
  'not_authed',
  'token_revoked',
  'token_expired',
  'account_inactive',
]);

/** Another token may be taken where this one is not. */
export function refusesToken(error: unknown): boolean {
  return error instanceof SlackRefusal && refusedTokens.has(error.word);
}

/** The refusal that an error amounts to: Slack's own, or that of a fault of ours. */
export function refusalOf(error: unknown): SlackRefusal {
  return error instanceof SlackRefusal ? error : new SlackRefusal('unexpected_error');
}

/** Nothing was begun, and Slack shall deliver it again: the delivery is not acknowledged. */
export class LeftToSlack extends Error {}
