// How strong algorithms and DH groups are beside each other, so that a repair never goes to the weaker one.

import { isAead, isWeak } from './transforms.js';

/**
 * Bits of security of DH groups: NIST SP 800-57 part 1, table 2, for MODP; half of the field for curves. Groups that nobody
 * should use have none (RFC 8247 section 2.4).
 */
const groupBits: Readonly<Record<string, number>> = {
  group14: 112,
  group15: 128,
  group16: 152,
  group17: 176,
  group18: 192,
  group19: 128,
  group20: 192,
  group21: 256,
  group25: 96,
  group26: 112,
  group27: 112,
  group28: 128,
  group29: 192,
  group30: 256,
  group31: 128,
  group32: 224,
};

/** In bits of security; null for a name whose strength is not known. Only names of one type may be compared. */
function strengthOf(name: string): number | null {
  const group = groupBits[name];
  if (group !== undefined) return group;
  // Weak ones differ among themselves, but all are below every other.
  if (isWeak(name)) return ['null', 'des-cbc', 'md5', 'group1'].includes(name) ? 1 : 2;
  const bits = /^(?:aes-(\d+)|sha(\d+)$)/.exec(name);
  const own = bits ? Number(bits[1] ?? bits[2]) : name.startsWith('chacha20') ? 256 : null;
  // Of equally long keys the one that also authenticates is the better choice.
  return own === null ? null : own + (isAead(name) ? 0.5 : 0);
}

/** No PFS, no integrity: weaker than anything. */
export function isNone(names: readonly string[]): boolean {
  return names.every((name) => name === 'none');
}

/** The strongest of the names; 0 for none, null when one is not known. */
function strongest(names: readonly string[]): number | null {
  if (isNone(names)) return 0;
  const all = names.filter((name) => name !== 'none').map(strengthOf);
  return all.some((one) => one === null) ? null : Math.max(0, ...all.map((one) => one ?? 0));
}

/** `left` when the names of the left are weaker than those of the right, `right` the other way round; null when equal or not known. */
export function weakerOf(left: readonly string[], right: readonly string[]): 'left' | 'right' | null {
  const [a, b] = [strongest(left), strongest(right)];
  if (a === null || b === null || a === b) return null;
  return a < b ? 'left' : 'right';
}
