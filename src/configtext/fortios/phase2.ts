// `config vpn ipsec phase2-interface` of FortiOS → one child in neutral words.

import { anyIpv4, fromRange, readSelector, type Selector } from '../../domain/selector.js';
import type { ChildConfig } from '../../domain/tunnelConfig.js';
import type { Notes } from '../tunnelDraft.js';
import { wholeNumber } from '../words.js';
import { groupsOf, read, word } from './phase1.js';
import type { FortiEntry } from './tree.js';

/** Names of `config firewall address` and its groups → their networks; null for one that is no network. */
export type FortiAddresses = ReadonlyMap<string, readonly Selector[] | null>;

export interface Phase2Context {
  readonly entry: FortiEntry;
  readonly notes: Notes;
  readonly firmware: number | null;
  readonly addresses: FortiAddresses;
  readonly passive: boolean | null;
}

export function phaseTwo(context: Phase2Context): ChildConfig {
  const { entry, notes, passive } = context;
  const pfs = pfsOf(context);
  const written = entry.settings.get('proposal');
  if (written === undefined)
    notes.cannotTell('child.proposals', '`set proposal` of phase 2 is not in the text.');
  const seconds = wholeNumber(word(entry, 'keylifeseconds'));
  const type = word(entry, 'keylife-type') ?? 'seconds';
  if (seconds === null && type !== 'kbs') notes.byDefault('child.lifetime');
  return {
    name: entry.name,
    local: selectorsOf(context, 'src'),
    remote: selectorsOf(context, 'dst'),
    proposals:
      written === undefined
        ? null
        : read('esp', written.values, pfs ?? [], (unknown) =>
            notes.cannotTell('child.proposals', `The phase 2 proposal "${unknown}" is not known here.`),
          ),
    pfs,
    protocol: 'esp',
    mode: word(entry, 'encapsulation') === 'transport-mode' ? 'transport' : 'tunnel',
    lifetimeSeconds: type === 'kbs' ? null : (seconds ?? 43_200),
    lifetimeKilobytes: type === 'seconds' ? null : wholeNumber(word(entry, 'keylifekbs')),
    start: passive === true ? 'never' : word(entry, 'auto-negotiate') === 'enable' ? 'at-once' : 'on-traffic',
  };
}

function pfsOf({ entry, notes, firmware }: Phase2Context): readonly string[] | null {
  if (word(entry, 'pfs') === 'disable') return [];
  const groups = groupsOf(entry, firmware);
  if (groups === null) {
    notes.cannotTell(
      'child.pfs',
      'PFS is on, `set dhgrp` of phase 2 is not in the text, and its default differs between versions of FortiOS.',
    );
    return null;
  }
  if ('unknown' in groups) {
    notes.cannotTell('child.pfs', `The DH group "${groups.unknown}" of phase 2 is not known here.`);
    return null;
  }
  if (!entry.settings.has('pfs') || !entry.settings.has('dhgrp')) notes.byDefault('child.pfs');
  return groups.names;
}

function selectorsOf({ entry, notes, addresses }: Phase2Context, side: 'src' | 'dst'): readonly Selector[] {
  const found = networksOf(entry, side, addresses);
  if (found === null) {
    notes.cannotTell(
      'child.selectors',
      `The ${side === 'src' ? 'local' : 'remote'} networks of ${entry.name} are named by an object that the text does not hold as a network.`,
    );
    return [];
  }
  const protocol = wholeNumber(word(entry, 'protocol')) ?? 0;
  const port = wholeNumber(word(entry, `${side}-port`)) ?? 0;
  return found.map((selector) => ({
    ...selector,
    protocol: protocol === 0 ? null : protocol,
    ports: port === 0 ? null : { from: port, to: port },
  }));
}

function networksOf(
  entry: FortiEntry,
  side: 'src' | 'dst',
  addresses: FortiAddresses,
): readonly Selector[] | null {
  const type = word(entry, `${side}-addr-type`) ?? 'subnet';
  const one = (selector: Selector | null): readonly Selector[] | null => selector && [selector];
  if (type === 'name') return addresses.get(word(entry, `${side}-name`) ?? '') ?? null;
  if (type === 'range')
    return one(fromRange(word(entry, `${side}-start-ip`) ?? '', word(entry, `${side}-end-ip`) ?? ''));
  if (type === 'ip') return one(readSelector(word(entry, `${side}-start-ip`) ?? ''));
  if (type.endsWith('6')) return one(readSelector(word(entry, `${side}-subnet6`) ?? '::/0'));
  const subnet = entry.settings.get(`${side}-subnet`);
  return subnet === undefined ? [anyIpv4()] : one(readSelector(subnet.values.join(' ')));
}

/** Subnets, ranges and groups of them; an FQDN or a country is no network. */
export function addressObjects(entries: readonly FortiEntry[]): FortiAddresses {
  const found = new Map<string, readonly Selector[] | null>([['all', [anyIpv4()]]]);
  for (const entry of entries) {
    if (entry.path !== 'firewall address') continue;
    const type = word(entry, 'type') ?? 'ipmask';
    const subnet = entry.settings.get('subnet')?.values.join(' ');
    const selector =
      type === 'iprange'
        ? fromRange(word(entry, 'start-ip') ?? '', word(entry, 'end-ip') ?? '')
        : type === 'ipmask' && subnet !== undefined
          ? readSelector(subnet)
          : null;
    found.set(entry.name, selector && [selector]);
  }
  for (const entry of entries) {
    if (entry.path !== 'firewall addrgrp') continue;
    const members = (entry.settings.get('member')?.values ?? []).map((name) => found.get(name) ?? null);
    found.set(entry.name, members.includes(null) ? null : members.flatMap((one) => one ?? []));
  }
  return found;
}
