// Names and numbers of notifies: the registries of IKEv1 (RFC 2408 section 3.14.1) and IKEv2 (RFC 7296 section 3.10.1) and how daemons shorten them.

import type { Notify } from '../../domain/exchange.js';

const numbers: Readonly<Record<string, number>> = {
  UNSUPPORTED_CRITICAL_PAYLOAD: 1,
  INVALID_IKE_SPI: 4,
  INVALID_MAJOR_VERSION: 5,
  INVALID_SYNTAX: 7,
  INVALID_EXCHANGE_TYPE: 7,
  INVALID_MESSAGE_ID: 9,
  INVALID_SPI: 11,
  NO_PROPOSAL_CHOSEN: 14,
  PAYLOAD_MALFORMED: 16,
  INVALID_KE_PAYLOAD: 17,
  INVALID_KEY_INFORMATION: 17,
  INVALID_ID_INFORMATION: 18,
  INVALID_CERT_ENCODING: 19,
  INVALID_CERTIFICATE: 20,
  CERT_TYPE_UNSUPPORTED: 21,
  INVALID_CERT_AUTHORITY: 22,
  INVALID_HASH_INFORMATION: 23,
  AUTHENTICATION_FAILED: 24,
  INVALID_SIGNATURE: 25,
  SINGLE_PAIR_REQUIRED: 34,
  NO_ADDITIONAL_SAS: 35,
  INTERNAL_ADDRESS_FAILURE: 36,
  FAILED_CP_REQUIRED: 37,
  TS_UNACCEPTABLE: 38,
  INVALID_SELECTORS: 39,
  UNACCEPTABLE_ADDRESSES: 40,
  UNEXPECTED_NAT_DETECTED: 41,
  TEMPORARY_FAILURE: 43,
  CHILD_SA_NOT_FOUND: 44,
  INITIAL_CONTACT: 16384,
  SET_WINDOW_SIZE: 16385,
  ADDITIONAL_TS_POSSIBLE: 16386,
  IPCOMP_SUPPORTED: 16387,
  NAT_DETECTION_SOURCE_IP: 16388,
  NAT_DETECTION_DESTINATION_IP: 16389,
  COOKIE: 16390,
  USE_TRANSPORT_MODE: 16391,
  REKEY_SA: 16393,
  MOBIKE_SUPPORTED: 16396,
  IKEV2_FRAGMENTATION_SUPPORTED: 16430,
  SIGNATURE_HASH_ALGORITHMS: 16431,
};

const names = new Map(
  Object.entries(numbers)
    .toReversed()
    .map(([name, number]) => [number, name]),
);

/** What charon prints in brackets (src/libcharon/encoding/payloads/notify_payload.c), and other shortenings. */
const shortened: Readonly<Record<string, string>> = {
  CRIT: 'UNSUPPORTED_CRITICAL_PAYLOAD',
  INVAL_IKE_SPI: 'INVALID_IKE_SPI',
  INVAL_MAJOR: 'INVALID_MAJOR_VERSION',
  INVAL_SYN: 'INVALID_SYNTAX',
  INVAL_MID: 'INVALID_MESSAGE_ID',
  INVAL_SPI: 'INVALID_SPI',
  NO_PROP: 'NO_PROPOSAL_CHOSEN',
  PLD_MAL: 'PAYLOAD_MALFORMED',
  INVAL_KE: 'INVALID_KE_PAYLOAD',
  INVAL_ID: 'INVALID_ID_INFORMATION',
  INVAL_HASH: 'INVALID_HASH_INFORMATION',
  AUTH_FAILED: 'AUTHENTICATION_FAILED',
  SINGLE_PAIR: 'SINGLE_PAIR_REQUIRED',
  NO_ADD_SAS: 'NO_ADDITIONAL_SAS',
  INT_ADDR_FAIL: 'INTERNAL_ADDRESS_FAILURE',
  FAIL_CP_REQ: 'FAILED_CP_REQUIRED',
  TS_UNACCEPT: 'TS_UNACCEPTABLE',
  INVAL_SEL: 'INVALID_SELECTORS',
  TEMP_FAIL: 'TEMPORARY_FAILURE',
  NO_CHILD_SA: 'CHILD_SA_NOT_FOUND',
  INIT_CONTACT: 'INITIAL_CONTACT',
  USE_TRANSP: 'USE_TRANSPORT_MODE',
  NATD_S_IP: 'NAT_DETECTION_SOURCE_IP',
  NATD_D_IP: 'NAT_DETECTION_DESTINATION_IP',
  FRAG_SUP: 'IKEV2_FRAGMENTATION_SUPPORTED',
  HASH_ALG: 'SIGNATURE_HASH_ALGORITHMS',
  MOBIKE_SUP: 'MOBIKE_SUPPORTED',
};

/** `v2N_TS_UNACCEPTABLE`, `TS-UNACCEPTABLE`, `TS_UNACCEPT`, `38`: one name and its number. */
export function notifyOf(printed: string): Notify {
  const word = printed
    .trim()
    .replace(/^(?:v[12]N_|ISAKMP_NTYPE_|IKE_NTYPE_)/, '')
    .toUpperCase()
    .replace(/[\s-]+/g, '_');
  if (/^\d{1,5}$/.test(word)) {
    const number = Number(word);
    return { name: names.get(number) ?? word, number };
  }
  const name = shortened[word] ?? word;
  return { name, number: numbers[name] ?? null };
}

/** Errors stand below 16384; what stands above tells of a state or an ability (RFC 7296 section 3.10.1). */
export function isErrorNotify({ number }: Notify): boolean {
  return number !== null && number < 16384;
}
