// Traffic selectors as ranges (RFC 7296 section 3.13), with the comparisons that mirroring and narrowing need.

import ipaddr from 'ipaddr.js';

export interface Selector {
  readonly family: 4 | 6;
  /** First and last address, as numbers, inclusive. */
  readonly start: bigint;
  readonly end: bigint;
  /** IP protocol number, null for any. */
  readonly protocol: number | null;
  /** Inclusive port range, null for any. */
  readonly ports: { readonly from: number; readonly to: number } | null;
}

/**
 * Reads `10.1.0.0/24`, `10.1.0.1`, `10.1.0.0-10.1.0.255`, `10.1.0.0 255.255.255.0`, `10.1.0.0/255.255.255.0`, IPv6 alike.
 * @returns null for anything else, octal or short octets included, which libraries read leniently.
 */
export function readSelector(text: string): Selector | null {
  const trimmed = text.trim();
  const range = /^([0-9a-fA-F.:]+)\s*-\s*([0-9a-fA-F.:]+)$/.exec(trimmed);
  if (range) return fromRange(range[1] ?? '', range[2] ?? '');
  const masked = /^([0-9a-fA-F.:]+)[/\s]([0-9.]+)$/.exec(trimmed);
  if (masked) return fromPrefix(masked[1] ?? '', prefixLength(masked[2] ?? ''));
  return fromRange(trimmed, trimmed);
}

export function anyIpv4(): Selector {
  return { family: 4, start: 0n, end: 0xffffffffn, protocol: null, ports: null };
}

export function fromRange(first: string, last: string): Selector | null {
  const start = addressNumber(first);
  const end = addressNumber(last);
  if (!start || !end || start.family !== end.family || end.value < start.value) return null;
  return { family: start.family, start: start.value, end: end.value, protocol: null, ports: null };
}

function fromPrefix(address: string, prefix: number | null): Selector | null {
  const base = addressNumber(address);
  if (!base || prefix === null) return null;
  const bits = base.family === 4 ? 32 : 128;
  if (prefix > bits) return null;
  const size = 1n << BigInt(bits - prefix);
  const start = base.value - (base.value % size);
  return { family: base.family, start, end: start + size - 1n, protocol: null, ports: null };
}

function prefixLength(text: string): number | null {
  if (/^\d{1,3}$/.test(text)) return Number(text);
  if (!ipaddr.IPv4.isValidFourPartDecimal(text)) return null;
  return ipaddr.IPv4.parse(text).prefixLengthFromSubnetMask();
}

const part = '(0|[1-9][0-9]{0,2})';
const fourParts = new RegExp(`^${part}\\.${part}\\.${part}\\.${part}$`);

/** An address as a number; null for what is not strictly an address. */
export function addressNumber(text: string): { family: 4 | 6; value: bigint } | null {
  const [, ...octets] = fourParts.exec(text) ?? [];
  if (octets.length > 0) return ofFour(octets.map(Number));
  if (text.includes(':') && ipaddr.IPv6.isValid(text))
    return { family: 6, value: toNumber(ipaddr.IPv6.parse(text).toByteArray()) };
  return null;
}

/** Read here: the library reads each address several times, and every diagnosis and log has hundreds. */
function ofFour(octets: readonly number[]): { family: 4; value: bigint } | null {
  if (octets.some((octet) => octet > 255)) return null;
  return { family: 4, value: BigInt(octets.reduce((sum, octet) => sum * 256 + octet, 0)) };
}

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
}

export function sameSelector(a: Selector, b: Selector): boolean {
  return contains(a, b) && contains(b, a);
}

/** True when every packet that `inner` selects is also selected by `outer`. */
export function contains(outer: Selector, inner: Selector): boolean {
  return (
    outer.family === inner.family &&
    outer.start <= inner.start &&
    inner.end <= outer.end &&
    (outer.protocol === null || outer.protocol === inner.protocol) &&
    (outer.ports === null ||
      (inner.ports !== null && outer.ports.from <= inner.ports.from && inner.ports.to <= outer.ports.to))
  );
}

export function overlaps(a: Selector, b: Selector): boolean {
  return (
    a.family === b.family &&
    a.start <= b.end &&
    b.start <= a.end &&
    (a.protocol === null || b.protocol === null || a.protocol === b.protocol) &&
    (a.ports === null || b.ports === null || (a.ports.from <= b.ports.to && b.ports.from <= a.ports.to))
  );
}

/** Every address, protocol and port. */
export function isAny(selector: Selector): boolean {
  if (selector.protocol !== null || selector.ports !== null) return false;
  const last = selector.family === 4 ? 0xffffffffn : (1n << 128n) - 1n;
  return selector.start === 0n && selector.end === last;
}

/** `10.1.0.0/24` where the range is a prefix, `10.1.0.5-10.1.0.9` where not; protocol and ports follow when they are set. */
export function selectorText(selector: Selector): string {
  const bits = selector.family === 4 ? 32 : 128;
  const size = selector.end - selector.start + 1n;
  const isPrefix = (size & (size - 1n)) === 0n && selector.start % size === 0n;
  const range = isPrefix
    ? `${addressText(selector.family, selector.start)}/${bits - size.toString(2).length + 1}`
    : `${addressText(selector.family, selector.start)}-${addressText(selector.family, selector.end)}`;
  const protocol = selector.protocol === null ? '' : ` protocol ${selector.protocol}`;
  const ports = selector.ports === null ? '' : ` ports ${selector.ports.from}-${selector.ports.to}`;
  return `${range}${protocol}${ports}`;
}

export function addressText(family: 4 | 6, value: bigint): string {
  const bytes = Array.from({ length: family === 4 ? 4 : 16 }, (_, index, length = family === 4 ? 4 : 16) =>
    Number((value >> BigInt(8 * (length - 1 - index))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}
