// What the messages of a negotiation say: who asked for what, what was answered by what, and what never was.

import type { IkeExchange, IkeMessage } from '../../domain/exchange.js';
import { isPrivateAddress } from '../../domain/privateAddress.js';
import { isErrorNotify } from './notify.js';

/** The answer to IKE_SA_INIT, or the second message of main or aggressive mode. */
function firstAnswer({ messages }: IkeExchange): IkeMessage | undefined {
  return messages.find(
    (one) =>
      one.kind === 'response' &&
      (one.exchange === 'ike-init' ||
        ((one.exchange === 'main' || one.exchange === 'aggressive') && (one.step ?? 2) === 2)) &&
      !one.notifies.some(isErrorNotify),
  );
}

/**
 * Whether the responder asked for a certificate in the first answer (CERTREQ, RFC 7296 section 3.7): an end that wants a signature asks.
 * Null when its payloads were not printed.
 */
export function responderAsksForCertificate(exchange: IkeExchange): boolean | null {
  const payloads = firstAnswer(exchange)?.payloads;
  return payloads ? payloads.includes('CERTREQ') : null;
}

/** The ends want different methods: one signs and was asked for no certificate, or has a pre-shared key and was asked for one. Null when it does not show. */
export function methodsDiffer(exchange: IkeExchange): boolean | null {
  if (exchange.role !== 'initiator' || exchange.ikeVersion !== 2) return null;
  const asked = responderAsksForCertificate(exchange);
  if (asked === null) return null;
  if (exchange.auth.ours === 'psk') return asked ? true : null;
  return exchange.auth.ours === 'certificate' && !asked ? true : null;
}

/** This end names itself by a private address although a translating device stands before it: the peer sees and expects another one. */
export function sendsPrivateIdentity({ own, nat }: IkeExchange): boolean {
  return nat.ours === true && own.identity !== null && isPrivateAddress(own.identity);
}

/** IKEv1: a message under the keys came and could be read, so both ends derived the same keys; with a pre-shared key it is the same key. */
export function peerHasOurKeys({ messages }: IkeExchange): boolean {
  return messages.some(
    (one) =>
      one.ikeVersion === 1 && one.direction === 'received' && one.isReadable && one.isEncrypted === true,
  );
}

/** Message 5 of main mode or 3 of aggressive mode left this end: the first of IKEv1 under the keys. */
export function proofWasSent({ messages }: IkeExchange): boolean {
  return messages.some(isProofSent);
}

function isProofSent({ direction, exchange, step }: IkeMessage): boolean {
  if (direction !== 'sent') return false;
  return (exchange === 'main' && step === 5) || (exchange === 'aggressive' && step === 3);
}

/**
 * After this end sent its proof in IKEv1 (message 5 of main mode, 3 of aggressive mode): how often something unreadable came, and how often this
 * end repeated its message after the last of them. A wrong key makes each repetition be answered by garbage again; a peer that refused drops
 * the SA and is silent.
 */
export function garbageAfterProof({ messages }: IkeExchange): { garbage: number; repeatsAfter: number } {
  const proof = messages.findIndex(isProofSent);
  const after = proof < 0 ? [] : messages.slice(proof + 1);
  const lastGarbage = after.findLastIndex((one) => !one.isReadable);
  return {
    garbage: after.filter((one) => !one.isReadable).length,
    repeatsAfter: after.slice(lastGarbage + 1).filter((one) => one.direction === 'sent' && one.isRepeat)
      .length,
  };
}

/** The peer sends again what this end answered with a later message: the answer did not arrive. Counts repetitions of that step. */
export function peerRepeats({ messages }: IkeExchange, step: number): number {
  return messages.filter((one) => one.direction === 'received' && one.isRepeat && one.step === step).length;
}

/** What the first notify that refuses carries with IKEv1: both cookies as SPI (the responder had a configuration and an SA for us), or none. Null when no size tells. */
export function refusalCarriesSpi({ messages }: IkeExchange): boolean | null {
  const notify = messages.find(
    (one) =>
      one.ikeVersion === 1 &&
      one.exchange === 'informational' &&
      one.isEncrypted !== true &&
      one.notifies.some(({ name }) => name === 'NO_PROPOSAL_CHOSEN'),
  );
  if (!notify) return null;
  const length = notify.notifyLength ?? (notify.size === null ? null : notify.size - isakmpHeader);
  if (length === bareNotify) return false;
  return length === bareNotify + bothCookies ? true : null;
}

const isakmpHeader = 28;
const bareNotify = 12;
const bothCookies = 16;

/** The networks that the peer asked for are not those that this end has, though a child SA may come up for them. */
export function selectorsDiffer({ selectors: { asked, own } }: IkeExchange): boolean {
  const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;
  return differ(asked.local, own.local) || differ(asked.remote, own.remote);
}

/**
 * The answer to IKE_AUTH proves the responder and carries no child SA (SA, TSi and TSr are missing, RFC 7296 section 1.2): it refused the child,
 * whatever it says beside it. Null when no such answer was printed.
 */
export function childMissing({ messages }: IkeExchange): boolean | null {
  const answer = messages.findLast(
    (one) =>
      one.exchange === 'ike-auth' && one.kind === 'response' && one.payloads?.includes('AUTH') === true,
  );
  return answer?.payloads ? !['SA', 'TSi', 'TSr'].every((name) => answer.payloads?.includes(name)) : null;
}
