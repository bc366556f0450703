// Phase 2 of a tunnel of Cisco: proposals or transform sets, PFS, lifetimes, and one child for each pair that its access list protects.

import type { Proposal } from '../../domain/proposal.js';
import { anyIpv4 } from '../../domain/selector.js';
import { dhGroups, wholeNumber } from '../../domain/settingWords.js';
import type { ChildConfig } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import type { Protected } from './access.js';
import { begins, behind, type CiscoBlock, inside } from './blocks.js';
import type { MapEntry } from './mapEntry.js';
import { espProposal, transformSet } from './transforms.js';

/** The lifetime of an SA where none is set. */
export const asaSeconds = 28_800;
export const iosSeconds = 3_600;
const defaultKilobytes = 4_608_000;

export interface ChildParts {
  readonly blocks: readonly CiscoBlock[];
  readonly entry: MapEntry;
  /** Null where nothing limits what a tunnel interface carries, or where the list was not read. */
  readonly pairs: readonly Protected[] | null;
  /** Transform sets (1) or the IKEv2 proposals of ASA (2). */
  readonly named: 1 | 2 | null;
  readonly passive: boolean | null;
  readonly defaultSeconds: number;
}

export function childrenOf(parts: ChildParts, notes: Notes): readonly ChildConfig[] {
  const { blocks, entry, pairs, named: version, passive, defaultSeconds } = parts;
  const pfs = pfsOf(entry, notes);
  const named = version === 2 ? entry.ikev2 : entry.ikev1;
  const sets = named.map((name) =>
    version === 2 ? proposalOf(blocks, name, pfs ?? []) : setOf(blocks, name, pfs ?? []),
  );
  const proposals = sets.filter((one) => one !== null);
  if (sets.length === 0 || proposals.length < sets.length)
    notes.cannotTell(
      'child.proposals',
      sets.length === 0
        ? `${entry.name} names no transform set and no proposal.`
        : `${named[sets.indexOf(null)]} is not in the text, or holds a word that is not known here.`,
    );
  const common = {
    proposals,
    pfs,
    protocol: proposals.some(({ protocol }) => protocol === 'ah') ? ('ah' as const) : ('esp' as const),
    mode: isTransport(blocks, entry, version) ? ('transport' as const) : ('tunnel' as const),
    ...lifetimesOf(blocks, entry, defaultSeconds, notes),
    start: passive ? ('never' as const) : ('on-traffic' as const),
  };
  if (entry.interface !== null && pairs === null)
    return [{ name: entry.name, local: [anyIpv4()], remote: [anyIpv4()], ...common }];
  if (entry.interface === null && entry.acl === null)
    notes.cannotTell('child.selectors', `${entry.name} matches no access list in the text.`);
  const own = pairs ?? [];
  if (own.length === 0) return [{ name: entry.name, local: [], remote: [], ...common }];
  return own.map(({ local, remote }, index) => ({
    name: own.length === 1 ? entry.name : `${entry.acl ?? entry.name} ${index + 1}`,
    local: [local],
    remote: [remote],
    ...common,
  }));
}

function pfsOf({ pfs, name }: MapEntry, notes: Notes): readonly string[] | null {
  if (pfs === 'off') {
    notes.byDefault('child.pfs');
    return [];
  }
  if (pfs === 'unnamed') {
    notes.cannotTell(
      'child.pfs',
      `${name} has \`set pfs\` without a group, and which one that is differs between versions.`,
    );
    return null;
  }
  const groups = dhGroups(pfs);
  if ('names' in groups) return groups.names;
  notes.cannotTell('child.pfs', `The DH group "${groups.unknown}" is not known here.`);
  return null;
}

function proposalOf(blocks: readonly CiscoBlock[], name: string, pfs: readonly string[]): Proposal | null {
  const block = blocks.find((one) => begins(one, 'crypto', 'ipsec', 'ikev2', 'ipsec-proposal', name));
  if (block === undefined) return null;
  block.used = true;
  return espProposal(
    inside(block, 'protocol', 'esp', 'encryption') ?? [],
    inside(block, 'protocol', 'esp', 'integrity') ?? [],
    pfs,
  );
}

function setOf(blocks: readonly CiscoBlock[], name: string, pfs: readonly string[]): Proposal | null {
  for (const block of blocks) {
    const words =
      behind(block, 'crypto', 'ipsec', 'ikev1', 'transform-set', name) ??
      behind(block, 'crypto', 'ipsec', 'transform-set', name);
    if (words !== null && words[0] !== 'mode') return transformSet(words, pfs);
  }
  return null;
}

function isTransport(blocks: readonly CiscoBlock[], entry: MapEntry, version: 1 | 2 | null): boolean {
  if (version === 2) return entry.transport;
  return blocks.some((block) =>
    entry.ikev1.some((name) => {
      // IOS writes the mode below the set, ASA beside it.
      if (begins(block, 'crypto', 'ipsec', 'transform-set', name)) {
        const mode = inside(block, 'mode')?.[0];
        if (mode !== undefined) return mode === 'transport';
      }
      return [
        ['crypto', 'ipsec', 'ikev1', 'transform-set', name, 'mode', 'transport'],
        ['crypto', 'ipsec', 'transform-set', name, 'mode', 'transport'],
      ].some((words) => behind(block, ...words) !== null);
    }),
  );
}

function lifetimesOf(
  blocks: readonly CiscoBlock[],
  entry: MapEntry,
  defaultSeconds: number,
  notes: Notes,
): Pick<ChildConfig, 'lifetimeSeconds' | 'lifetimeKilobytes'> {
  const common = (word: string): number | null => {
    const found = blocks.map((block) =>
      behind(block, 'crypto', 'ipsec', 'security-association', 'lifetime', word),
    );
    return wholeNumber(found.findLast((rest) => rest !== null)?.[0]);
  };
  const seconds = entry.lifetimeSeconds ?? common('seconds');
  if (seconds === null) notes.byDefault('child.lifetime');
  return {
    lifetimeSeconds: seconds ?? defaultSeconds,
    lifetimeKilobytes: entry.lifetimeKilobytes ?? common('kilobytes') ?? defaultKilobytes,
  };
}
