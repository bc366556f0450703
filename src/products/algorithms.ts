// How a product writes algorithms and proposals; the canonical names where its file does not say.

import { type Proposal, proposalText, readProposal } from '../domain/proposal.js';
import { fillSetting } from './fill.js';
import type { Product } from './product.js';
import { productOf } from './words.js';

/** `aes256` for `aes-256-cbc`, `dhgrp 14` for `group14`. */
export function algorithmIn(product: string | null, name: string): string {
  const written = writtenBy(product);
  if (written === null) return name;
  const number = /^group(\d+)$/.exec(name)?.[1];
  if (number !== undefined && written.groups !== undefined) return groupsText(written.groups, [number]);
  return written.names[name] ?? name;
}

/** What an end accepts, as it stands in its configuration: `aes256-sha256 aes128-sha256, dhgrp 14 5`. */
export function proposalsIn(product: string | null, proposals: readonly Proposal[]): string {
  const written = writtenBy(product);
  if (written === null) return proposals.map(proposalText).join(', ');
  const each = proposals.flatMap((one) => writtenProposal(written, one));
  const numbers = [...new Set(proposals.flatMap(({ dh }) => dh))].map((name) => name.replace('group', ''));
  const groups =
    written.groups === undefined || numbers.length === 0 ? [] : [groupsText(written.groups, numbers)];
  return [[...new Set(each)].join(written.groups === undefined ? ', ' : ' '), ...groups].join(', ');
}

/** The same of proposals that were kept as text (`aes-256-cbc / sha256 / group14; …`); as it stands where that is none. */
export function proposalTextIn(product: string | null, kept: string): string {
  const read = kept.split('; ').map((one) => readProposal(one.replace(/ \/ |\+/g, '/'), 'ike', 'itself'));
  const proposals = read.flatMap((one) => (one !== null && one.encryption.length > 0 ? [one] : []));
  return writtenBy(product) === null || proposals.length < read.length
    ? kept
    : proposalsIn(product, proposals);
}

type Written = NonNullable<Product['algorithms']>;

function writtenBy(product: string | null): Written | null {
  return (product === null ? undefined : productOf(product)?.algorithms) ?? null;
}

/** A list of alternatives in one proposal is one word for each combination of cipher and hash. */
function writtenProposal(
  { proposal, names }: Written,
  { encryption, integrity, prf, dh }: Proposal,
): string[] {
  const name = (one: string | undefined): string | null => (one === undefined ? null : (names[one] ?? one));
  const hashes = integrity.filter((one) => one !== 'none');
  return encryption.flatMap((cipher) =>
    (hashes.length === 0 ? [undefined] : hashes).map((hash) =>
      fillSetting(proposal, {
        encryption: name(cipher),
        integrity: name(hash),
        // Beside a hash it is the same one.
        prf: hash === undefined ? name(prf[0]) : null,
        dh: dh.length === 0 ? null : dh.map((one) => name(one)).join('-'),
      }),
    ),
  );
}

function groupsText(template: string, numbers: readonly string[]): string {
  return fillSetting(template, { numbers: numbers.join(' ') });
}
