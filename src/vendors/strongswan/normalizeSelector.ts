// Traffic selectors as charon prints them (`10.1.0.0/24[tcp/443]`, `10.0.0.1..10.0.0.9`, `dynamic`) to ranges.

import { readSelector, type Selector } from '../../domain/selector.js';

const protocols: Readonly<Record<string, number>> = {
  icmp: 1,
  igmp: 2,
  ipencap: 4,
  tcp: 6,
  udp: 17,
  ipv6: 41,
  gre: 47,
  esp: 50,
  ah: 51,
  'ipv6-icmp': 58,
  eigrp: 88,
  ospf: 89,
  vrrp: 112,
  l2tp: 115,
  sctp: 132,
};

/** charon prints a port by its service name where /etc/services has one; these occur in selectors. */
const services: Readonly<Record<string, number>> = {
  ssh: 22,
  telnet: 23,
  domain: 53,
  bootps: 67,
  bootpc: 68,
  tftp: 69,
  http: 80,
  ntp: 123,
  snmp: 161,
  bgp: 179,
  https: 443,
  isakmp: 500,
  syslog: 514,
  l2f: 1701,
  l2tp: 1701,
  radius: 1812,
  'ipsec-nat-t': 4500,
};

interface Limits {
  readonly protocol: number | null;
  readonly ports: Selector['ports'];
}

/**
 * @param ownAddress what `dynamic` stands for: the end's own address, null when it is not known.
 * @returns null for what cannot be read; a port that we cannot name is never widened to any port.
 */
export function normalizeSelector(printed: string, ownAddress: string | null): Selector | null {
  const parts = /^([^[]+)(?:\[([^\]]*)\])?$/.exec(printed.trim());
  if (parts === null) return null;
  const address = (parts[1] ?? '').trim();
  const range = readSelector(address === 'dynamic' ? (ownAddress ?? '') : address.replace('..', '-'));
  const limits = readLimits(parts[2] ?? '');
  return range === null || limits === null ? null : { ...range, ...limits };
}

function readLimits(text: string): Limits | null {
  if (text === '') return { protocol: null, ports: null };
  const [protocolWord = '', portWord] = text.split('/');
  const protocol = numberOrName(protocolWord, protocols);
  if (protocol === null) return null;
  if (portWord === undefined) return { protocol, ports: null };
  const [from, to = from] = portWord.split(/-(?=\d|[a-z]+$)/);
  const first = numberOrName(from ?? '', services);
  const last = numberOrName(to ?? '', services);
  if (first === null || last === null || last < first) return null;
  return { protocol, ports: { from: first, to: last } };
}

function numberOrName(word: string, names: Readonly<Record<string, number>>): number | null {
  if (/^\d{1,5}$/.test(word)) return Number(word);
  return Object.hasOwn(names, word) ? (names[word] ?? null) : null;
}
