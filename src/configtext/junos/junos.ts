// Junos of the SRX series: `set` lines, or the same in braces.

import type { Proposal } from '../../domain/proposal.js';
import { anyIpv4, readSelector, type Selector } from '../../domain/selector.js';
import { dhGroups, proposalFrom, wholeNumber } from '../../domain/settingWords.js';
import type { ChildConfig, MonitorConfig, StartAction } from '../../domain/tunnelConfig.js';
import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import {
  boundedTunnels,
  type ConfigReader,
  type ConfigText,
  type ReadTunnel,
  UnreadLines,
} from '../configText.js';
import { below, type ConfigLine, namesBelow, setting, values } from '../hierarchy.js';
import { gatewayOf } from './gateway.js';
import { isWholeJunos, junosLines } from './lines.js';
import { junosObjects } from './names.js';

export const junos: ConfigReader = { product: 'juniper', recognizes, read };

function recognizes(lines: readonly string[]): number {
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (
    has(
      /\bset (?:\S{1,80} ){0,4}?security (?:ike (?:proposal|policy|gateway)|ipsec (?:proposal|policy|vpn)) /,
    )
  )
    return 100;
  const isBraces = has(/^\s*(?:ike|ipsec|security) \{/) && has(/^\s*(?:gateway|vpn|proposal) \S+ \{/);
  return isBraces && has(/^\s*(?:ike-policy|bind-interface|dh-group|external-interface) \S+;/) ? 95 : 0;
}

function read(lines: readonly string[]): ConfigText {
  const all = junosLines(lines);
  const unread = new UnreadLines();
  const isWhole = isWholeJunos(lines);
  const names = boundedTunnels(namesBelow(all, 'security', 'ipsec', 'vpn'), all.length, unread);
  const tunnels = names.map((name): ReadTunnel => {
    const own = (...path: readonly string[]) => setting(all, 'security', 'ipsec', 'vpn', name, ...path);
    const notes = new Notes(isWhole);
    const gateway = own('ike', 'gateway')?.[0] ?? '';
    const ike = gatewayOf(all, gateway, notes);
    const unit = own('bind-interface')?.[0] ?? null;
    const start = startOf(own('establish-tunnels')?.[0], notes);
    const peer = ike.peer?.kind === 'address' ? ike.peer.address : null;
    const monitor = own('vpn-monitor') === null ? null : monitorOf(all, name, peer);
    const config = tunnelFrom({
      product: 'juniper',
      name,
      disabled: null,
      ike: { ...ike, passive: ike.passive ?? start === 'never' },
      children: childrenOf(all, name, unit, start, notes),
      interface: unit,
      routed: routesInto(all, unit),
      objects: junosObjects(all, name, gateway),
      ...(monitor === null ? {} : { monitor }),
      notes,
    });
    return { config, forIke: null };
  });
  for (const line of all)
    if (!line.used && line.words[0] === 'security' && (line.words[1] === 'ike' || line.words[1] === 'ipsec'))
      if (!ignored.test(line.words.slice(1).join(' ')))
        unread.add(
          line.line,
          line.text,
          'this line is not read',
          line.words[2] === 'vpn' ? (line.words[3] ?? null) : null,
        );
  return { product: 'juniper', tunnels, unread: unread.all() };
}

const ignored =
  /^(?:ike traceoptions|ipsec traceoptions|ike gateway \S+ (?:nat-keepalive)|ipsec vpn \S+ (?:df-bit|copy-outer-dscp|vpn-monitor)|\S+ \S+ \S+ description)/;

/** It pings the peer's gateway where no other address is set, every 10 seconds, and gives up after 10 (Junos, vpn-monitor-options). */
function monitorOf(lines: readonly ConfigLine[], vpn: string, peer: string | null): MonitorConfig {
  below(lines, 'security', 'ipsec', 'vpn', vpn, 'vpn-monitor');
  const options = (key: string) =>
    wholeNumber(setting(lines, 'security', 'ipsec', 'vpn-monitor-options', key)?.[0]);
  return {
    enabled: true,
    destination:
      setting(lines, 'security', 'ipsec', 'vpn', vpn, 'vpn-monitor', 'destination-ip')?.[0] ?? peer,
    child: null,
    profile: null,
    action: null,
    intervalSeconds: options('interval') ?? 10,
    threshold: options('threshold') ?? 10,
  };
}

function startOf(word: string | undefined, notes: Notes): StartAction {
  if (word === undefined) notes.byDefault('child.start');
  if (word === 'immediately') return 'at-once';
  return word?.startsWith('responder-only') ? 'never' : 'on-traffic';
}

function childrenOf(
  lines: readonly ConfigLine[],
  vpn: string,
  unit: string | null,
  start: StartAction,
  notes: Notes,
): readonly ChildConfig[] {
  const policy = setting(lines, 'security', 'ipsec', 'vpn', vpn, 'ike', 'ipsec-policy')?.[0] ?? '';
  const inPolicy = (...path: readonly string[]) =>
    setting(lines, 'security', 'ipsec', 'policy', policy, ...path);
  const keys = inPolicy('perfect-forward-secrecy', 'keys');
  const groups = dhGroups(keys ?? []);
  const pfs = 'names' in groups ? groups.names : null;
  if (pfs === null) notes.cannotTell('child.pfs', 'The DH group of PFS is not known here.');
  const hasPolicy = namesBelow(lines, 'security', 'ipsec', 'policy').includes(policy);
  if (!hasPolicy) notes.cannotTell('child.pfs', `The IPsec policy ${policy} is not in the text.`);
  if (keys === null) notes.byDefault('child.pfs');
  const common: Omit<ChildConfig, 'name' | 'local' | 'remote'> = {
    pfs,
    ...phaseTwo(lines, policy, inPolicy('proposal-set'), pfs ?? [], notes),
    mode: 'tunnel',
    start,
  };
  return networksOf(lines, vpn, unit, notes).map((child) => ({ ...child, ...common }));
}

function phaseTwo(
  lines: readonly ConfigLine[],
  policy: string,
  set: readonly string[] | null,
  pfs: readonly string[],
  notes: Notes,
): Pick<ChildConfig, 'proposals' | 'protocol' | 'lifetimeSeconds' | 'lifetimeKilobytes'> {
  const names = values(lines, 'security', 'ipsec', 'policy', policy, 'proposals');
  const nothing = { proposals: null, protocol: null, lifetimeSeconds: null, lifetimeKilobytes: null };
  if (names.length === 0) {
    notes.cannotTell(
      'child.proposals',
      set === null
        ? `The IPsec policy ${policy} names no proposals in the text.`
        : `The predefined set \`${set.join(' ')}\` differs between versions of Junos.`,
    );
    return nothing;
  }
  const proposals: Proposal[] = [];
  const own = (name: string, key: string) => setting(lines, 'security', 'ipsec', 'proposal', name, key);
  for (const name of names) {
    const protocol = own(name, 'protocol')?.[0] === 'ah' ? 'ah' : 'esp';
    const words = [
      ...(own(name, 'encryption-algorithm') ?? []),
      ...(own(name, 'authentication-algorithm') ?? []),
    ];
    const read = proposalFrom(protocol, words, pfs);
    if (read === null) {
      notes.cannotTell(
        'child.proposals',
        `The IPsec proposal ${name} is not whole in the text, or holds a word that is not known here.`,
      );
      return nothing;
    }
    proposals.push(read);
  }
  const [first = ''] = names;
  const seconds = wholeNumber(own(first, 'lifetime-seconds')?.[0]);
  if (seconds === null) notes.byDefault('child.lifetime');
  return {
    proposals,
    protocol: proposals.some(({ protocol }) => protocol === 'ah') ? 'ah' : 'esp',
    lifetimeSeconds: seconds ?? 3_600,
    lifetimeKilobytes: wholeNumber(own(first, 'lifetime-kilobytes')?.[0]),
  };
}

type Networks = Pick<ChildConfig, 'name' | 'local' | 'remote'>;

function networksOf(
  lines: readonly ConfigLine[],
  vpn: string,
  unit: string | null,
  notes: Notes,
): readonly Networks[] {
  const own = (...path: readonly string[]) => setting(lines, 'security', 'ipsec', 'vpn', vpn, ...path);
  const selector = (words: readonly string[] | null): readonly Selector[] => {
    const read = readSelector(words?.[0] ?? '');
    if (read === null)
      notes.cannotTell('child.selectors', `A network of ${vpn} is not in the text, or is no address.`);
    return read ? [read] : [];
  };
  const named = namesBelow(lines, 'security', 'ipsec', 'vpn', vpn, 'traffic-selector');
  if (named.length > 0)
    return named.map((name) => ({
      name,
      local: selector(own('traffic-selector', name, 'local-ip')),
      remote: selector(own('traffic-selector', name, 'remote-ip')),
    }));
  const local = own('ike', 'proxy-identity', 'local');
  const remote = own('ike', 'proxy-identity', 'remote');
  const service = own('ike', 'proxy-identity', 'service')?.[0];
  if (service !== undefined && service !== 'any')
    notes.cannotTell(
      'child.selectors',
      `The proxy identity is limited to the service ${service}, which is not read.`,
    );
  if (local !== null || remote !== null)
    return [{ name: vpn, local: selector(local), remote: selector(remote) }];
  if (unit === null)
    notes.cannotTell(
      'child.selectors',
      `${vpn} is bound to no interface: security policies decide its networks, which are not read.`,
    );
  return [{ name: vpn, local: [anyIpv4()], remote: [anyIpv4()] }];
}

/** Static routes whose next hop is the tunnel; null when the text holds no static route. */
function routesInto(lines: readonly ConfigLine[], unit: string | null): readonly string[] | null {
  const routes = below(lines, 'routing-options', 'static', 'route');
  if (unit === null || routes.length === 0) return null;
  return routes.flatMap(([network = '', verb, hop]) =>
    verb === 'next-hop' && hop === unit ? [network] : [],
  );
}
