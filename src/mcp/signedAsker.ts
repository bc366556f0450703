// Who asks, as an assistant signed it: a JSON Web Token (RFC 7519) with HMAC-SHA256, short-lived, and taken once.

import { errors, type JWTPayload, jwtVerify } from 'jose';
import * as z from 'zod';
import type { Clock } from '../domain/clock.js';

export interface SignedAsker {
  /** `sub`: as the chat names the person. */
  readonly person: string;
  /** Where the person asked, when the assistant says so. */
  readonly channel: string | null;
}

export type Read =
  | { readonly ok: true; readonly asker: SignedAsker; readonly id: string }
  /** `why` is told only to who knows the secret; null: it is not signed with it. */
  | { readonly ok: false; readonly why: string | null };

/** What must stand in `aud`, so that a token for another service that shares the secret is none for us. */
const audience = 'tunnelmedic';
/** From `iat` on, whatever `exp` allows. */
const longestSeconds = 300;
/** Clocks of two machines differ. */
const skewSeconds = 30;

const claims = z.object({
  sub: z.string(),
  jti: z.string().min(8).max(200),
  channel: z.string().optional(),
});

/** Compares in constant time (`subtle.verify`). Whether the token was used before is for the caller to find out by `id`. */
export async function readSigned(token: string, secret: string, clock: Clock): Promise<Read> {
  let payload: JWTPayload;
  try {
    const read = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      audience,
      requiredClaims: ['sub', 'jti', 'iat', 'exp'],
      maxTokenAge: longestSeconds,
      clockTolerance: skewSeconds,
      currentDate: clock.now(),
    });
    payload = read.payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) return { ok: false, why: whyRefused(error) };
    throw error;
  }
  const known = claims.safeParse(payload);
  if (!known.success)
    return { ok: false, why: `"${known.error.issues[0]?.path.join('.') ?? ''}" cannot be used` };
  const { sub, jti, channel } = known.data;
  return { ok: true, asker: { person: sub, channel: channel ?? null }, id: jti };
}

/** Of a token whose signature is right; nothing that it says is repeated. */
function whyRefused(error: errors.JOSEError): string | null {
  if (error instanceof errors.JWTExpired)
    return error.claim === 'iat' ? `"iat" is more than ${longestSeconds} seconds ago` : 'it expired';
  if (!(error instanceof errors.JWTClaimValidationFailed)) return null;
  if (error.reason === 'missing') return `"${error.claim}" is missing`;
  if (error.claim === 'aud') return `"aud" must be ${audience}`;
  return error.claim === 'iat' ? '"iat" is in the future' : `"${error.claim}" cannot be used`;
}
