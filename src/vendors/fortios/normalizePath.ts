// Routes and policies of FortiOS → how packets of a tunnel travel; pure.

import type { InnerPolicy, PolicyRoute, RouteHop } from '../../domain/path.js';
import { addressText, contains, isAny, readSelector, type Selector } from '../../domain/selector.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type {
  LocalInWords,
  LookupWords,
  PolicyLookupWords,
  PolicyRouteWords,
  PolicyWords,
  RouteWords,
} from './parsePath.js';

export function hopOf(destination: string, found: LookupWords): RouteHop {
  if (found.interface !== null)
    return { destination, interface: found.interface, nextHop: found.gateway, found: true };
  // Only its own word that there is none is "no route".
  return { destination, interface: null, nextHop: null, found: found.success === false ? false : null };
}

/** An address to look up, and the network that it stands for. */
export interface Target {
  readonly address: string;
  readonly shown: string;
}

/**
 * One host of each remote network. A selector for everything says nothing of routes: then the networks that are routed into the
 * tunnel count, by its configuration or by the routes in force.
 */
export function remoteTargets(tunnel: TunnelConfig, routes: readonly RouteWords[]): readonly Target[] {
  const selectors = hostsOf(tunnel.children.flatMap((child) => child.remote));
  if (selectors.length > 0) return selectors;
  const written = tunnel.routed ?? [];
  const routed = written.length > 0 ? written : routedInto(tunnel.interface, routes);
  return routed.flatMap((network): readonly Target[] => {
    const selector = readSelector(network);
    return selector && !isAny(selector) ? [{ address: firstHost(selector), shown: network }] : [];
  });
}

/** Whether the routes in force are needed to name the remote networks. */
export function needsRoutes(tunnel: TunnelConfig): boolean {
  return (
    hostsOf(tunnel.children.flatMap((child) => child.remote)).length === 0 &&
    (tunnel.routed ?? []).length === 0
  );
}

/** A host behind this end, where its selectors name one. */
export function localHost(tunnel: TunnelConfig): string | null {
  return hostsOf(tunnel.children.flatMap((child) => child.local))[0]?.address ?? null;
}

function hostsOf(selectors: readonly Selector[]): readonly Target[] {
  const hosts = selectors.filter((one) => !isAny(one)).map(firstHost);
  return [...new Set(hosts)].map((address) => ({ address, shown: address }));
}

function routedInto(unit: string | null, routes: readonly RouteWords[]): readonly string[] {
  return routes.flatMap((route) =>
    unit !== null && route.interface === unit && route.type !== 'connect' ? [route.network] : [],
  );
}

function firstHost(selector: Selector): string {
  const inside = selector.end > selector.start ? selector.start + 1n : selector.start;
  return addressText(selector.family, inside);
}

/** Enabled policy routes that forward into the tunnel. */
export function policyRoutesInto(
  unit: string | null,
  rules: readonly PolicyRouteWords[],
): readonly PolicyRoute[] {
  return rules.flatMap((rule) =>
    unit !== null && rule.interface === unit && rule.enabled && rule.forwards
      ? [{ rule: `policy route ${rule.number}`, interface: unit }]
      : [],
  );
}

/** `7 (branch to headquarters)`. */
function policyName(id: number, policies: readonly PolicyWords[]): string {
  const name = policies.find((one) => one.id === id)?.name ?? null;
  return name === null ? `${id}` : `${id} (${name})`;
}

export interface PolicyVerdict extends Pick<InnerPolicy, 'rule' | 'allowed'> {
  /** The policy that would translate the source; null when it does not, or the policies could not be read. */
  readonly translatedBy: string | null;
}

/** Id 0 is the implicit rule, which denies. Null: the answer tells neither a policy nor that there is none. */
export function verdictOf(
  { matches, id, action }: PolicyLookupWords,
  policies: readonly PolicyWords[],
): PolicyVerdict | null {
  if (matches === false || id === 0) return { rule: null, allowed: false, translatedBy: null };
  if (id === null) return null;
  const written = policies.find((one) => one.id === id);
  const does = action ?? written?.action ?? null;
  if (does === null) return null;
  const rule = policyName(id, policies);
  return {
    rule,
    allowed: does === 'accept' || does === 'ipsec',
    translatedBy: written?.translates === true ? rule : null,
  };
}

/** Whether a rule is about IKE of a peer; null where an object of it is not known here. */
type Covers = boolean | null;

/**
 * FortiOS answers IKE itself unless a rule for what ends on the device denies it; the first that is about it decides.
 * @param networks of the address objects, null for one that is no network
 * @returns the rule, or null where none is about it; `undecided` where nobody can tell which
 */
export function localInFor(
  rules: readonly LocalInWords[],
  { peer, outside }: { readonly peer: string; readonly outside: string },
  networks: ReadonlyMap<string, readonly Selector[] | null>,
): { readonly rule: LocalInWords | null } | { readonly undecided: number } {
  const host = readSelector(peer);
  for (const rule of rules) {
    if (!isAbout(rule.interfaces, outside)) continue;
    const services = any(rule.services.map(isIke));
    const sources = any(rule.sources.map((name) => holds(networks.get(name) ?? null, name, host)));
    if (services === false || sources === false) continue;
    if (services === null || sources === null) return { undecided: rule.id };
    return { rule };
  }
  return { rule: null };
}

function isAbout(interfaces: readonly string[], outside: string): boolean {
  return interfaces.length === 0 || interfaces.includes('any') || interfaces.includes(outside);
}

/** The services that come with FortiOS; one of its own name may hold anything. */
function isIke(service: string): Covers {
  if (service === 'ALL' || service === 'IKE') return true;
  return /^(?:ALL_(?:TCP|ICMP6?)|ESP|AH|GRE|PING|SSH|HTTPS?|SNMP|BGP|OSPF|DNS|NTP|TELNET|FTP)$/.test(service)
    ? false
    : null;
}

function holds(networks: readonly Selector[] | null, name: string, host: Selector | null): Covers {
  if (name === 'all') return true;
  return networks === null || host === null ? null : networks.some((one) => contains(one, host));
}

function any(all: readonly Covers[]): Covers {
  return all.includes(true) ? true : all.includes(null) ? null : false;
}
