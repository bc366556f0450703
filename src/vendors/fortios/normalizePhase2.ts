// `config vpn ipsec phase2-interface` of FortiOS, from a text or as its API tells it → one child in neutral words.

import { anyIpv4, fromRange, readSelector, type Selector } from '../../domain/selector.js';
import { wholeNumber } from '../../domain/settingWords.js';
import type { ChildConfig } from '../../domain/tunnelConfig.js';
import type { Notes } from '../tunnelDraft.js';
import { type FortiOrigin, type FortiSettings, word } from './configObject.js';
import { groupsOf, read } from './normalizePhase1.js';

/** Names of `config firewall address` and its groups → their networks; null for one that is no network. */
export type FortiAddresses = ReadonlyMap<string, readonly Selector[] | null>;

export interface Phase2Context {
  readonly entry: FortiSettings;
  readonly origin: FortiOrigin;
  readonly notes: Notes;
  readonly firmware: number | null;
  readonly addresses: FortiAddresses;
  readonly passive: boolean | null;
}

export function phaseTwo(context: Phase2Context): ChildConfig {
  const { entry, notes, passive, origin } = context;
  const pfs = pfsOf(context);
  const written = entry.settings.get('proposal');
  if (written === undefined)
    notes.cannotTell('child.proposals', `\`set proposal\` of phase 2 is not in ${origin.where}.`);
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

function pfsOf({ entry, notes, firmware, origin }: Phase2Context): readonly string[] | null {
  if (word(entry, 'pfs') === 'disable') return [];
  const groups = groupsOf(entry, firmware);
  if (groups === null) {
    notes.cannotTell(
      'child.pfs',
      `PFS is on, \`set dhgrp\` of phase 2 is not in ${origin.where}, and its default differs between versions of FortiOS.`,
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

function selectorsOf(
  { entry, notes, addresses, origin }: Phase2Context,
  side: 'src' | 'dst',
): readonly Selector[] {
  const found = networksOf(entry, side, addresses);
  if (found === null) {
    notes.cannotTell(
      'child.selectors',
      `The ${side === 'src' ? 'local' : 'remote'} networks of ${entry.name} are named by an object that is no network in ${origin.where}.`,
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
  entry: FortiSettings,
  side: 'src' | 'dst',
  addresses: FortiAddresses,
): readonly Selector[] | null {
  const type = word(entry, `${side}-addr-type`) ?? 'subnet';
  // `subnet6`, `range6`, `ip6`, `name6`: the same settings with a 6 behind their names.
  const six = type.endsWith('6') ? '6' : '';
  const written = (name: string): string => word(entry, `${side}-${name}${six}`) ?? '';
  const one = (selector: Selector | null): readonly Selector[] | null => selector && [selector];
  if (type.startsWith('name')) return addresses.get(written('name')) ?? null;
  if (type.startsWith('range')) return one(fromRange(written('start-ip'), written('end-ip')));
  if (type.startsWith('ip')) return one(readSelector(written('start-ip')));
  if (six !== '') return one(readSelector(word(entry, `${side}-subnet6`) ?? '::/0'));
  const subnet = entry.settings.get(`${side}-subnet`);
  return subnet === undefined ? [anyIpv4()] : one(readSelector(subnet.values.join(' ')));
}

/** Objects of `config firewall address` and of `addrgrp`, those of IPv6 among them. */
export interface AddressTables {
  readonly addresses: readonly FortiSettings[];
  readonly groups: readonly FortiSettings[];
}

/** Groups within groups are followed so far; deeper ones, and those in a circle, are no network. */
const deepest = 8;

/** Subnets, ranges and groups of them; an FQDN or a country is no network. */
export function addressObjects({ addresses, groups }: AddressTables): FortiAddresses {
  const found = new Map<string, readonly Selector[] | null>([['all', [anyIpv4()]]]);
  for (const entry of addresses) {
    const selector = networkOf(entry);
    found.set(entry.name, selector && [selector]);
  }
  const byName = new Map(groups.map((group) => [group.name, group]));
  const membersOf = (name: string, depth: number): readonly Selector[] | null => {
    const group = byName.get(name);
    if (group === undefined) return found.get(name) ?? null;
    if (depth > deepest) return null;
    const members = (group.settings.get('member')?.values ?? []).map((one) => membersOf(one, depth + 1));
    return members.includes(null) ? null : members.flatMap((one) => one ?? []);
  };
  return new Map([...found, ...groups.map(({ name }) => [name, membersOf(name, 0)] as const)]);
}

function networkOf(entry: FortiSettings): Selector | null {
  const type = word(entry, 'type') ?? 'ipmask';
  if (type === 'iprange') return fromRange(word(entry, 'start-ip') ?? '', word(entry, 'end-ip') ?? '');
  const written = entry.settings.get('subnet') ?? entry.settings.get('ip6');
  const isNetwork = type === 'ipmask' || type === 'ipprefix' || type === 'interface-subnet';
  return isNetwork && written !== undefined ? readSelector(written.values.join(' ')) : null;
}
