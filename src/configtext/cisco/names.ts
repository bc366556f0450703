// The objects that a tunnel of Cisco is made of, by the names that its command lines carry; of several nobody knows which one is meant.

import type { ObjectNames } from '../../products/product.js';
import { begins, type CiscoBlock } from './blocks.js';
import type { IosEntry } from './iosMap.js';
import type { MapEntry } from './mapEntry.js';

/** @param version null when the entry names neither transform sets nor proposals. */
export function asaObjects(
  blocks: readonly CiscoBlock[],
  entry: MapEntry,
  version: 1 | 2 | null,
): ObjectNames {
  const policies = version === null ? [] : namesBehind(blocks, 'crypto', `ikev${version}`, 'policy');
  const sets = version === 2 ? entry.ikev2 : entry.ikev1;
  return { ...ofEntry(entry), 'ike-profile': onlyOne(policies), 'ipsec-profile': onlyOne(sets) };
}

export function iosObjects(blocks: readonly CiscoBlock[], entry: IosEntry): ObjectNames {
  const { ikev2Profile, isakmpProfile } = entry;
  const kind = ikev2Profile === null ? ['isakmp', 'policy'] : ['ikev2', 'proposal'];
  return {
    ...ofEntry(entry),
    profile:
      ikev2Profile !== null
        ? `crypto ikev2 profile ${ikev2Profile}`
        : isakmpProfile !== null
          ? `crypto isakmp profile ${isakmpProfile}`
          : null,
    'ike-profile': onlyOne(namesBehind(blocks, 'crypto', ...kind)),
    'ipsec-profile': onlyOne(entry.ikev1),
  };
}

function ofEntry({ entry, name, peer, acl, interface: unit }: MapEntry): ObjectNames {
  return { gateway: peer, tunnel: name, entry, acl, interface: unit };
}

function namesBehind(blocks: readonly CiscoBlock[], ...words: readonly string[]): readonly string[] {
  return blocks.flatMap((block) => (begins(block, ...words) ? (block.words[words.length] ?? []) : []));
}

function onlyOne(names: readonly string[]): string | null {
  return new Set(names).size === 1 ? (names[0] ?? null) : null;
}
