// What can go wrong between us and a firewall that is asked over HTTPS, whatever it speaks there: TLS, network, proxy, time.

import { STATUS_CODES } from 'node:http';
import type { GapReason } from '../../domain/observation.js';
import type { Fault as VendorFault, Outcome as VendorOutcome } from '../outcome.js';

export interface Fault extends VendorFault {
  /** Asking again may help; only then a read is repeated. */
  readonly transient: boolean;
  /** The device's own error code, when the firewall itself answered. */
  readonly code: number | null;
  /** It was given too little time to say anything about the firewall. */
  readonly impatient?: boolean;
  /** The firewall does not know the key, which counts towards a lockout; a role without a right is no such refusal. */
  readonly refusesKey?: boolean;
  /** The firewall knows the key, and its role lacks a right: which one is known from what was asked. */
  readonly lacksRight?: boolean;
  /** The firewall's own words, cleaned of secrets. */
  readonly told?: string;
}

export type Outcome<T> = VendorOutcome<T, Fault>;

export type Words = readonly [reason: GapReason, says: string, remedy: string];

export function fault(words: Words, extra: { transient?: boolean; code?: number | null } = {}): Fault {
  const [reason, says, remedy] = words;
  return { reason, says, remedy, transient: extra.transient ?? false, code: extra.code ?? null };
}

/** The sentence with the device's own text behind it, cleaned of secrets; that may be empty. */
export function inItsWords(sentence: string, told: string): string {
  const bare = sentence.replace(/\.$/, '');
  return told === '' ? `${bare}.` : `${bare}: "${told}".`;
}

export const again = 'Ask again; if it stays, look at the load of the firewall.';
export const interfaceRemedy =
  'Check that the address is the management interface of the firewall, not a proxy or portal.';

/** @param api what should be served there, such as `PAN-OS API` */
export function statusFault(status: number, api: string): Fault {
  if (status === 429 || status === 503)
    return fault(['busy', `The firewall answers ${inWords(status)}.`, again], { transient: true });
  if (status >= 300 && status < 400)
    return fault([
      'unreadable',
      `The address answers with a redirect (HTTP ${status}), which is not followed.`,
      interfaceRemedy,
    ]);
  if (status >= 500)
    return fault(['device-error', `The web server of the firewall answers ${inWords(status)}.`, again], {
      transient: true,
    });
  return fault(['unreadable', `The address does not serve the ${api} (HTTP ${status}).`, interfaceRemedy]);
}

/** `503 Service Unavailable`, as whoever looks at it with another client reads it. */
function inWords(status: number): string {
  const words = STATUS_CODES[status];
  return words === undefined ? `HTTP ${status}` : `${status} ${words}`;
}

const trustRemedy =
  'Set caFile to the authority of its certificate, or fingerprint256 to its SHA-256 fingerprint after comparing it on the firewall.';

const tlsWords: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate of the firewall is self-signed and not pinned.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate of the firewall comes from an unknown authority.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate of the firewall comes from an unknown authority.',
  UNABLE_TO_GET_ISSUER_CERT: 'The certificate of the firewall comes from an unknown authority.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The certificate of the firewall comes from an unknown authority.',
  CERT_HAS_EXPIRED: 'The certificate of the firewall has expired.',
  CERT_NOT_YET_VALID: 'The certificate of the firewall is not valid yet.',
  CERT_SIGNATURE_FAILURE:
    'The certificate of the firewall comes from another authority than the configured one.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate of the firewall is for another name than the configured address.',
  PIN_MISMATCH: 'The certificate of the firewall is not the pinned one; nothing was sent to it.',
};

const networkWords: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'The firewall refuses the connection.',
  EHOSTUNREACH: 'There is no route to the firewall.',
  ENETUNREACH: 'There is no route to the firewall.',
  ENOTFOUND: 'The name of the firewall does not resolve.',
  EAI_AGAIN: 'The name of the firewall does not resolve.',
  ECONNRESET: 'The firewall closed the connection before it had answered.',
  EPIPE: 'The firewall closed the connection before it had answered.',
  ERR_STREAM_PREMATURE_CLOSE: 'The firewall closed the connection before it had answered.',
  ETIMEDOUT: 'The firewall does not answer.',
};
const proxyWords: Readonly<Record<string, string>> = {
  PROXY_UNREACHABLE: 'The proxy on the way to the firewall does not answer.',
  PROXY_LOGIN: 'The proxy on the way to the firewall wants a login, or another one.',
  PROXY_REFUSED: 'The proxy on the way to the firewall refuses to connect to it, or is no proxy.',
};
const proxyRemedy = 'Check proxy.url and proxy.login of the device, and what the proxy allows.';
const reachRemedy = 'Check the address, and that this host may reach the management interface over HTTPS.';

/** From the code of a socket, TLS or HTTP client error; the error itself carries the key and goes no further. */
export function connectionFault(code: string): Fault {
  const tls = tlsWords[code];
  if (tls !== undefined) return fault(['untrusted', tls, trustRemedy]);
  if (code === 'EPROTO' || code.startsWith('ERR_SSL') || code.startsWith('HPE_'))
    return fault(['unreadable', 'The address does not speak HTTPS as a firewall does.', interfaceRemedy]);
  const proxy = proxyWords[code];
  if (proxy !== undefined)
    return fault(['unreachable', proxy, proxyRemedy], { transient: code === 'PROXY_UNREACHABLE' });
  const network = networkWords[code];
  if (network !== undefined)
    return fault(['unreachable', network, reachRemedy], {
      transient: code !== 'ENOTFOUND' && code !== 'ECONNREFUSED',
    });
  return fault(['unreachable', 'The connection to the firewall failed.', reachRemedy], { transient: true });
}

export const tooLargeFault: Fault = fault([
  'too-large',
  'The reply is larger than is read.',
  'Ask for less, or raise the limit.',
]);

export const truncatedFault: Fault = fault(['unreadable', 'The reply ends in the middle.', again], {
  transient: true,
});

export const emptyFault: Fault = fault(['unreadable', 'The firewall answered with nothing.', again], {
  transient: true,
});

export const htmlFault: Fault = fault([
  'unreadable',
  'An HTML page came instead of an API reply.',
  interfaceRemedy,
]);

/** From the code of an error that came while a reply was read. */
export function bodyFault(code: string): Fault {
  if (code === 'ERR_BAD_RESPONSE') return tooLargeFault;
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORTED')
    return truncatedFault;
  if (code.startsWith('Z_'))
    return fault(['unreadable', 'The reply is compressed in a way that cannot be undone.', 'Ask again.']);
  return connectionFault(code);
}

export function timeoutFault(milliseconds: number, impatient = false): Fault {
  const seconds = Math.round(milliseconds / 100) / 10;
  return {
    ...fault(['timeout', `The firewall did not answer within ${seconds} s.`, again], { transient: true }),
    impatient,
  };
}

export const abortedFault: Fault = fault([
  'timeout',
  'The question ended before the firewall answered.',
  'Ask again, or give the question more time.',
]);

/** @param last what it did the last time that it was asked */
export function breakerFault(last: Fault | null): Fault {
  const what = last?.says.replace(/\.$/, '') ?? 'The firewall failed';
  return fault([
    'busy',
    `${what}, several times in a row; it is left alone for a moment.`,
    'Ask again in a quarter of a minute.',
  ]);
}

export const notReadFault: Fault = fault([
  'not-supported',
  'The request is not on the list of reads and was not sent.',
  'Report it: the adapter must only read.',
]);
