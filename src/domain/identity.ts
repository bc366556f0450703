// IKE identities: what an end calls itself, with the type that both ends must agree on (RFC 7296 section 3.5).

export type IdentityType = 'ipv4' | 'ipv6' | 'fqdn' | 'email' | 'keyid' | 'dn' | 'any' | 'unknown';

export interface Identity {
  readonly type: IdentityType;
  /** As the end carries it; `%any` and the empty text stand for type `any`. */
  readonly value: string;
}

const ipv4 = /^\d{1,3}(\.\d{1,3}){3}$/;

/** Reads an identity whose type is not printed, by its shape; a DN contains `=`, an e-mail address `@` in the middle. */
export function guessIdentity(text: string): Identity {
  const value = text.trim();
  if (value === '' || value === '%any') return { type: 'any', value };
  if (ipv4.test(value)) return { type: 'ipv4', value };
  if (/^[0-9a-f:]+$/i.test(value) && value.includes(':')) return { type: 'ipv6', value: value.toLowerCase() };
  if (value.includes('=')) return { type: 'dn', value };
  if (value.startsWith('@#')) return { type: 'keyid', value: value.slice(2) };
  if (value.startsWith('@')) return { type: 'fqdn', value: value.slice(1) };
  if (/.@./.test(value)) return { type: 'email', value };
  return { type: 'fqdn', value };
}

/** Yes, no, or unknown (null): an identity of unknown type proves nothing about the type. */
export function sameIdentity(a: Identity, b: Identity): boolean | null {
  if (a.type === 'any' || b.type === 'any') return true;
  const sameValue = canonical(a) === canonical(b);
  if (a.type === 'unknown' || b.type === 'unknown') return sameValue ? null : false;
  return a.type === b.type && sameValue;
}

function canonical(identity: Identity): string {
  const value = identity.value.trim();
  if (identity.type === 'dn')
    return value
      .replace(/\s*,\s*/g, ',')
      .replace(/\s*=\s*/g, '=')
      .toLowerCase();
  return identity.type === 'keyid' ? value : value.toLowerCase();
}

export function identityText(identity: Identity): string {
  return identity.type === 'any' ? 'any' : `${identity.value} (${identity.type})`;
}
