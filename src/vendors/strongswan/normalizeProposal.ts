// Algorithms as charon names them, in SAs (`AES_CBC` + `256`) and in swanctl.conf (`aes256-sha256-modp2048`).

import type { Proposal } from '../../domain/proposal.js';
import { readDhGroupName, readTransform } from '../../domain/transforms.js';

/** What an SA negotiated; a word that we do not know stays out of the proposal. Null when nothing was printed. */
export function normalizeNegotiated(
  protocol: Proposal['protocol'],
  words: {
    readonly 'encr-alg'?: string | undefined;
    readonly 'encr-keysize'?: string | undefined;
    readonly 'integ-alg'?: string | undefined;
    readonly 'prf-alg'?: string | undefined;
    readonly 'dh-group'?: string | undefined;
  },
): Proposal | null {
  const cipher = words['encr-alg'];
  if (cipher === undefined) return null;
  const keysize = words['encr-keysize'];
  const names = [
    keysize === undefined ? cipher : `${cipher}_${keysize}`,
    words['integ-alg'],
    words['prf-alg'],
    words['dh-group'],
  ];
  return collect(
    protocol,
    names.flatMap((name) => readTransform(name ?? '') ?? []),
  );
}

export type ReadProposals =
  | { readonly known: true; readonly proposals: readonly Proposal[] }
  | { readonly known: false; readonly why: string };

/**
 * A `proposals` or `esp_proposals` list of swanctl.conf. `default` depends on version and plugins of the daemon, so a
 * list that contains it is not known.
 */
export function readConfiguredProposals(protocol: 'ike' | 'esp' | 'ah', value: string | null): ReadProposals {
  const words = (value ?? 'default').split(',').map((word) => word.trim());
  if (words.includes('default')) {
    return {
      known: false,
      why: 'The default proposals are in use; which ones these are depends on version and plugins of the daemon.',
    };
  }
  const proposals: Proposal[] = [];
  for (const word of words.filter((one) => one !== '')) {
    const proposal = readConfiguredProposal(protocol, word);
    if (proposal === null)
      return { known: false, why: `The proposal "${word}" contains a word that is not known here.` };
    proposals.push(proposal);
  }
  return { known: true, proposals };
}

const esnWords = new Set(['esn', 'noesn']);

function readConfiguredProposal(protocol: 'ike' | 'esp' | 'ah', text: string): Proposal | null {
  const words = text
    .toLowerCase()
    .split('-')
    .filter((word) => !esnWords.has(word));
  const transforms = words.map(readConfiguredWord);
  return transforms.includes(null)
    ? null
    : collect(
        protocol,
        transforms.flatMap((transform) => transform ?? []),
      );
}

function readConfiguredWord(word: string): ReturnType<typeof readTransform> {
  const group = /^(modp|ecp|curve|x\d|dh)/.test(word) ? readDhGroupName(word) : null;
  if (group !== null) return { type: 'dh', name: group };
  // strongSwan's own spellings: sha256_96 (a truncation), sha2_256, aes128gmac.
  return readTransform(word.replace(/^(sha\d+)_96$/, '$1'));
}

function collect(
  protocol: Proposal['protocol'],
  transforms: readonly NonNullable<ReturnType<typeof readTransform>>[],
): Proposal {
  const named = (type: string): string[] =>
    transforms.filter((transform) => transform.type === type).map((transform) => transform.name);
  return {
    protocol,
    encryption: named('encryption'),
    integrity: named('integrity'),
    prf: named('prf'),
    dh: named('dh'),
  };
}
