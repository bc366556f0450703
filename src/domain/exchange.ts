// The messages of IKE as one end of a tunnel saw them: exchange, direction, payloads, and what was answered by what.

import type { Role } from './live.js';

/**
 * IKEv2: ike-init (IKE_SA_INIT), ike-auth, create-child (CREATE_CHILD_SA), informational (RFC 7296 section 1.1).
 * IKEv1: main, aggressive, quick, informational (RFC 2409 section 5), transaction (mode config and XAUTH).
 */
export type ExchangeName =
  | 'ike-init'
  | 'ike-auth'
  | 'create-child'
  | 'informational'
  | 'main'
  | 'aggressive'
  | 'quick'
  | 'transaction';

/** A notify by its name in the RFCs, upper case with underscores; `number` is null when the name is of no registry that we know. */
export interface Notify {
  readonly name: string;
  readonly number: number | null;
}

/** How an end proves who it is (RFC 7296 section 2.15; RFC 2409 sections 5.1 and 5.4). `certificate` is every kind of signature. */
export type ProofMethod = 'psk' | 'certificate' | 'eap' | 'null';

/** One message as sent or as it came. What was not printed is null, which never means "not there". */
export interface IkeMessage {
  readonly exchange: ExchangeName;
  readonly ikeVersion: 1 | 2 | null;
  /** As printed: a small number in IKEv2, any number of 32 bits in IKEv1. */
  readonly id: string | null;
  readonly direction: 'sent' | 'received';
  /** In IKEv1 the initiator's messages count as requests. */
  readonly kind: 'request' | 'response' | null;
  /** Which message of an IKEv1 exchange it is, from 1 (main mode has six, aggressive and quick mode three). */
  readonly step: number | null;
  /** Short names of the RFCs: SA, KE, No, IDi, IDr, ID, CERT, CERTREQ, AUTH, HASH, SIG, TSi, TSr, CP, EAP, D, V, NAT-D, NAT-OA, EF. */
  readonly payloads: readonly string[] | null;
  readonly notifies: readonly Notify[];
  /** Bytes of the datagram without IP and UDP headers. */
  readonly size: number | null;
  /** Bytes of a notify payload that was printed with its length: 12 carries no SPI in IKEv1, 28 both cookies (RFC 2408 section 3.14). */
  readonly notifyLength: number | null;
  /** Under the keys of the IKE SA. */
  readonly isEncrypted: boolean | null;
  /** The UDP port of this end. */
  readonly port: number | null;
  /** Sent again, or came again, because an answer was missing. */
  readonly isRepeat: boolean;
  /** False when it came and could not be decrypted or parsed. */
  readonly isReadable: boolean;
  /** The line of the log that tells of it, from 1. */
  readonly line: number;
}

/** `10.1.0.0/24` each, null when it was not printed. */
export interface SelectorPairText {
  readonly local: string | null;
  readonly remote: string | null;
}

/** A negotiation between the two ends, from its first message on. */
export interface IkeExchange {
  readonly ikeVersion: 1 | 2 | null;
  /** The role of the end that printed the log. */
  readonly role: Role | null;
  /** Oldest first, bounded; the messages after the IKE SA stood are kept too. */
  readonly messages: readonly IkeMessage[];
  /** How each end authenticates itself, as far as it shows. */
  readonly auth: { readonly ours: ProofMethod | null; readonly theirs: ProofMethod | null };
  /** Who is behind a translating device. */
  readonly nat: { readonly ours: boolean | null; readonly theirs: boolean | null };
  /** Networks of the child SA, in this end's view of local and remote: what the peer asked for, and what this end has. */
  readonly selectors: { readonly asked: SelectorPairText; readonly own: SelectorPairText };
  /** The identity that this end sends, and the address it sends from, as printed. */
  readonly own: { readonly identity: string | null; readonly address: string | null };
}
