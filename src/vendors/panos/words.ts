// Taking PAN-OS words out of XML nodes: lenient about what varies between versions, exact about numbers.

import type { XmlNode } from './xml.js';

export function child(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  let at = node;
  for (const name of path) at = at?.children.find((candidate) => candidate.name === name);
  return at;
}

/** Trimmed text below a path (`remote` is padded with spaces); null when the element is missing or empty. */
export function text(node: XmlNode | undefined, ...path: readonly string[]): string | null {
  const found = child(node, ...path)?.text.trim();
  return found === undefined || found === '' ? null : found;
}

/** All children of a name below a path: always a list, also for one. */
export function list(
  node: XmlNode | undefined,
  name: string,
  ...path: readonly string[]
): readonly XmlNode[] {
  return child(node, ...path)?.children.filter((candidate) => candidate.name === name) ?? [];
}

export function members(node: XmlNode | undefined, ...path: readonly string[]): readonly string[] {
  return list(node, 'member', ...path)
    .map((member) => member.text.trim())
    .filter((member) => member !== '');
}

/** The `name` attribute of a configuration entry. */
export function entryName(node: XmlNode): string {
  return node.attributes.name ?? '';
}

/** Every descendant (or the node itself) that fits, without looking inside a fit: nesting differs between commands and versions. */
export function findAll(
  node: XmlNode | undefined,
  fits: (candidate: XmlNode) => boolean,
): readonly XmlNode[] {
  const found: XmlNode[] = [];
  if (node) gather(node, fits, found);
  return found;
}

function gather(node: XmlNode, fits: (candidate: XmlNode) => boolean, found: XmlNode[]): void {
  if (fits(node)) found.push(node);
  else for (const candidate of node.children) gather(candidate, fits, found);
}

/** Rows: descendants called `entry` that hold all these elements. */
export function rows(node: XmlNode | undefined, ...required: readonly string[]): readonly XmlNode[] {
  return findAll(
    node,
    (candidate) => candidate.name === 'entry' && required.every((name) => child(candidate, name)),
  );
}

/** A whole number that fits a JavaScript number; null for words such as `Unlimited`, `N/A` and `ukn`. */
export function wholeNumber(node: XmlNode | undefined, ...path: readonly string[]): number | null {
  const found = text(node, ...path);
  if (found === null || !/^-?\d{1,15}$/.test(found)) return null;
  return Number(found);
}

/** A counter, exact beyond 2^53. */
export function bigNumber(node: XmlNode | undefined, ...path: readonly string[]): bigint | null {
  const found = text(node, ...path);
  return found !== null && /^\d{1,39}$/.test(found) ? BigInt(found) : null;
}

/** `True/False` (flow), `yes/no` (configuration, HA), `on/off` (system info, monitor); null for anything else. */
export function truth(node: XmlNode | undefined, ...path: readonly string[]): boolean | null {
  const word = text(node, ...path)?.toLowerCase();
  if (word === 'true' || word === 'yes' || word === 'on') return true;
  if (word === 'false' || word === 'no' || word === 'off') return false;
  return null;
}

/**
 * An SPI as 8 lower-case hex digits. `ipsec-sa` prints it decimal, signed on older versions; `flow` prints hex.
 * @returns null when it is missing, zero (no key) or no SPI.
 */
export function spiOf(printed: string | null, base: 'decimal' | 'hex'): string | null {
  if (printed === null) return null;
  if (base === 'decimal' && !/^-?\d{1,10}$/.test(printed)) return null;
  if (base === 'hex' && !/^(0x)?[0-9a-f]{1,8}$/i.test(printed)) return null;
  const value = base === 'decimal' ? Number(printed) : Number.parseInt(printed, 16);
  if (value === 0 || value > 0xffffffff || value < -0x80000000) return null;
  return (value >>> 0).toString(16).padStart(8, '0');
}
