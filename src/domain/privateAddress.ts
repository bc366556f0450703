// Which addresses the internet does not route.

import { addressNumber } from './selector.js';

/** Addresses that the internet does not route (RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291). */
const privateRanges = (
  [
    ['10.0.0.0', '10.255.255.255'],
    ['172.16.0.0', '172.31.255.255'],
    ['192.168.0.0', '192.168.255.255'],
    ['100.64.0.0', '100.127.255.255'],
    ['169.254.0.0', '169.254.255.255'],
    ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ] as const
).flatMap(([from, to]) => {
  // Read once: every diagnosis asks this hundreds of times.
  const [first, last] = [addressNumber(from), addressNumber(to)];
  return first && last ? [{ family: first.family, first: first.value, last: last.value }] : [];
});

export function isPrivateAddress(address: string): boolean {
  const number = addressNumber(address);
  return (
    number !== null &&
    privateRanges.some(
      ({ family, first, last }) => family === number.family && first <= number.value && number.value <= last,
    )
  );
}
