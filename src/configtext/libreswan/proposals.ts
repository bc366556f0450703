// `ike=` and `esp=` of Libreswan: lists of algorithms with `+` between what one proposal allows, and the DH group behind `;` or `-`.

import type { Proposal } from '../../domain/proposal.js';
import { proposalFrom } from '../../domain/settingWords.js';
import { isAead, readDhGroupName, readTransform } from '../../domain/transforms.js';

/** What a list says; `unknown` is the first part that is not understood, `groups` tells whether each proposal names its DH group. */
export type ReadList =
  | { readonly proposals: readonly Proposal[]; readonly groups: 'all' | 'some' | 'none' }
  | { readonly unknown: string };

/** `aes256-sha2_512;dh14,aes_gcm256-sha2+sha1-modp2048`. */
export function readList(protocol: 'ike' | 'esp' | 'ah', written: string): ReadList {
  const proposals: Proposal[] = [];
  for (const part of written.split(',').map((one) => one.trim())) {
    const read = proposalOf(protocol, part);
    if (read === null) return { unknown: part };
    proposals.push(read);
  }
  const withGroup = proposals.filter(({ dh }) => dh.length > 0).length;
  return { proposals, groups: withGroup === proposals.length ? 'all' : withGroup === 0 ? 'none' : 'some' };
}

function proposalOf(protocol: 'ike' | 'esp' | 'ah', part: string): Proposal | null {
  const words = part.split(/[;-]/).flatMap((group) => group.split('+'));
  const dh: string[] = [];
  const others: string[] = [];
  for (const word of words) {
    const group = groupOf(word);
    if (group !== null) dh.push(group);
    else others.push(named(word));
  }
  const aead = others.some((word) => isAead(readTransform(word)?.name ?? ''));
  // Behind a cipher that needs no integrity a hash is the PRF in phase 1, and `null` says that there is none in phase 2.
  const spoken = aead
    ? others.flatMap((word) => (word === 'null' ? [] : protocol === 'ike' ? [asPrf(word)] : [word]))
    : others;
  return proposalFrom(protocol, spoken, dh);
}

/** A group is never written as a bare number here, which would be a key length. */
function groupOf(word: string): string | null {
  return /^\d+$/.test(word) ? null : readDhGroupName(word);
}

/** `sha2` alone is SHA-256 (ipsec.conf(5)); a cipher without a length takes every length. */
function named(word: string): string {
  const lower = word.toLowerCase();
  if (lower === 'sha2') return 'sha256';
  return lower === 'sha' ? 'sha1' : lower;
}

function asPrf(word: string): string {
  const hash = readTransform(word);
  return hash?.type === 'integrity' ? `prf_${hash.name}` : word;
}
