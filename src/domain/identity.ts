// IKE identities: what an end calls itself, with the type that both ends must agree on (RFC 7296 section 3.5).

import { addressNumber } from './selector.js';

export type IdentityType = 'ipv4' | 'ipv6' | 'fqdn' | 'email' | 'keyid' | 'dn' | 'any' | 'unknown';

export interface Identity {
  readonly type: IdentityType;
  /** As the end carries it; `%any` and the empty text stand for type `any`. */
  readonly value: string;
  /**
   * Of an identity that is expected: how a device compares it. `up-to-star`: every character before the first `*` must agree, and
   * what follows is free (PAN-OS "Wildcard"). `text`: the setting has no type, and addresses and names pass by their text alone (FortiOS
   * `peerid`). Not told: as it is written, or in a way of the product's own where it holds a `*`.
   */
  readonly matching?: 'exact' | 'up-to-star' | 'text';
}

/** Reads an identity whose type is not printed, by its shape; a DN contains `=`, an e-mail address `@` in the middle. */
export function guessIdentity(text: string): Identity {
  const value = text.trim();
  if (value === '' || value === '%any') return { type: 'any', value };
  const family = addressNumber(value)?.family;
  if (family === 4) return { type: 'ipv4', value };
  if (family === 6) return { type: 'ipv6', value: value.toLowerCase() };
  if (value.includes('=')) return { type: 'dn', value };
  if (value.startsWith('@#')) return { type: 'keyid', value: value.slice(2) };
  if (value.startsWith('@')) return { type: 'fqdn', value: value.slice(1) };
  if (/.@./.test(value)) return { type: 'email', value };
  return { type: 'fqdn', value };
}

/** Yes, no, or unknown (null): an identity of unknown type proves nothing about the type. */
export function sameIdentity(a: Identity, b: Identity): boolean | null {
  if (a.type === 'any' || b.type === 'any') return true;
  if (a.matching === 'up-to-star' || b.matching === 'up-to-star') return beginsAlike(a, b);
  if (a.matching === 'text' || b.matching === 'text') return sameText(a, b);
  const sameValue = canonical(a) === canonical(b);
  if (a.type === 'unknown' || b.type === 'unknown') return sameValue ? null : false;
  return a.type === b.type && sameValue;
}

const passByText: ReadonlySet<IdentityType> = new Set(['ipv4', 'ipv6', 'fqdn', 'email']);

function sameText(a: Identity, b: Identity): boolean | null {
  const sent = a.matching === 'text' ? b : a;
  // How such a product writes a subject out is not known.
  if (sent.type === 'dn') return null;
  if (textOf(a) !== textOf(b)) return false;
  return sent.matching === 'text' || passByText.has(sent.type) ? true : null;
}

function textOf({ value }: Identity): string {
  return addressNumber(value.trim())?.value.toString(16) ?? value.trim().toLowerCase();
}

function beginsAlike(a: Identity, b: Identity): boolean | null {
  const [pattern, sent] = a.matching === 'up-to-star' ? [a, b] : [b, a];
  const wanted = canonical(pattern).split('*')[0] ?? '';
  const isWhole = !pattern.value.includes('*');
  const begins = isWhole ? canonical(sent) === wanted : canonical(sent).startsWith(wanted);
  if (a.type === 'unknown' || b.type === 'unknown') return begins ? null : false;
  return a.type === b.type && begins;
}

function canonical(identity: Identity): string {
  const value = identity.value.trim();
  const address = identity.type === 'ipv6' ? addressNumber(value) : null;
  if (address) return address.value.toString(16);
  if (identity.type === 'dn')
    return value
      .replace(/\s*,\s*/g, ',')
      .replace(/\s*=\s*/g, '=')
      .toLowerCase();
  return identity.type === 'keyid' ? value : value.toLowerCase();
}

/**
 * An address shows its type by itself; every other one needs it, as a name may be an FQDN or a key ID. A product whose setting has no
 * type (FortiOS `peerid`) shows none.
 */
export function identityText(identity: Identity): string {
  if (identity.type === 'any') return 'any';
  const isAddress = (identity.type === 'ipv4' || identity.type === 'ipv6') && addressNumber(identity.value);
  if (isAddress && identity.matching !== 'up-to-star') return identity.value;
  const notes = [
    ...(identity.type === 'unknown' ? [] : [identity.type]),
    ...(identity.matching === 'up-to-star' ? ['wildcard'] : []),
  ];
  return notes.length === 0 ? identity.value : `${identity.value} (${notes.join(', ')})`;
}

/**
 * Whether two names of certificates are one, as products print them differently: `/C=FR/CN=gw`, `C = FR, CN = gw`, `CN=gw,C=FR`. An
 * attribute that only one of them prints decides nothing, the common name always does.
 */
export function sameDistinguishedName(a: string, b: string): boolean {
  const [left, right] = [attributesOf(a), attributesOf(b)];
  const shared = [...left.keys()].filter((name) => right.has(name));
  if (shared.length === 0) return a === b;
  return left.has('cn') === right.has('cn') && shared.every((name) => left.get(name) === right.get(name));
}

function attributesOf(name: string): ReadonlyMap<string, string> {
  const parts = name.startsWith('/')
    ? name.slice(1).split(/\/(?=[A-Za-z\d.]+\s*=)/)
    : name.split(/[,\n]\s*(?=[A-Za-z\d.]+\s*=)/);
  const found = new Map<string, string[]>();
  for (const part of parts) {
    const [, attribute, value] = /^\s*([A-Za-z\d.]+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    if (attribute === undefined || value === undefined) continue;
    const key = attribute.toLowerCase();
    found.set(key, [...(found.get(key) ?? []), value.toLowerCase()]);
  }
  return new Map([...found].map(([attribute, values]) => [attribute, values.toSorted().join('\n')]));
}
