// `tunnel N`, `vti` and `esp-group` of VyOS → children in neutral words.

import { anyIpv4, readSelector, type Selector } from '../../domain/selector.js';
import { wholeNumber } from '../../domain/settingWords.js';
import { readDhGroupName } from '../../domain/transforms.js';
import type { ChildConfig, IkeGatewayConfig, StartAction } from '../../domain/tunnelConfig.js';
import type { Notes } from '../../vendors/tunnelDraft.js';
import { mostChildren } from '../configText.js';
import { below, namesBelow, setting, values } from '../hierarchy.js';
import { isPassed, type VyosText } from './lines.js';
import { cutHere, peers, waits } from './phase1.js';
import { espProposals, firstIkeGroup } from './proposals.js';

export function childrenOf(
  text: VyosText,
  peer: string,
  ike: IkeGatewayConfig,
  notes: Notes,
): readonly ChildConfig[] {
  const { lines } = text;
  const path = [...peers, peer];
  const start = startOf(text, peer, ike, notes);
  const standard = setting(lines, ...path, 'default-esp-group')?.[0];
  const group = (...rest: readonly string[]) =>
    setting(lines, ...path, ...rest, 'esp-group')?.[0] ?? standard;
  const all = namesBelow(lines, ...path, 'tunnel');
  if (all.length > mostChildren)
    notes.cannotTell('child.selectors', `Only the first ${mostChildren} tunnels of the peer are read.`);
  const numbers = all
    .slice(0, mostChildren)
    .filter((number) => setting(lines, ...path, 'tunnel', number, 'disable') === null);
  if (numbers.length === 0 && setting(lines, ...path, 'vti', 'bind') !== null)
    return [
      { name: peer, ...routed(text, path, notes), ...phaseTwo(text, peer, group('vti'), notes), start },
    ];
  if (numbers.length === 0)
    notes.cannotTell('child.selectors', `The peer ${peer} has neither a tunnel nor a vti in the text.`);
  return (numbers.length === 0 ? [null] : numbers).map((number) => {
    const rest = number === null ? [] : ['tunnel', number];
    const phase = phaseTwo(text, peer, group(...rest), notes);
    const networks =
      number === null
        ? { local: [], remote: [] }
        : networksOf(text, [...path, ...rest], phase.mode, ike, notes);
    return { name: number ?? peer, ...networks, ...phase, start };
  });
}

/** All networks, unless the interface is limited to some (VyOS 1.5). */
function routed(
  { lines }: VyosText,
  path: readonly string[],
  notes: Notes,
): Pick<ChildConfig, 'local' | 'remote'> {
  const side = (name: 'local' | 'remote'): readonly Selector[] => {
    const written = values(lines, ...path, 'vti', 'traffic-selector', name, 'prefix');
    const read = written.map(readSelector);
    if (read.includes(null)) notes.cannotTell('child.selectors', `A ${name} traffic selector is no network.`);
    return written.length === 0 ? [anyIpv4()] : read.flatMap((one) => one ?? []);
  };
  return { local: side('local'), remote: side('remote') };
}

type PhaseTwo = Omit<ChildConfig, 'name' | 'local' | 'remote' | 'start'>;

/** Defaults of vyos-1x, interface-definitions/vpn_ipsec.xml.in: tunnel mode, an hour, PFS with the group of phase 1. */
function phaseTwo(text: VyosText, peer: string, group: string | undefined, notes: Notes): PhaseTwo {
  const { lines } = text;
  const path = ['vpn', 'ipsec', 'esp-group', group ?? ''];
  if (group === undefined || !namesBelow(lines, 'vpn', 'ipsec', 'esp-group').includes(group)) {
    const why =
      group === undefined
        ? `The peer ${peer} names no esp-group in the text.`
        : `The esp-group ${group} is not in the text.`;
    for (const name of ['child.proposals', 'child.pfs', 'child.lifetime', 'child.mode'] as const)
      notes.cannotTell(name, why);
    return {
      proposals: null,
      pfs: null,
      protocol: 'esp',
      mode: null,
      lifetimeSeconds: null,
      lifetimeKilobytes: null,
    };
  }
  const own = (key: string) => setting(lines, ...path, key)?.[0];
  const unset = (name: 'child.pfs' | 'child.lifetime' | 'child.mode', key: string) =>
    isPassed(text, path, key) ? notes.byDefault(name) : notes.cannotTell(name, cutHere);
  for (const [name, key] of [
    ['child.pfs', 'pfs'],
    ['child.lifetime', 'lifetime'],
    ['child.mode', 'mode'],
  ] as const)
    if (own(key) === undefined) unset(name, key);
  const pfs = pfsOf(text, own('pfs') ?? 'enable', setting(lines, ...peers, peer, 'ike-group')?.[0] ?? '');
  if (pfs === null) notes.cannotTell('child.pfs', 'The DH group that PFS takes is not told in the text.');
  const bytes = wholeNumber(own('life-bytes'));
  return {
    proposals: espProposals(text, group, pfs ?? [], notes),
    pfs,
    protocol: 'esp',
    mode: own('mode') === 'transport' ? 'transport' : 'tunnel',
    lifetimeSeconds: wholeNumber(own('lifetime')) ?? 3_600,
    lifetimeKilobytes: bytes === null ? null : Math.floor(bytes / 1024),
  };
}

function pfsOf(text: VyosText, written: string, ikeGroup: string): readonly string[] | null {
  if (written === 'disable') return [];
  const name = written === 'enable' ? firstIkeGroup(text, ikeGroup) : readDhGroupName(written);
  return name === null ? null : [name];
}

function startOf(text: VyosText, peer: string, ike: IkeGatewayConfig, notes: Notes): StartAction {
  const type = setting(text.lines, ...peers, peer, 'connection-type')?.[0];
  if (waits(peer, ike.peer, type)) return 'never';
  if (type === undefined)
    if (isPassed(text, [...peers, peer], 'connection-type')) notes.byDefault('child.start');
    else notes.cannotTell('child.start', cutHere);
  return type === 'respond' ? 'on-traffic' : 'at-once';
}

const protocols: Readonly<Record<string, number | null>> = {
  all: null,
  icmp: 1,
  tcp: 6,
  udp: 17,
  gre: 47,
  ah: 51,
};

/** In transport mode the ends themselves are what is protected; `local prefix` is `local subnet` or `local-subnet` in older ones. */
function networksOf(
  text: VyosText,
  path: readonly string[],
  mode: ChildConfig['mode'],
  ike: IkeGatewayConfig,
  notes: Notes,
): Pick<ChildConfig, 'local' | 'remote'> {
  const { lines } = text;
  const word = setting(lines, ...path, 'protocol')?.[0] ?? 'all';
  const protocol = protocols[word] ?? (word in protocols ? null : wholeNumber(word));
  if (protocol === null && protocols[word] === undefined)
    notes.cannotTell(
      'child.selectors',
      `The tunnel is limited to the protocol ${word}, which is not known here.`,
    );
  const side = (name: 'local' | 'remote', address: string | null): readonly Selector[] => {
    const written = [
      ...values(lines, ...path, name, 'prefix'),
      ...values(lines, ...path, name, 'subnet'),
      ...values(lines, ...path, `${name}-subnet`),
    ];
    const port = setting(lines, ...path, name, 'port')?.[0];
    const number = wholeNumber(port);
    const ports = number === null ? null : { from: number, to: number };
    if (port !== undefined && ports === null)
      notes.cannotTell(
        'child.selectors',
        `The tunnel is limited to the port ${port}, which is not known here.`,
      );
    const own = mode === 'transport' ? (address === null ? [] : [address]) : written;
    const read = own.map((one) => (one === 'any' ? anyIpv4() : readSelector(one)));
    if (read.length === 0 || read.includes(null))
      notes.cannotTell(
        'child.selectors',
        `The ${name} networks of the tunnel are not in the text, or are no addresses.`,
      );
    return read.flatMap((one) => (one ? [{ ...one, protocol, ports }] : []));
  };
  return {
    local: side('local', ike.localAddress),
    remote: side('remote', ike.peer?.kind === 'address' ? ike.peer.address : null),
  };
}

/** Static routes into the interface, by its name or by a next hop in its network; null where the text does not tell. */
export function routesInto({ lines }: VyosText, unit: string | null): readonly string[] | null {
  if (unit === null) return null;
  const routes = below(lines, 'protocols', 'static');
  const [address = ''] = setting(lines, 'interfaces', 'vti', unit, 'address') ?? [];
  const network = readSelector(address);
  const found: string[] = [];
  for (const [kind = '', to = '', how = '', by = ''] of routes) {
    if (!/^(?:route6?|interface-route6?)$/.test(kind) || by === '') continue;
    const hop = how === 'next-hop' ? readSelector(by) : null;
    if (hop && network === null) return null;
    const isInside = hop && network && hop.start >= network.start && hop.end <= network.end;
    if (by === unit || isInside) found.push(to);
  }
  return routes.length === 0 ? null : [...new Set(found)];
}
