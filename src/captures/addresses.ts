// Public addresses in place of which others stand that are kept for documentation: the same one wherever it stood, networks stay networks.

import ipaddr from 'ipaddr.js';

/** RFC 5737, then RFC 2544 section C.2.2 (benchmarks) when three networks are not enough: 192.0.2.0/24 … 198.19.255.0/24. */
const documentation: readonly string[] = [
  '192.0.2',
  '198.51.100',
  '203.0.113',
  ...Array.from({ length: 512 }, (_, at) => `198.${18 + (at >> 8)}.${at & 255}`),
];

const v4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/g;
const v6 = /(?<![\w:.])(?=[\da-f]*:[\da-f]*:)[\da-f:]{3,45}(?![\w:]|\.\d)/gi;
const mac = /(?<![\da-f:-])[\da-f]{2}(?:([:-])[\da-f]{2})(?:\1[\da-f]{2}){4}(?![\da-f:-])/gi;

/**
 * Addresses that nobody owns (private, loopback, link-local, documentation) stand: they say nothing of whose they are, and their
 * masks are what a diagnosis reads. Of a public one the first 24 bits (48 of IPv6) are replaced, so that what lay in one such
 * network still does.
 */
export class AddressBook {
  readonly #v4 = new Map<string, string>();
  readonly #v6 = new Map<string, string>();
  readonly #macs = new Map<string, string>();
  readonly #free: string[];

  /** @param texts all that will be renumbered: networks of documentation that stand there already are not given to others. */
  constructor(texts: readonly string[]) {
    const taken = new Set(
      texts.flatMap((text) => [...text.matchAll(v4)].map(([address]) => networkOf(address))),
    );
    this.#free = documentation.filter((network) => !taken.has(network));
  }

  /** How many public addresses' networks were replaced. */
  get networks(): number {
    return this.#v4.size + this.#v6.size;
  }

  renumbered(text: string): string {
    return text
      .replace(mac, (address) => this.#macOf(address))
      .replace(v4, (address) => this.#v4Of(address))
      .replace(v6, (address) => this.#v6Of(address));
  }

  #v4Of(address: string): string {
    if (!ipaddr.IPv4.isValidFourPartDecimal(address)) return address;
    if (ipaddr.IPv4.parse(address).range() !== 'unicast') return address;
    const given = given4(this.#v4, networkOf(address), this.#free);
    return `${given}.${address.slice(address.lastIndexOf('.') + 1)}`;
  }

  #v6Of(address: string): string {
    if (!ipaddr.IPv6.isValid(address)) return address;
    const parsed = ipaddr.IPv6.parse(address);
    // Global unicast is 2000::/3 (RFC 4291 section 2.4); of what lies elsewhere nobody can be told.
    if (parsed.range() !== 'unicast' || (parsed.parts[0] ?? 0) >> 13 !== 1) return address;
    const network = parsed.parts.slice(0, 3).join(':');
    const at = this.#v6.get(network) ?? String(this.#v6.size + 1);
    this.#v6.set(network, at);
    // RFC 3849; an interface that was made from a MAC address would tell it.
    const [, , , subnet = 0, ...host] = parsed.parts;
    const isMade = ((host[1] ?? 0) & 0xff) === 0xff && ((host[2] ?? 0) & 0xff00) === 0xfe00;
    const rest = isMade ? [0, 0, 0, 1] : host;
    const parts = [0x2001, 0xdb8, Number(at), subnet, ...rest];
    return new ipaddr.IPv6(parts).toString();
  }

  /** RFC 9542 section 2.1.4. */
  #macOf(address: string): string {
    const known = this.#macs.get(address.toLowerCase());
    if (known !== undefined) return known;
    const last = (this.#macs.size & 255).toString(16).padStart(2, '0');
    const given = ['00', '00', '5e', '00', '53', last].join(address[2]);
    this.#macs.set(address.toLowerCase(), given);
    return given;
  }
}

function networkOf(address: string): string {
  return address.slice(0, address.lastIndexOf('.'));
}

function given4(given: Map<string, string>, network: string, free: string[]): string {
  const known = given.get(network);
  if (known !== undefined) return known;
  // More networks than there are for it: no address of theirs is kept.
  const next = free.shift() ?? '0.0.0';
  given.set(network, next);
  return next;
}
