// `proposal N` of an ike-group or an esp-group of VyOS → proposals in canonical names.

import type { Proposal } from '../../domain/proposal.js';
import { dhGroups, proposalFrom } from '../../domain/settingWords.js';
import { isAead, readTransform } from '../../domain/transforms.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { namesBelow, setting } from '../hierarchy.js';
import { isPassed, type VyosText } from './lines.js';

/** What a proposal does not set: AES with 128 bits and SHA-1 (vyos-1x, vpn-ipsec-encryption.xml.i and vpn-ipsec-hash.xml.i). */
const standard = { encryption: 'aes128', hash: 'sha1' } as const;

export function ikeProposals(text: VyosText, group: string, notes: Notes): readonly Proposal[] | null {
  const path = ['vpn', 'ipsec', 'ike-group', group];
  const groups = groupsOf(text, path);
  const read = groups === null ? null : proposalsIn(text, path, 'ike', (number) => groups.get(number) ?? []);
  if (read === null)
    notes.cannotTell(
      'ike.proposals',
      `A proposal of the ike-group ${group} is not whole in the text, or holds a word that is not known here.`,
    );
  return read;
}

/** @param pfs the groups that phase 2 offers with each of them */
export function espProposals(
  text: VyosText,
  group: string,
  pfs: readonly string[],
  notes: Notes,
): readonly Proposal[] | null {
  const read = proposalsIn(text, ['vpn', 'ipsec', 'esp-group', group], 'esp', () => pfs);
  if (read === null)
    notes.cannotTell(
      'child.proposals',
      `A proposal of the esp-group ${group} is not whole in the text, or holds a word that is not known here.`,
    );
  return read;
}

function proposalsIn(
  text: VyosText,
  path: readonly string[],
  protocol: 'ike' | 'esp',
  dh: (number: string) => readonly string[],
): readonly Proposal[] | null {
  const proposals = numbersOf(text, path).map((number) => {
    const words = wordsOf(text, [...path, 'proposal', number], protocol);
    return words === null ? null : proposalFrom(protocol, words, dh(number));
  });
  return proposals.length === 0 || proposals.includes(null) ? null : proposals.flatMap((one) => one ?? []);
}

/** In the order of their numbers, which is the order in which they are offered. */
function numbersOf({ lines }: VyosText, path: readonly string[]): readonly string[] {
  return [...namesBelow(lines, ...path, 'proposal')].toSorted((a, b) => Number(a) - Number(b));
}

function wordsOf(text: VyosText, path: readonly string[], protocol: 'ike' | 'esp'): readonly string[] | null {
  const own = (key: string) => setting(text.lines, ...path, key)?.[0];
  const [encryption, hash] = (['encryption', 'hash'] as const).map((key) => {
    const written = own(key) ?? (isPassed(text, path, key) ? standard[key] : undefined);
    // The length of the check value at the end: 128 bits everywhere; a shorter one is another algorithm.
    return written?.replace(/(?<=gcm|ccm)128$/, '');
  });
  if (encryption === undefined || hash === undefined) return null;
  const cipher = readTransform(encryption)?.name;
  if (cipher === undefined) return null;
  const prf = protocol === 'ike' ? (own('prf') ?? null) : null;
  // Beside a cipher that authenticates, strongSwan takes the hash for the PRF of phase 1 and for nothing in phase 2.
  if (isAead(cipher)) return protocol === 'ike' ? [encryption, prf ?? `prf${hash}`] : [encryption];
  return prf === null ? [encryption, hash] : [encryption, hash, prf];
}

/**
 * The group of each IKE proposal; null where one is not told. Without one VyOS takes group 2 since 1.4 (vpn_ipsec.xml.in), whose peers
 * have a `remote-address`; what older ones and EdgeOS take is not documented.
 */
function groupsOf(text: VyosText, path: readonly string[]): ReadonlyMap<string, readonly string[]> | null {
  const found = new Map<string, readonly string[]>();
  for (const number of numbersOf(text, path)) {
    const own = [...path, 'proposal', number];
    const isDefault = isNew(text) && isPassed(text, own, 'dh-group');
    const read = dhGroups(setting(text.lines, ...own, 'dh-group') ?? (isDefault ? ['2'] : []));
    if (!('names' in read) || read.names.length === 0) return null;
    found.set(number, read.names);
  }
  return found;
}

/** What `pfs enable` stands for: the group of the first proposal of phase 1; null where it is not told. */
export function firstIkeGroup(text: VyosText, group: string): string | null {
  const path = ['vpn', 'ipsec', 'ike-group', group];
  return groupsOf(text, path)?.get(numbersOf(text, path)[0] ?? '')?.[0] ?? null;
}

function isNew({ lines }: VyosText): boolean {
  return lines.some(({ words }) => words[2] === 'site-to-site' && words[5] === 'remote-address');
}
