// A payload as it may be kept: what people typed without secrets, and without Slack's own token.

import { scrub } from '../../domain/secrets/index.js';

/** Slack's legacy verification token proves nothing here and stays nowhere; previews repeat what stands in a file, marked up. */
const left = new Set(['token', 'preview', 'preview_highlight', 'preview_plain_text']);
const deepest = 40;
/** Of a file: everything else that Slack says about it, its addresses too, holds its name. */
const keptOfFile = new Set(['id', 'name']);

/** Texts are scrubbed wherever they stand (text, blocks, fields of a modal); what we wrote ourselves passes unchanged. */
export function keepable(body: unknown, depth = 0): unknown {
  if (typeof body === 'string') return scrub(body).text;
  if (typeof body !== 'object' || body === null) return body;
  if (depth > deepest) return null;
  if (Array.isArray(body)) return body.map((one) => keepable(one, depth + 1));
  return Object.fromEntries(
    Object.entries(body)
      .filter(([key]) => !left.has(key))
      .map(([key, value]) => [key, keptValue(key, value, depth + 1)]),
  );
}

function keptValue(key: string, value: unknown, depth: number): unknown {
  if (isOurs(key)) return value;
  if (key === 'files' && Array.isArray(value)) return value.map((file) => keepable(keptOf(file), depth));
  return keepable(value, depth);
}

function keptOf(file: unknown): unknown {
  if (typeof file !== 'object' || file === null) return file;
  return Object.fromEntries(Object.entries(file).filter(([key]) => keptOfFile.has(key)));
}

/** Clicked commands, and what Slack gives out to go on with, which looks like secrets. An address that people wrote is theirs. */
function isOurs(key: string): boolean {
  return key === 'actions' || key === 'response_url' || /(^|_)(id|ts|hash|metadata)(_|$)/.test(key);
}
