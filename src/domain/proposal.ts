// Proposals in canonical names, and whether two ends share one (RFC 7296 section 2.7 and 3.3).

import { isAead, readTransform, type TransformType } from './transforms.js';

/**
 * One proposal: for each type the transforms that are acceptable, most preferred first; the end offers their cross product.
 * Names are those of `transforms.ts`. An empty list means that the type is not part of the proposal.
 */
export interface Proposal {
  readonly protocol: 'ike' | 'esp' | 'ah';
  readonly encryption: readonly string[];
  readonly integrity: readonly string[];
  readonly prf: readonly string[];
  readonly dh: readonly string[];
  /** PRFs that a product takes beside a cipher that authenticates, where they are no setting; left out where it is not known. */
  readonly impliedPrf?: readonly string[];
}

const compared = ['encryption', 'integrity', 'prf', 'dh'] as const satisfies readonly TransformType[];
export type ComparedType = (typeof compared)[number];

/** How two proposal lists relate: `shares` tells whether a common proposal exists, `differs` the types that prevent it. */
export interface ProposalComparison {
  readonly shares: boolean;
  readonly differs: readonly ComparedType[];
}

/**
 * Reads a printed proposal such as `IKE:AES_CBC_256/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048`; null when it is none.
 * @param unknown what a name that we do not know is: `nothing` makes the whole proposal unread, `itself` lets it be compared with the same
 *   name on the other side, as the two ends do
 */
export function readProposal(
  printed: string,
  fallback: Proposal['protocol'] = 'ike',
  unknown: 'nothing' | 'itself' = 'nothing',
): Proposal | null {
  const [head, rest] = printed.includes(':') ? splitOnce(printed, ':') : ['', printed];
  const protocol = head.trim() === '' ? fallback : protocolOf(head);
  if (!protocol) return null;
  const lists: Record<TransformType, string[]> = { encryption: [], integrity: [], prf: [], dh: [], esn: [] };
  for (const word of rest.trim().split('/')) {
    const transform = readTransform(word) ?? (unknown === 'itself' ? asItself(word, lists) : null);
    if (!transform) return null;
    lists[transform.type].push(transform.name);
  }
  return { protocol, encryption: lists.encryption, integrity: lists.integrity, prf: lists.prf, dh: lists.dh };
}

/** What kind of transform an unknown name is: by its own words, else by what stands before it (encryption, integrity, PRF, group). */
function asItself(
  printed: string,
  before: Readonly<Record<TransformType, readonly string[]>>,
): { readonly type: TransformType; readonly name: string } | null {
  const word = printed.trim().toUpperCase();
  if (!/^[A-Z][A-Z0-9_-]{2,40}$/.test(word)) return null;
  const name = word.toLowerCase();
  if (/^PRF/.test(word)) return { type: 'prf', name };
  if (/MODP|ECP|CURVE|KEM|FRODO|NTRU|^KE\d?_|^DH/.test(word)) return { type: 'dh', name };
  if (/HMAC|SHA|MD5|^AUTH|CMAC|XCBC/.test(word)) return { type: 'integrity', name };
  return { type: before.encryption.length === 0 ? 'encryption' : 'integrity', name };
}

function protocolOf(head: string): Proposal['protocol'] | null {
  const word = head.trim().toLowerCase();
  return word === 'ike' || word === 'esp' || word === 'ah' ? word : null;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + separator.length)];
}

/**
 * Compares two ends' proposal lists.
 * @param without types that do not count here, for example `dh` for a first child SA of IKEv2, whose keys come from the IKE SA
 *   (RFC 7296 section 1.2): a PFS difference shows only at the first rekey.
 * @returns `differs` names the types without common member in the closest pair of proposals; empty when they share one.
 */
export function compareProposals(
  ours: readonly Proposal[],
  theirs: readonly Proposal[],
  without: readonly ComparedType[] = [],
): ProposalComparison {
  let closest: ComparedType[] | null = null;
  for (const mine of ours) {
    for (const other of theirs) {
      if (neverMeet(mine, other)) continue;
      const differs = differingTypes(mine, other).filter((type) => !without.includes(type));
      if (differs.length === 0) return { shares: true, differs: [] };
      if (!closest || differs.length < closest.length) closest = differs;
    }
  }
  return { shares: false, differs: closest ?? [] };
}

function differingTypes(a: Proposal, b: Proposal): ComparedType[] {
  return compared.filter((type) => {
    if (type === 'integrity' && !needsIntegrity(a, b)) return false;
    // A PRF that is not printed follows the integrity algorithm; only two printed lists can differ.
    if (type === 'prf' && (a.prf.length === 0 || b.prf.length === 0)) return false;
    return !shareOne(realMembers(a[type]), realMembers(b[type]));
  });
}

/** AH and ESP are different protocols; a protocol that was not printed (`ike` by default) is compared with both. */
function neverMeet(a: Proposal, b: Proposal): boolean {
  const protocols = [a.protocol, b.protocol];
  return protocols.includes('esp') && protocols.includes('ah');
}

/** Integrity counts unless the ends may meet in an AEAD cipher, or one of them has nothing else (RFC 5282 section 8). */
function needsIntegrity(a: Proposal, b: Proposal): boolean {
  const shared = a.encryption.filter((name) => b.encryption.some((other) => compatible(name, other)));
  if (shared.length > 0) return !shared.some(isAead);
  const onlyAead = (proposal: Proposal) =>
    proposal.encryption.length > 0 && proposal.encryption.every(isAead);
  return !onlyAead(a) && !onlyAead(b);
}

/** `none` (no separate integrity) is the same as an empty list. */
function realMembers(names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== 'none');
}

function shareOne(a: readonly string[], b: readonly string[]): boolean {
  if (a.length === 0 || b.length === 0) return a.length === b.length;
  return a.some((name) => b.some((other) => compatible(name, other)));
}

/** `aes-cbc` (length not printed) fits `aes-256-cbc`. */
function compatible(a: string, b: string): boolean {
  return a === b || withoutLength(a) === b || a === withoutLength(b);
}

function withoutLength(name: string): string {
  return name.replace(/-(128|192|256)-/, '-');
}

/** `aes-256-cbc / sha256 / group14`, lists joined by `+`; a PRF of the same hash as the integrity is not said again. */
export function proposalText(proposal: Proposal): string {
  const sameHash = proposal.prf.join() === proposal.integrity.join();
  return compared
    .filter((type) => type !== 'prf' || !sameHash)
    .map((type) => proposal[type])
    .filter((names) => names.length > 0)
    .map((names) => names.join('+'))
    .join(' / ');
}
