// PAN-OS algorithm words → proposals in canonical names; a word that is not known makes the proposal unreadable, never equal.

import type { Proposal } from '../../domain/proposal.js';
import { isAead, readDhGroupName, readTransform } from '../../domain/transforms.js';
import type { IkeProfileWords, IpsecProfileWords } from './configWords.js';

/** Exactly what was understood, or the words that were not. */
export type ReadProposal =
  | { readonly proposal: Proposal; readonly unknown: null }
  | { readonly proposal: null; readonly unknown: string };

/** The cross product of the lists is what PAN-OS offers; the PRF follows the hash and is not written. */
export function normalizeIkeProfile(profile: IkeProfileWords): ReadProposal {
  const read = proposalOf('ike', profile.encryption, profile.hash, profile.dh);
  if (!read.proposal?.encryption.some(isAead)) return read;
  const impliedPrf = [...new Set(read.proposal.dh.map(prfOfGroup))];
  return { ...read, proposal: { ...read.proposal, impliedPrf } };
}

/** With AES-GCM the group decides (help of IKE Crypto: 20 sha384, 21 sha512, else sha256). */
function prfOfGroup(group: string): string {
  return ({ group20: 'sha384', group21: 'sha512' } as Readonly<Record<string, string>>)[group] ?? 'sha256';
}

export function normalizeIpsecProfile(profile: IpsecProfileWords): ReadProposal {
  return proposalOf(profile.protocol, profile.encryption, profile.authentication, pfsGroups(profile));
}

/** Not written means group2, the default of the schema; `no-pfs` means none. */
export function pfsGroups(profile: IpsecProfileWords): readonly string[] {
  if (profile.dh === null) return ['group2'];
  return profile.dh === 'no-pfs' ? [] : [profile.dh];
}

function proposalOf(
  protocol: Proposal['protocol'],
  encryption: readonly string[],
  integrity: readonly string[],
  dh: readonly string[],
): ReadProposal {
  const lists = {
    encryption: encryption.map(encryptionName),
    integrity: integrity.map(integrityName),
    dh: dh.map(readDhGroupName),
  };
  const unknown = [
    ...encryption.filter((_, at) => lists.encryption[at] === null),
    ...integrity.filter((_, at) => lists.integrity[at] === null),
    ...dh.filter((_, at) => lists.dh[at] === null),
  ];
  if (unknown.length > 0) return { proposal: null, unknown: unknown.join(', ') };
  const known = (names: readonly (string | null)[]): readonly string[] =>
    names.filter((name) => name !== null);
  return {
    proposal: {
      protocol,
      encryption: known(lists.encryption),
      integrity: known(lists.integrity),
      prf: [],
      dh: known(lists.dh),
    },
    unknown: null,
  };
}

/** `aes-256-cbc`, `3des`, `A256`, `G256`, `aes256`, `AES`. */
function encryptionName(word: string): string | null {
  const transform = readTransform(word);
  return transform?.type === 'encryption' ? transform.name : null;
}

/** `sha256`, `non-auth`, `none`; `null` is what flow prints for AES-GCM. */
function integrityName(word: string): string | null {
  if (word.toLowerCase() === 'null') return 'none';
  const transform = readTransform(word);
  return transform?.type === 'integrity' ? transform.name : null;
}

/** `PSK/DH14/AES256-CBC/SHA256`, on older versions `PSK/ DH5/ AES/SHA512`: the first word is the authentication. */
export function normalizeIkeAlgo(algo: string | null): Proposal | null {
  const [, dh, encryption, hash] = (algo ?? '').split('/').map((word) => word.trim());
  if (!dh || !encryption) return null;
  return proposalOf('ike', [encryption], hash ? [hash] : [], [dh]).proposal;
}

/** Words of an installed SA; an empty hash goes with AES-GCM. */
export function normalizeSaWords(
  protocol: string | null,
  enc: string | null,
  auth: string | null,
  dh: string | null,
): Proposal | null {
  if (enc === null || enc === 'not established') return null;
  const group = dh === null || readDhGroupName(dh) === null ? [] : [dh];
  return proposalOf(
    protocol?.toLowerCase() === 'ah' ? 'ah' : 'esp',
    [enc],
    auth === null ? [] : [auth],
    group,
  ).proposal;
}
