// Algorithms as Cisco writes them: in policies one word a line or several, in transform sets `esp-aes-256 esp-sha-hmac`.

import type { Proposal } from '../../domain/proposal.js';
import { dhGroups, proposalFrom } from '../../domain/settingWords.js';
import { readTransform } from '../../domain/transforms.js';

/** `aes` alone has 128 bits on Cisco, `sha` is SHA-1, and no integrity beside GCM is written `null`. */
function plainWord(word: string, as: 'encryption' | 'integrity'): string {
  const bare = word.replace(/^(?:esp|ah)-/, '').replace(/-hmac$/, '');
  if (as === 'encryption') {
    if (bare === 'aes' || bare === 'aes-cbc' || bare === 'gcm' || bare === 'aes-gcm')
      return bare.endsWith('gcm') ? 'aes-gcm-128' : 'aes-128';
    return bare.replace(/^gcm-?/, 'aes-gcm-').replace(/^gmac-?/, 'aes-gmac-');
  }
  return bare === 'null' ? 'none' : bare;
}

export interface PolicyWords {
  readonly encryption: readonly string[] | null;
  readonly integrity: readonly string[] | null;
  readonly prf: readonly string[] | null;
  readonly groups: readonly string[] | null;
}

/** Null when a word is not known, or when a part that the product always prints is missing. */
export function policyProposal(words: PolicyWords): Proposal | null {
  const { encryption, integrity, prf, groups } = words;
  if (encryption === null || groups === null) return null;
  const dh = dhGroups(groups);
  if ('unknown' in dh) return null;
  const proposal = proposalFrom('ike', cipherWords(encryption, integrity ?? []), dh.names);
  if (proposal === null) return null;
  const names = (prf ?? []).map((word) => readTransform(word)?.name ?? null);
  if (names.includes(null)) return null;
  return { ...proposal, prf: names.flatMap((name) => name ?? []) };
}

function cipherWords(encryption: readonly string[], integrity: readonly string[]): string[] {
  return [
    ...encryption.map((word) => plainWord(word, 'encryption')),
    ...integrity.map((word) => plainWord(word, 'integrity')),
  ];
}

export function espProposal(
  encryption: readonly string[],
  integrity: readonly string[],
  pfs: readonly string[],
): Proposal | null {
  return proposalFrom('esp', cipherWords(encryption, integrity), pfs);
}

/** `esp-aes 256 esp-sha256-hmac` (IOS writes the key length apart), `esp-3des esp-md5-hmac`, `ah-sha-hmac`. */
export function transformSet(words: readonly string[], pfs: readonly string[]): Proposal | null {
  const joined = words.join(' ').replace(/(esp-(?:aes|gcm|gmac|seal)) (128|160|192|256)\b/g, '$1-$2');
  const parts = joined.split(' ').filter((word) => word !== '');
  const isCipher = (word: string) => /^esp-(?:aes|3des|des|gcm|gmac|null|seal)/.test(word);
  const encryption = parts.filter(isCipher);
  const integrity = parts.filter((word) => !isCipher(word));
  const isAh = integrity.some((word) => word.startsWith('ah-'));
  // ESP inside of AH is two protocols at once: not one proposal.
  if (isAh && encryption.length > 0) return null;
  return proposalFrom(isAh ? 'ah' : 'esp', cipherWords(encryption, integrity), pfs);
}
