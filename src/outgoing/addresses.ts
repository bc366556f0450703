// Where a name of the configuration may lead: to public addresses, and to those inside that the configuration says themselves.

import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whoever asks for a name is given only what may be connected to, and connects to exactly that: a name that changes meanwhile leads nowhere else. */
export function lookupWithin(addresses: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    const { family = 0, hints = 0 } = options;
    lookup(hostname, { all: true, family: familyOf(family), hints }).then(
      (found) => {
        const may = found.filter(({ address }) => isAllowed(address, addresses));
        const [first] = may;
        if (first === undefined) callback(new AddressInside(), '', 0);
        else if (options.all) callback(null, may);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}

/** The name leads to an address inside that the configuration does not name. */
export class AddressInside extends Error {
  constructor() {
    super('the name leads only to private addresses that the configuration does not name');
  }
}

function isAllowed(address: string, addresses: readonly string[]): boolean {
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' || addresses.some((one) => isIn(parsed, one));
}

function isIn(address: ipaddr.IPv4 | ipaddr.IPv6, place: string): boolean {
  const [network, bits] = ipaddr.isValidCIDR(place)
    ? ipaddr.parseCIDR(place)
    : [ipaddr.process(place), ipaddr.process(place).kind() === 'ipv4' ? 32 : 128];
  return network.kind() === address.kind() && address.match(network, bits);
}

function familyOf(family: number | 'IPv4' | 'IPv6'): number {
  if (family === 'IPv4') return 4;
  return family === 'IPv6' ? 6 : family;
}
