// What the whole attempt adds to its deciding line: who signs how, what was asked for, and what came or did not come after it.

import type { Cause } from '../../domain/causes.js';
import type { IkeExchange } from '../../domain/exchange.js';
import {
  garbageAfterProof,
  methodsDiffer,
  peerHasOurKeys,
  peerRepeats,
  refusalCarriesSpi,
  sendsPrivateIdentity,
} from '../exchange/facts.js';
import type { Meaning } from './weight.js';

/** How often a message must stay without answer before silence says something. */
const enoughRepeats = 2;

/** @param stands this end held the IKE SA for established: it had verified what the peer proved */
export function inHindsight(meaning: Meaning, says: string, exchange: IkeExchange, stands: boolean): Meaning {
  if (meaning.strength === 'proof' || meaning.strength === 'strong') return meaning;
  if (meaning.abstains === 'auth-rejected-by-peer') return authRefused(meaning, exchange);
  if (meaning.abstains === 'proposal-rejected-by-peer' && meaning.phase === 1)
    return firstRefused(meaning, exchange);
  if (says === 'no-configuration') return unconfigured(meaning, exchange);
  if (says === 'decrypt-failed') return garbled(meaning, exchange, stands);
  if (says === 'no-answer' || says === 'retransmit') return silent(meaning, exchange);
  return meaning;
}

/**
 * In CREATE_CHILD_SA the DH group of PFS counts as well (RFC 7296 section 1.3), in IKE_AUTH it does not: a line that only says that no
 * offer of ESP fits proves the algorithms there, not here, where they stood before.
 */
export function atRekey(meaning: Meaning): Meaning {
  const [cause] = meaning.causes;
  if (meaning.strength !== 'proof' || cause !== 'esp-proposal-mismatch') return meaning;
  if (!meaning.causes.includes('pfs-mismatch')) return meaning;
  return {
    ...meaning,
    strength: 'weak',
    causes: first('pfs-mismatch', meaning.causes),
    why: 'This end refused the offer of a CREATE_CHILD_SA exchange, in which the DH group of PFS counts as well; the line does not say which part fits none of ours.',
  };
}

/** The refusal itself is bare; what was sent before narrows it. */
function authRefused(meaning: Meaning, exchange: IkeExchange): Meaning {
  if (sendsPrivateIdentity(exchange))
    return {
      ...meaning,
      abstains: null,
      causes: first('peer-id-mismatch', meaning.causes),
      why: `This end names itself ${exchange.own.identity}, its private address, although NAT translates it: the peer sees another address, and most expect that one.`,
    };
  if (methodsDiffer(exchange) === true)
    return {
      ...meaning,
      abstains: null,
      causes: first('auth-method-mismatch', meaning.causes),
      why:
        exchange.auth.ours === 'psk'
          ? 'This end proves itself with a pre-shared key, and the peer asked for a certificate in its first answer.'
          : 'This end signs, and the peer asked for no certificate in its first answer, as an end with a pre-shared key does.',
    };
  return meaning;
}

/** Who refuses with AUTHENTICATION_FAILED has a gateway for the address, and none for the identity (RFC 7296 section 2.21.2). */
function unconfigured(meaning: Meaning, exchange: IkeExchange): Meaning {
  const isAtProof = exchange.messages.some(
    ({ direction, notifies }) =>
      direction === 'sent' && notifies.some(({ name }) => name === 'AUTHENTICATION_FAILED'),
  );
  if (!isAtProof) return meaning;
  return {
    ...meaning,
    causes: first('peer-id-mismatch', meaning.causes),
    why: 'No configuration of this end has the identities of the peer; it was refused at its proof, so its address is known here.',
  };
}

/** With IKEv1 some responders put both cookies into the notify when they had a configuration and refused its proposals, and none when they know no such peer. */
function firstRefused(meaning: Meaning, exchange: IkeExchange): Meaning {
  if (exchange.ikeVersion !== 1) return meaning;
  const isAggressive = exchange.messages.some((one) => one.exchange === 'aggressive');
  const carries = refusalCarriesSpi(exchange);
  const causes: Cause[] =
    carries === true
      ? ['ike-proposal-mismatch', 'auth-method-mismatch', 'exchange-mode-mismatch', 'unknown-peer']
      : isAggressive
        ? ['ike-proposal-mismatch', 'exchange-mode-mismatch', 'unknown-peer', 'ike-version-mismatch']
        : ['ike-proposal-mismatch', 'unknown-peer', 'ike-version-mismatch', 'auth-method-mismatch'];
  const why =
    carries === true
      ? 'The peer chose none of our phase 1 proposals: its notify carries the cookies of both ends, so it had a configuration for us.'
      : meaning.why;
  return { ...meaning, causes, why };
}

/** A wrong key makes every repetition of our proof be answered by something unreadable; a peer that refused drops the SA and falls silent. */
function garbled(meaning: Meaning, exchange: IkeExchange, stands: boolean): Meaning {
  if (exchange.ikeVersion === 1 && exchange.role === 'responder' && stands)
    return refusedAfterProof(meaning, exchange);
  const { garbage, repeatsAfter } = garbageAfterProof(exchange);
  if (exchange.role === 'responder' || garbage === 0) return meaning;
  const isRefused = garbage === 1 && repeatsAfter >= enoughRepeats;
  // What came before under the same keys could be read: the key is right.
  const hasKey = peerHasOurKeys(exchange);
  // A peer that waits for a proof that it accepts sends its last answer again beside each refusal.
  if (!isRefused && !hasKey && peerRepeats(exchange, 4) === 0) return meaning;
  return {
    ...meaning,
    abstains: 'auth-rejected-by-peer',
    causes:
      exchange.auth.ours === 'certificate'
        ? ['certificate-problem', 'peer-id-mismatch', 'exchange-mode-mismatch', 'auth-method-mismatch']
        : ['peer-id-mismatch', 'exchange-mode-mismatch', 'psk-mismatch', 'auth-method-mismatch'],
    why: isRefused ? refusedOnce : refusedAgain,
  };
}

const refusedOnce =
  'One answer to our proof could not be read and nothing came after it: the peer refused and dropped the SA. With a wrong key it would answer every repetition so.';
const refusedAgain =
  'The peer repeats its second answer and sends something that cannot be read beside it: it does not accept our proof and waits for another.';

/** A responder that verified the peer's HASH has the peer's key: what the peer sends then and cannot be read refuses our identity or certificate. */
function refusedAfterProof(meaning: Meaning, exchange: IkeExchange): Meaning {
  const isKey = exchange.auth.ours === 'psk';
  return {
    ...meaning,
    phase: 1,
    abstains: isKey ? null : 'auth-rejected-by-peer',
    causes: isKey
      ? ['peer-id-mismatch', 'exchange-mode-mismatch']
      : ['certificate-problem', 'peer-id-mismatch', 'auth-method-mismatch'],
    why: 'This end verified the proof of the peer, so both have the same key; the peer goes on repeating it and answers ours with something that cannot be read: it refuses our identity or certificate.',
  };
}

/** Message 4 that comes again was answered by our message 5: that one was lost on the way, or dropped. */
function silent(meaning: Meaning, exchange: IkeExchange): Meaning {
  if (exchange.ikeVersion !== 1 || exchange.role === 'responder' || peerRepeats(exchange, 4) === 0)
    return meaning;
  const path: Cause[] =
    exchange.auth.ours === 'certificate'
      ? ['fragmentation-mtu', 'nat-t-problem']
      : ['nat-t-problem', 'psk-mismatch', 'fragmentation-mtu'];
  return {
    ...meaning,
    causes: [...path, ...meaning.causes.filter((cause) => !path.includes(cause))],
    why: 'The peer repeats its second answer: our message after it, the first encrypted one, does not arrive or is dropped.',
  };
}

function first(cause: Cause, others: readonly Cause[]): Cause[] {
  return [cause, ...others.filter((other) => other !== cause)];
}
