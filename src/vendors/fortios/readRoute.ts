// Asking which way packets for an address go: the same request tells of IPv6 only when it is asked to.

import type { Observation } from '../../domain/observation.js';
import { type LookupWords, parseLookup } from './parsePath.js';
import type { Question } from './question.js';

/** An address of IPv6 holds a colon, one of IPv4 never does. */
export function isIpv6(address: string): boolean {
  return address.includes(':');
}

export async function readRoute(question: Question, ip: string): Promise<Observation<LookupWords>> {
  const reply = await question.read(isIpv6(ip) ? 'route-lookup-6' : 'route-lookup', { ip });
  return reply.known ? question.known(parseLookup(reply.value.results)) : reply;
}
