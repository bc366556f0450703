// What the bytes of an IKE message say that a daemon printed in hexadecimal: header and chain of payloads (RFC 7296 section 3, RFC 2408 section 3).

import type { ExchangeName, Notify } from '../../domain/exchange.js';
import { notifyOf } from './notify.js';
import { isUnderKeys, type SeenMessage, seen, stepOf } from './observation.js';

const second: Readonly<Record<number, ExchangeName>> = {
  34: 'ike-init',
  35: 'ike-auth',
  36: 'create-child',
  37: 'informational',
};
const first: Readonly<Record<number, ExchangeName>> = {
  2: 'main',
  4: 'aggressive',
  5: 'informational',
  6: 'transaction',
  32: 'quick',
};
/** Names of payload types, IKEv1 below 21, NAT-D and NAT-OA of RFC 3947, IKEv2 from 33. */
const payloadNames: Readonly<Record<number, string>> = {
  1: 'SA',
  4: 'KE',
  5: 'ID',
  6: 'CERT',
  7: 'CERTREQ',
  8: 'HASH',
  9: 'SIG',
  10: 'No',
  11: 'N',
  12: 'D',
  13: 'V',
  14: 'CP',
  20: 'NAT-D',
  21: 'NAT-OA',
  33: 'SA',
  34: 'KE',
  35: 'IDi',
  36: 'IDr',
  37: 'CERT',
  38: 'CERTREQ',
  39: 'AUTH',
  40: 'No',
  41: 'N',
  42: 'D',
  43: 'V',
  44: 'TSi',
  45: 'TSr',
  46: 'SK',
  47: 'CP',
  48: 'EAP',
  53: 'EF',
};

const header = 28;
const mostPayloads = 40;

/**
 * @param hex the message from its first cookie on, possibly cut
 * @param isClear the bytes behind the header were decrypted by the daemon
 * @returns null when it is no IKE message
 */
export function readWire(hex: string, direction: 'sent' | 'received', isClear: boolean): SeenMessage | null {
  const bytes = Buffer.from(hex, 'hex');
  if (bytes.length < header) return null;
  const major = bytes.readUInt8(17) >> 4;
  const exchange = (major === 2 ? second : major === 1 ? first : {})[bytes.readUInt8(18)];
  if (!exchange) return null;
  const ikeVersion = major === 2 ? 2 : 1;
  const flags = bytes.readUInt8(19);
  const isEncrypted = ikeVersion === 1 ? (flags & 1) === 1 : isUnderKeys(exchange, 2, null);
  const readable = isClear || (ikeVersion === 2 ? exchange === 'ike-init' : !isEncrypted);
  const inside = readable ? payloadsOf(bytes, bytes.readUInt8(16)) : null;
  const kind = ikeVersion === 2 ? ((flags & 0x20) !== 0 ? 'response' : 'request') : null;
  const observation = seen({
    exchange,
    ikeVersion,
    id: String(bytes.readUInt32BE(20)),
    direction,
    kind,
    step: inside ? stepOf(exchange, kind, inside.payloads) : null,
    size: bytes.readUInt32BE(24),
    isEncrypted,
    ...(inside ?? {}),
  });
  return observation.is === 'message' ? observation.message : null;
}

function payloadsOf(
  bytes: Buffer,
  firstType: number,
): { payloads: string[]; notifies: Notify[]; notifyLength: number | null } {
  const payloads: string[] = [];
  const notifies: Notify[] = [];
  let notifyLength: number | null = null;
  let type = firstType;
  let at = header;
  while (type !== 0 && at + 4 <= bytes.length && payloads.length + notifies.length < mostPayloads) {
    const length = bytes.readUInt16BE(at + 2);
    const isFirst = type === 11;
    if ((isFirst || type === 41) && at + (isFirst ? 12 : 8) <= bytes.length) {
      notifies.push(notifyOf(String(bytes.readUInt16BE(at + (isFirst ? 10 : 6)))));
      notifyLength = length;
    } else payloads.push(payloadNames[type] ?? String(type));
    // What follows an encrypted payload is its inside.
    if (length < 4 || type === 46 || type === 53) break;
    type = bytes.readUInt8(at);
    at += length;
  }
  return { payloads, notifies, notifyLength };
}
