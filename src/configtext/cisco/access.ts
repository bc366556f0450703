// Crypto access lists: which networks a line protects, with objects and groups of ASA and the wildcard masks of IOS.

import { addressNumber, anyIpv4, fromRange, readSelector, type Selector } from '../../domain/selector.js';
import { begins, behind, type CiscoBlock } from './blocks.js';

export interface Protected {
  readonly local: Selector;
  readonly remote: Selector;
}

/** Names of objects and groups → networks; null for what is no network (FQDN), or was not read. */
export type Objects = ReadonlyMap<string, readonly Selector[] | null>;

const mostPairs = 256;
const protocols: Readonly<Record<string, number | null>> = {
  ip: null,
  ipv4: null,
  icmp: 1,
  tcp: 6,
  udp: 17,
  gre: 47,
  esp: 50,
  ahp: 51,
  ipinip: 4,
};

/** `object network` and `object-group network` of ASA; groups may hold groups that stand before them. */
export function objectsOf(blocks: readonly CiscoBlock[]): Objects {
  const found = new Map<string, readonly Selector[] | null>();
  for (const block of blocks) {
    if (begins(block, 'object', 'network')) {
      const networks = block.inside.map((line) => {
        const rest = behind(line, 'subnet') ?? behind(line, 'host');
        if (rest) return readSelector(rest.join(' '));
        const range = behind(line, 'range');
        return range ? fromRange(range[0] ?? '', range[1] ?? '') : undefined;
      });
      const told = networks.filter((one) => one !== undefined);
      if (told.length > 0) found.set(block.words[2] ?? '', whole(told));
    }
    if (begins(block, 'object-group', 'network')) {
      const members = block.inside.flatMap((line): (readonly Selector[] | null)[] => {
        const group = behind(line, 'group-object');
        if (group) return [found.get(group[0] ?? '') ?? null];
        const rest = behind(line, 'network-object');
        if (rest?.[0] === 'object') return [found.get(rest[1] ?? '') ?? null];
        if (rest) return [whole([readSelector(rest.join(' ').replace(/^host /, ''))])];
        return begins(line, 'description') ? [] : [null];
      });
      found.set(block.words[2] ?? '', members.includes(null) ? null : members.flatMap((one) => one ?? []));
    }
  }
  return found;
}

function whole(list: readonly (Selector | null)[]): readonly Selector[] | null {
  const read = list.filter((one) => one !== null);
  return read.length === list.length ? read : null;
}

/**
 * The networks of one line behind `permit` or `deny`. Null when a part of it cannot be read here: ports by name, FQDNs, services.
 * @param masks `wildcard` for IOS, where 0.0.0.255 is a /24
 */
export function aceNetworks(
  words: readonly string[],
  objects: Objects,
  masks: 'network' | 'wildcard',
): readonly Protected[] | null {
  const [protocol = '', ...rest] = words;
  const number = /^\d{1,3}$/.test(protocol) ? Number(protocol) : protocols[protocol];
  if (number === undefined) return null;
  const source = endpoint(rest, objects, masks);
  if (source === null) return null;
  const target = endpoint(rest.slice(source.taken), objects, masks);
  if (target === null) return null;
  const left = rest
    .slice(source.taken + target.taken)
    .filter((word) => !/^(?:log|inactive|disable)$/.test(word));
  if (left.length > 0 || source.networks.length * target.networks.length > mostPairs) return null;
  const limited = (one: Selector, ports: Selector['ports']): Selector => ({
    ...one,
    protocol: number,
    ports,
  });
  return source.networks.flatMap((local) =>
    target.networks.map((remote) => ({
      local: limited(local, source.ports),
      remote: limited(remote, target.ports),
    })),
  );
}

interface Endpoint {
  readonly networks: readonly Selector[];
  readonly ports: Selector['ports'];
  /** How many words it took. */
  readonly taken: number;
}

function endpoint(
  words: readonly string[],
  objects: Objects,
  masks: 'network' | 'wildcard',
): Endpoint | null {
  const place = networksOf(words, objects, masks);
  if (place === null) return null;
  const [operator, first = '', second = ''] = words.slice(place.taken);
  if (operator === 'eq') {
    if (!/^\d{1,5}$/.test(first)) return null;
    return { ...place, ports: { from: Number(first), to: Number(first) }, taken: place.taken + 2 };
  }
  if (operator === 'range') {
    if (!/^\d{1,5}$/.test(first) || !/^\d{1,5}$/.test(second)) return null;
    return { ...place, ports: { from: Number(first), to: Number(second) }, taken: place.taken + 3 };
  }
  return { ...place, ports: null };
}

function networksOf(
  words: readonly string[],
  objects: Objects,
  masks: 'network' | 'wildcard',
): Omit<Endpoint, 'ports'> | null {
  const [first = '', second = ''] = words;
  if (first === 'any' || first === 'any4') return { networks: [anyIpv4()], taken: 1 };
  if (first === 'host') return one(readSelector(second), 2);
  if (first === 'object' || first === 'object-group') {
    const networks = objects.get(second) ?? null;
    return networks && { networks, taken: 2 };
  }
  if (addressNumber(first)?.family === 6 || first.includes('/')) return one(readSelector(first), 1);
  const mask = masks === 'wildcard' ? inverted(second) : second;
  return mask === null ? null : one(readSelector(`${first} ${mask}`), 2);
}

function one(selector: Selector | null, taken: number): Omit<Endpoint, 'ports'> | null {
  return selector && { networks: [selector], taken };
}

/** `0.0.0.255` → `255.255.255.0`; a wildcard with holes is no network and stays unread. */
function inverted(wildcard: string): string | null {
  const octets = wildcard.split('.');
  if (octets.length !== 4 || !octets.every((one) => /^\d{1,3}$/.test(one) && Number(one) < 256)) return null;
  return octets.map((one) => 255 - Number(one)).join('.');
}
