// Why PostgreSQL cannot be used, in an engineer's words: by the code of the system, of TLS or of PostgreSQL; never the address.

import { Problem } from '../domain/problem.js';
import { StoreTrouble } from '../domain/storeTrouble.js';
import { codeOf } from '../support/errorCode.js';

export function unusable(detail: string): Problem {
  return new Problem('store-unusable', {
    detail,
    hint: 'Check DATABASE_URL: postgres://USER:PASSWORD@HOST:PORT/DATABASE; without it the data folder is used.',
  });
}

/** System and TLS codes are Node's; five signs are SQLSTATE (PostgreSQL, Appendix A). */
const byCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers at its address',
  ENOTFOUND: 'nobody answers at its address, because its host has no address',
  EAI_AGAIN: 'the name of its host cannot be looked up now',
  EHOSTUNREACH: 'nobody answers at its address, because no way leads there',
  ENETUNREACH: 'nobody answers at its address, because no way leads there',
  ETIMEDOUT: 'nobody answers at its address in time',
  ENOENT: 'its socket is not there',
  EACCES: 'its socket may not be used by this user',
  ECONNRESET: 'it ends the connection; is it PostgreSQL?',
  EPIPE: 'it ends the connection; is it PostgreSQL?',
  ERR_SOCKET_BAD_PORT: 'its port is not between 1 and 65535',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself; name its CA with sslrootcert',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is of an unknown CA; name that with sslrootcert',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is of an unknown CA; name that with sslrootcert',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is of an unknown CA; name that with sslrootcert',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host',
  '28P01': 'it refuses the user or password',
  '28000': 'it refuses the user, or the way it connects',
  '3D000': 'it has no database of that name',
  '53300': 'it has no connection left',
  '57P03': 'it is starting up or shutting down',
  '25006': 'it is read-only (a standby)',
  '42501': 'its user may not make tables there; grant CREATE on the database and its schema',
};

const byText: readonly (readonly [pattern: RegExp, says: string])[] = [
  [/no encryption|SSL off|SSL required/i, 'it wants TLS; add sslmode=verify-full to the address'],
  [/does not support SSL/i, 'it has no TLS, and the address asks for it'],
  [/client password must be a/i, 'it wants a password, and the address has none'],
  [/timeout/i, 'it does not answer in time; is it PostgreSQL?'],
  [/terminated/i, 'it ends the connection; is it PostgreSQL?'],
];

export function refusalOf(given: unknown): string {
  const error = given instanceof StoreTrouble ? given.cause : given;
  if (!(error instanceof Error)) return 'it answered something unknown';
  const text = byText.find(([pattern]) => pattern.test(error.message));
  if (text) return text[1];
  const code = codeOf(error);
  const known = byCode[code];
  if (known !== undefined) return known;
  return /^[0-9A-Z]{5}$/.test(code)
    ? `it answers with error ${code}`
    : 'it does not answer as PostgreSQL does';
}
