// Words that the settings of every product are written in: numbers, DH groups, transforms of a proposal.

import type { Proposal } from './proposal.js';
import { isAead, readDhGroupName, readTransform } from './transforms.js';

export function wholeNumber(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : null;
}

/** All of them, or the first word that is none. */
export type Names = { readonly names: readonly string[] } | { readonly unknown: string };

export function dhGroups(words: readonly string[]): Names {
  const names: string[] = [];
  for (const word of words) {
    const name = readDhGroupName(word);
    if (name === null) return { unknown: word };
    names.push(name);
  }
  return { names };
}

/**
 * A proposal from words of any order (`aes256`, `prfsha256`, `sha1`): null when one is not known, because a proposal that was read
 * in part is not the proposal.
 */
export function proposalFrom(
  protocol: Proposal['protocol'],
  words: readonly string[],
  dh: readonly string[] = [],
): Proposal | null {
  const lists = { encryption: [] as string[], integrity: [] as string[], prf: [] as string[], dh: [...dh] };
  for (const word of words) {
    const transform = readTransform(word);
    if (transform === null) return null;
    if (transform.type !== 'esn') lists[transform.type].push(transform.name);
  }
  if (protocol === 'ah') return { protocol, ...lists };
  // Nothing but an AEAD cipher does without integrity: where it is missing, a part of the proposal was not printed.
  const isWhole =
    lists.encryption.length > 0 && (lists.integrity.length > 0 || lists.encryption.every(isAead));
  return isWhole ? { protocol, ...lists } : null;
}
