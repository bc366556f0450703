// What fits when nothing was found, by how far the tunnel got: an honest list is better than an empty one.

import { type Cause, isCause } from '../domain/causes.js';
import type { FactBook } from '../facts/book.js';

/** The likeliest first. Empty when a log is all that there is and none of its lines is known: then anything fits. */
export function suspects(book: FactBook): readonly Cause[] {
  const named = (['ours', 'theirs'] as const).flatMap((end) => {
    const open = book.fact(`${end}.log.leaves-open`);
    return open.known && typeof open.value === 'object' ? open.value.filter(isCause) : [];
  });
  return [...new Set([...named, ...byProgress(book)])];
}

function byProgress(book: FactBook): readonly Cause[] {
  const onlyLogs = is(book, 'ends.readable', 'neither') && !book.fact('ike.established').known;
  if (onlyLogs && !either(book, 'log.read', 'yes')) return [];
  if (is(book, 'ike.established', 'yes')) return childSuspects;
  if (onlyLogs && either(book, 'log.furthest', 'child-installed') && !either(book, 'log.ends-up', 'no'))
    return afterwards;
  if (onlyLogs && either(book, 'log.furthest', 'authenticated')) return childSuspects;
  if (either(book, 'log.peer-deleted', 'yes')) return deletedSuspects;
  // A log that was read and shows no negotiation excludes every refusal: the other end does not come, or does not come through.
  if (either(book, 'log.negotiations', 'no') && !is(book, 'log.negotiations', 'yes'))
    return onlyLogs ? ['both-passive', 'idle-on-demand', ...silenceSuspects] : silenceSuspects;
  if (either(book, 'log.furthest', 'answered') || either(book, 'log.furthest', 'proposals-agreed'))
    return either(book, 'log.role', 'initiator') ? unansweredSuspects : halfwaySuspects;
  if (either(book, 'log.furthest', 'started')) return startedSuspects;
  return is(book, 'ike.version.in-use', 'ikev1')
    ? ['exchange-mode-mismatch', ...refusalSuspects]
    : refusalSuspects;
}

/**
 * What the IKE version in use, or the exchange that a log shows, cannot have.
 * @param byLog the verdict rests on log lines: where SAs or settings decide, an older negotiation in a log excludes nothing.
 */
export function isExcluded(cause: Cause, book: FactBook, byLog: boolean): boolean {
  if (cause === 'exchange-mode-mismatch' && is(book, 'ike.version.in-use', 'ikev2')) return true;
  if (!byLog || is(book, 'ike.established', 'yes')) return false;
  const past = book.fact('log.excluded');
  return past.known && typeof past.value === 'object' && past.value.includes(cause);
}

/** The SAs were installed, and what a log says after that is not understood. */
const afterwards: readonly Cause[] = [
  'routing-missing',
  'policy-denied',
  'esp-blocked',
  'sa-mismatch',
  'tunnel-up-healthy',
];

const childSuspects: readonly Cause[] = [
  'traffic-selector-mismatch',
  'esp-proposal-mismatch',
  'pfs-mismatch',
  'encapsulation-mode-mismatch',
  'rekey-failure',
  'dpd-timeout',
  'sa-mismatch',
];

/** The other end deleted the SA and does not come back. */
const deletedSuspects: readonly Cause[] = [
  'idle-on-demand',
  'both-passive',
  'admin-disabled',
  'dpd-timeout',
  'peer-unreachable',
  'psk-mismatch',
];

const silenceSuspects: readonly Cause[] = [
  'peer-unreachable',
  'routing-missing',
  'unknown-peer',
  'both-passive',
  'policy-denied',
  'dpd-timeout',
  'sa-mismatch',
  'nat-t-problem',
];

/** A first message was sent or came, and no answer is told of. */
const startedSuspects: readonly Cause[] = [
  'peer-unreachable',
  'unknown-peer',
  'ike-proposal-mismatch',
  'ike-version-mismatch',
  'routing-missing',
  'policy-denied',
  'nat-t-problem',
];

/** The first messages passed and nothing followed: what comes next is larger, goes to UDP 4500, and proves who one is. */
const halfwaySuspects: readonly Cause[] = [
  'nat-t-problem',
  'fragmentation-mtu',
  'psk-mismatch',
  'peer-id-mismatch',
  'certificate-problem',
  'auth-method-mismatch',
  'peer-unreachable',
];

/** The end that has to prove who it is next was answered before: refused in silence is likelier than lost. */
const unansweredSuspects: readonly Cause[] = [
  'psk-mismatch',
  'peer-id-mismatch',
  'certificate-problem',
  'nat-t-problem',
  'fragmentation-mtu',
  'auth-method-mismatch',
];

const refusalSuspects: readonly Cause[] = [
  'psk-mismatch',
  'ike-proposal-mismatch',
  'peer-id-mismatch',
  'peer-unreachable',
  'unknown-peer',
  'ike-version-mismatch',
  'certificate-problem',
  'dpd-timeout',
];

function is(book: FactBook, name: string, value: string): boolean {
  const state = book.fact(name);
  return state.known && state.value === value;
}

/** The log of one end says so. */
function either(book: FactBook, name: string, value: string): boolean {
  return is(book, `ours.${name}`, value) || is(book, `theirs.${name}`, value);
}
