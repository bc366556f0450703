// Whether the body of an alert comes from whom it says: a signature over the raw bytes, or a shared secret; compared in constant time.

import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { WebhookSource } from './alert.js';

/** As node gives them: names in small letters. */
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Why it was refused, for the log alone: whoever sent it learns nothing. */
export type Proof = 'proven' | 'no-proof' | 'wrong' | 'too-old';

/** Signed times that are further from ours are a replay. */
const longestMs = 5 * 60_000;

/**
 * PagerDuty: `X-PagerDuty-Signature: v1=<hex>`, several by commas while a secret is changed. Grafana: `X-Grafana-Alerting-Signature`,
 * hex over the body, or over `<seconds>:<body>` where it also sends `X-Grafana-Alerting-Timestamp`. Both HMAC-SHA256. Everybody but
 * PagerDuty may send the secret itself, as bearer token or as the password of basic authentication.
 * @param body the raw bytes. @param now milliseconds.
 */
export function proofOf(
  source: WebhookSource,
  headers: Headers,
  body: Uint8Array,
  secret: string,
  now: number,
): Proof {
  if (source === 'pagerduty') return ofPagerDuty(headers, body, secret);
  const signature = textOf(headers['x-grafana-alerting-signature']);
  if (source === 'grafana' && signature !== '') return ofGrafana(headers, signature, body, secret, now);
  const told = toldSecret(textOf(headers.authorization));
  if (told === null) return 'no-proof';
  return isSame(told, secret) ? 'proven' : 'wrong';
}

/** Whether the headers alone tell; else all of the body is needed, whoever sent it. */
export function isProvenByHeader(source: WebhookSource, headers: Headers): boolean {
  const isSigned = source === 'grafana' && textOf(headers['x-grafana-alerting-signature']) !== '';
  return source !== 'pagerduty' && !isSigned;
}

function ofPagerDuty(headers: Headers, body: Uint8Array, secret: string): Proof {
  const signatures = textOf(headers['x-pagerduty-signature'])
    .split(',')
    .flatMap((part) => (part.trim().startsWith('v1=') ? [part.trim().slice(3)] : []))
    .slice(0, 10);
  if (signatures.length === 0) return 'no-proof';
  const right = signed(secret, body);
  return signatures.some((one) => isSame(one, right)) ? 'proven' : 'wrong';
}

function ofGrafana(
  headers: Headers,
  signature: string,
  body: Uint8Array,
  secret: string,
  now: number,
): Proof {
  const seconds = textOf(headers['x-grafana-alerting-timestamp']);
  if (seconds === '') return isSame(signature, signed(secret, body)) ? 'proven' : 'wrong';
  if (!isSame(signature, signed(secret, Buffer.from(`${seconds}:`), body))) return 'wrong';
  return Math.abs(now - Number(seconds) * 1000) <= longestMs ? 'proven' : 'too-old';
}

function signed(secret: string, ...parts: readonly Uint8Array[]): string {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest('hex');
}

/** Null when none is told. */
function toldSecret(authorization: string): string | null {
  const [, scheme = '', rest = ''] = /^(\S+) +(\S+) *$/.exec(authorization) ?? [];
  if (scheme.toLowerCase() === 'bearer') return rest;
  if (scheme.toLowerCase() !== 'basic') return null;
  const pair = Buffer.from(rest, 'base64').toString('utf8');
  return pair.includes(':') ? pair.slice(pair.indexOf(':') + 1) : null;
}

/** Digests are of one length whatever was sent, so the time tells nothing of the secret. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

function textOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' ? header : (header?.[0] ?? '');
}
