// What can go wrong between us and a firewall, in the sentence and remedy that an operator needs.

import type { GapReason } from '../../domain/observation.js';
import type { Fault as VendorFault, Outcome as VendorOutcome } from '../outcome.js';
import type { XmlFaultKind } from './xml.js';

export interface Fault extends VendorFault {
  /** Asking again may help; only then a read is repeated. */
  readonly transient: boolean;
  /** The PAN-OS error code, when the firewall itself answered. */
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

type Words = readonly [reason: GapReason, says: string, remedy: string];

export function fault(words: Words, extra: { transient?: boolean; code?: number | null } = {}): Fault {
  const [reason, says, remedy] = words;
  return { reason, says, remedy, transient: extra.transient ?? false, code: extra.code ?? null };
}

const again = 'Ask again; if it stays, look at the management plane of the firewall.';
const interfaceRemedy =
  'Check that the address is the management interface of a PAN-OS device, not a proxy or portal.';

const xmlWords: Readonly<Record<XmlFaultKind, Words>> = {
  empty: ['unreadable', 'The firewall answered with nothing.', again],
  html: ['unreadable', 'An HTML page came instead of an API reply.', interfaceRemedy],
  doctype: [
    'unreadable',
    'The reply carries a DOCTYPE, which no PAN-OS reply does; it was not read.',
    interfaceRemedy,
  ],
  entity: [
    'unreadable',
    'The reply uses an entity that XML does not define; it was not read.',
    interfaceRemedy,
  ],
  truncated: ['unreadable', 'The reply ends in the middle.', again],
  malformed: ['unreadable', 'The reply is not well-formed XML.', interfaceRemedy],
  'too-deep': [
    'too-large',
    'The reply is nested deeper than any real one; it was not read.',
    interfaceRemedy,
  ],
  'too-many': [
    'too-large',
    'The reply holds more elements or attributes than are read.',
    'Ask for less, or raise the limit.',
  ],
  'too-large': ['too-large', 'The reply is larger than is read.', 'Ask for less, or raise the limit.'],
};

export function xmlFault(kind: XmlFaultKind): Fault {
  return fault(xmlWords[kind], { transient: kind === 'truncated' || kind === 'empty' });
}

/** By error code of the reply (vendor table "PAN-OS XML API Error Codes"); the device's own text follows the sentence. */
const codeWords = {
  1: [
    'not-supported',
    'This PAN-OS version does not know the command.',
    'Compare the version with the supported ones.',
  ],
  6: [
    'not-supported',
    'This PAN-OS version does not know the configuration path.',
    'Report it with the version.',
  ],
  7: ['not-present', 'The firewall says there is no such object.', 'Check the name and the vsys.'],
  8: ['device-error', 'The firewall says the object is not unique.', 'Report it with the version.'],
  10: ['device-error', 'The firewall says the object is still in use.', 'Report it with the version.'],
  12: ['device-error', 'The firewall says the object is invalid.', 'Report it with the version.'],
  13: ['not-present', 'The firewall does not know the named object.', 'Check the name and the vsys.'],
  14: ['device-error', 'The firewall says the operation is not possible.', again],
  15: [
    'standby',
    'The firewall refuses the command in its present state, as a passive HA unit does.',
    'Ask the active unit of the pair.',
  ],
  16: [
    'unauthorized',
    'The API user may not ask this.',
    'Give its admin role the XML API rights Operational Requests, Log and Configuration.',
  ],
  17: [
    'not-supported',
    'The firewall does not accept the command or a name in it.',
    'Check the name; the command may be missing in this version.',
  ],
  18: ['device-error', 'The firewall says the command is malformed.', 'Report it with the version.'],
  22: ['unauthorized', 'The API session has timed out.', 'Ask again; obtain a new key if it stays.'],
  400: ['device-error', 'The firewall says a parameter is missing or wrong.', 'Report it with the version.'],
  403: [
    'unauthorized',
    'The firewall refuses the API key.',
    'Obtain a new key with `tunnelmedic keygen`, and check that the role of its user has XML API rights. Refusals count towards a lockout: the key is sent again only after 10 minutes, or when it changes.',
  ],
} as const satisfies Readonly<Record<number, Words>>;
const internalCodes = new Set([2, 3, 4, 5, 9, 11, 21]);

/** "Type [op] not authorized for user role.", "Unauthorized request", "Permission denied": how versions say that a role has not the right. */
const lackingRight =
  /not (authori[sz]ed|permitted|allowed) for|unauthori[sz]ed request|not permitted|permission denied|insufficient (permission|privilege)|no permission/i;

/** @param message the device's own text, cleaned of secrets; may be empty. */
export function apiFault(code: number | null, status: string, message: string): Fault {
  const words = wordsOfCode(code, status, message);
  const says = message === '' ? words[1] : `${words[1].replace(/\.$/, '')}: "${message}".`;
  const told = fault([words[0], says, words[2]], {
    code,
    transient: code !== null && internalCodes.has(code),
  });
  if (words === codeWords[16]) return { ...told, lacksRight: true, told: message };
  return words === codeWords[403] ? { ...told, refusesKey: true } : told;
}

function wordsOfCode(code: number | null, status: string, message: string): Words {
  if (/not connected/i.test(message) && !/session/i.test(message))
    return [
      'unreachable',
      'Panorama has no connection to the firewall',
      'Check the serial number and the connection of the firewall to Panorama.',
    ];
  if (code !== null && internalCodes.has(code))
    return ['device-error', 'The firewall reports an internal error.', again];
  // Also with the code of a wrong key, or with none: the key is known, and sending it again locks nobody out.
  if ((code === null || code === 403) && lackingRight.test(message)) return codeWords[16];
  const known = code !== null && code in codeWords ? codeWords[code as keyof typeof codeWords] : undefined;
  if (known) return known;
  if (status === 'unauth' || /invalid credential|not authenticated|unauthorized/i.test(message))
    return codeWords[403];
  return ['device-error', 'The firewall answered with an error.', again];
}

export function httpFault(status: number): Fault {
  if (status === 401 || status === 403) return apiFault(403, 'error', '');
  if (status === 429 || status === 503)
    return fault(['busy', `The firewall asks for patience (HTTP ${status}).`, again], { transient: true });
  if (status >= 300 && status < 400)
    return fault([
      'unreadable',
      `The address answers with a redirect (HTTP ${status}), which is not followed.`,
      interfaceRemedy,
    ]);
  if (status >= 500)
    return fault(['device-error', `The web server of the firewall failed (HTTP ${status}).`, again], {
      transient: true,
    });
  return fault([
    'unreadable',
    `The address does not serve the PAN-OS API (HTTP ${status}).`,
    interfaceRemedy,
  ]);
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
  ECONNRESET: 'The connection to the firewall broke off.',
  EPIPE: 'The connection to the firewall broke off.',
  ERR_STREAM_PREMATURE_CLOSE: 'The connection to the firewall broke off.',
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

export const breakerFault: Fault = fault([
  'busy',
  'The firewall failed several times in a row and is left alone for a moment.',
  'Ask again in a quarter of a minute.',
]);

export const refusedBeforeFault: Fault = fault([
  'unauthorized',
  'The firewall refused this API key a short while ago. Refusals count towards a lockout, so the key was not sent again.',
  'Obtain a new key with `tunnelmedic keygen` and put it in place; a changed key is tried at once, the same one after 10 minutes.',
]);

export const notReadFault: Fault = fault([
  'not-supported',
  'The request is not on the list of reads and was not sent.',
  'Report it: the adapter must only read.',
]);
