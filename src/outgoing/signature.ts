// The signature of an outgoing webhook, as Standard Webhooks (https://www.standardwebhooks.com) defines it, so that receivers can use its libraries.

import { createHmac } from 'node:crypto';

/**
 * HMAC-SHA256 over `<id>.<seconds>.<body>`, in Base64, after `v1,`. Of several secrets, parted by blanks or lines, each signs: so one
 * can be changed while both are known.
 * @param secret `whsec_` with Base64 behind it means those bytes; anything else the bytes of the text itself
 */
export function signedHeaders(
  id: string,
  at: Date,
  body: string,
  secret: string,
): Readonly<Record<string, string>> {
  const seconds = Math.floor(at.getTime() / 1000);
  const signatures = secret
    .split(/\s+/)
    .filter((one) => one !== '')
    .map((one) => createHmac('sha256', keyOf(one)).update(`${id}.${seconds}.${body}`).digest('base64'));
  return {
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signatures.map((signature) => `v1,${signature}`).join(' '),
  };
}

function keyOf(secret: string): Buffer {
  return secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret, 'utf8');
}
