// What one line tells about the exchange, before lines are put together to messages.

import type { ExchangeName, IkeMessage, Notify, ProofMethod } from '../../domain/exchange.js';
import { notifyOf } from './notify.js';

/** A message as a line tells of it; what the line leaves out may stand in the lines beside it. */
export interface SeenMessage extends Omit<IkeMessage, 'line' | 'direction'> {
  /** Null when it stands in the line before, which told of a datagram. */
  readonly direction: 'sent' | 'received' | null;
}

export type Observation =
  | { readonly is: 'message'; readonly message: SeenMessage }
  /** A datagram; its content is told by the line after (received) or before (sent). */
  | {
      readonly is: 'datagram';
      readonly direction: 'sent' | 'received';
      readonly size: number | null;
      readonly port: number | null;
      readonly address: string | null;
    }
  /** More about the message that was told of last. */
  | { readonly is: 'contents'; readonly payloads: readonly string[]; readonly notifies: readonly Notify[] }
  /** No identity is configured: this end names itself by the address that it sends from. */
  | { readonly is: 'named-by-address' }
  | { readonly is: 'repeat'; readonly direction: 'sent' | 'received' }
  | { readonly is: 'garbage' }
  /** Networks of the child SA as this end calls them: what the peer asks for, or what this end has. */
  | {
      readonly is: 'selectors';
      readonly of: 'asked' | 'own';
      readonly local: string | null;
      readonly remote: string | null;
    }
  | { readonly is: 'nat'; readonly ours: boolean | null; readonly theirs: boolean | null }
  | {
      readonly is: 'auth';
      readonly who: 'ours' | 'theirs';
      readonly method: ProofMethod | null;
      readonly identity: string | null;
    };

/** A message of which a line tells only what is given. */
export function seen(
  message: Pick<SeenMessage, 'exchange' | 'direction'> & Partial<SeenMessage>,
): Observation {
  return {
    is: 'message',
    message: {
      ikeVersion: versionOf(message.exchange),
      id: null,
      kind: null,
      step: null,
      payloads: null,
      notifies: [],
      size: null,
      notifyLength: null,
      isEncrypted: null,
      port: null,
      isRepeat: false,
      isReadable: true,
      ...message,
    },
  };
}

function versionOf(exchange: ExchangeName): 1 | 2 | null {
  if (exchange === 'informational') return null;
  return exchange === 'ike-init' || exchange === 'ike-auth' || exchange === 'create-child' ? 2 : 1;
}

export function auth(
  who: 'ours' | 'theirs',
  method: ProofMethod | null,
  identity: string | null = null,
): Observation {
  return { is: 'auth', who, method, identity };
}

export interface PrintedPayloads {
  readonly payloads: readonly string[];
  readonly notifies: readonly Notify[];
}

/** One name a payload, whatever a daemon calls it. */
const canonical: Readonly<Record<string, string>> = {
  NI: 'No',
  NR: 'No',
  NO: 'No',
  NONCE: 'No',
  IDI: 'IDi',
  IDR: 'IDr',
  IDCI: 'ID',
  TSI: 'TSi',
  TSR: 'TSr',
  VID: 'V',
  VENDOR: 'V',
  CR: 'CERTREQ',
  CERT_REQ: 'CERTREQ',
  DELETE: 'D',
  CFG: 'CP',
  CPRQ: 'CP',
  CPRP: 'CP',
  'NAT-D': 'NAT-D',
  SKF: 'EF',
};

/** `SA KE No N(NATD_S_IP) CPRQ(ADDR DNS) EF(1/3)` and the same with commas, notifies apart from payloads. */
export function readPayloads(printed: string): PrintedPayloads {
  const payloads: string[] = [];
  const notifies: Notify[] = [];
  for (const [, word = '', inner] of printed.slice(0, 2000).matchAll(/([A-Za-z][\w/-]*)(?:\(([^()]*)\))?/g)) {
    const upper = word.toUpperCase();
    if ((upper === 'N' || upper === 'NOTIFY') && inner !== undefined && /[A-Za-z]{3}/.test(inner))
      notifies.push(notifyOf(inner.replace(/^\d+:/, '')));
    else payloads.push(canonical[upper] ?? (upper.startsWith('EAP') ? 'EAP' : upper));
  }
  return { payloads, notifies };
}

/** Whether a message of this kind travels under the keys of the IKE SA (RFC 7296 section 1.2; RFC 2409 section 5); null when only its content tells. */
export function isUnderKeys(
  exchange: ExchangeName,
  ikeVersion: 1 | 2 | null,
  step: number | null,
): boolean | null {
  if (exchange === 'ike-init') return false;
  if (exchange === 'informational') return ikeVersion === 2 ? true : null;
  if (exchange === 'main') return step === null ? null : step >= 5;
  return exchange === 'aggressive' ? (step === null ? null : step >= 3) : true;
}

/** Which message of main, aggressive or quick mode carries these payloads (RFC 2409 sections 5.1 to 5.5). */
export function stepOf(
  exchange: ExchangeName,
  kind: 'request' | 'response' | null,
  payloads: readonly string[],
): number | null {
  const has = (...names: string[]): boolean => names.some((name) => payloads.includes(name));
  if (kind === null) return null;
  const second = kind === 'response' ? 1 : 0;
  if (exchange === 'main') {
    if (has('SA')) return 1 + second;
    if (has('KE')) return 3 + second;
    return has('ID', 'HASH', 'SIG', 'CERT') ? 5 + second : null;
  }
  if (exchange === 'aggressive') return has('SA') ? 1 + second : kind === 'request' ? 3 : null;
  if (exchange === 'quick') return has('SA') ? 1 + second : kind === 'request' ? 3 : null;
  return null;
}
