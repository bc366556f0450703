// What fits when nothing was found, by how far the tunnel got: an honest list is better than an empty one.

import type { Cause } from '../../domain/causes.js';
import type { FactBook } from '../../facts/book.js';

/** What fits when nothing was found, by how far the tunnel got: an honest list is better than an empty one. */
export function suspects(book: FactBook): readonly Cause[] {
  if (is(book, 'ike.established', 'yes')) return childSuspects;
  if (is(book, 'ours.log.peer-deleted', 'yes')) return deletedSuspects;
  // A log that was read and shows no negotiation excludes every refusal: the other end does not come, or does not come through.
  if (is(book, 'ours.log.negotiations', 'no') && !is(book, 'log.negotiations', 'yes')) return silenceSuspects;
  if (is(book, 'ours.log.furthest', 'answered') || is(book, 'ours.log.furthest', 'proposals-agreed')) {
    return halfwaySuspects;
  }
  return is(book, 'ike.version.in-use', 'ikev1')
    ? ['exchange-mode-mismatch', ...refusalSuspects]
    : refusalSuspects;
}

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
