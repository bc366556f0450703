// A payload as it may be kept: what people typed without secrets, and without Slack's own token.

import { scrub } from '../../domain/secrets/index.js';

/** Slack's legacy verification token proves nothing here and stays nowhere; previews repeat what stands in a file, marked up. */
const left = new Set(['token', 'preview', 'preview_highlight', 'preview_plain_text']);
const deepest = 40;

/** Texts are scrubbed wherever they stand (text, blocks, fields of a modal); what we wrote ourselves passes unchanged. */
export function keepable(body: unknown, depth = 0): unknown {
  if (typeof body === 'string') return scrub(body).text;
  if (typeof body !== 'object' || body === null) return body;
  if (depth > deepest) return null;
  if (Array.isArray(body)) return body.map((one) => keepable(one, depth + 1));
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => !left.has(key))
      .map(([key, value]) => [key, isOurs(key) ? value : keepable(value, depth + 1)]),
  );
}

/** Clicked commands, and the addresses and tickets of Slack, which look like secrets and are needed to go on. */
function isOurs(key: string): boolean {
  return key === 'actions' || /(^|_)(url|id|ts|hash|metadata|private|download)(_|$)/.test(key);
}
