// Whether a host is this machine itself: what may be spoken to without encryption.

import { isIPv4 } from 'node:net';

/** @param host a name or an address; IPv6 with or without brackets. Only names that always mean this machine (RFC 6761 section 6.3). */
export function isLoopback(host: string): boolean {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  return bare === 'localhost' || bare === '::1' || (isIPv4(bare) && bare.startsWith('127.'));
}
