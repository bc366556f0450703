// Replies about interfaces, routes and sessions in PAN-OS's own words.

import { child, findAll, members, rows, text, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

export interface InterfaceWords {
  readonly name: string;
  /** `N/A` and the empty text mean that none is assigned. */
  readonly zone: string | null;
  readonly router: string | null;
  readonly address: string | null;
  /** The link word of a hardware interface; tunnel interfaces have none. */
  readonly state: string | null;
}

/** `show interface tunnel.1`: the logical part stands under `ifnet`. */
export function parseInterface(result: XmlNode): InterfaceWords | null {
  const logical = child(result, 'ifnet');
  const name = text(logical, 'name');
  if (!logical || name === null) return null;
  return {
    name,
    zone: assigned(text(logical, 'zone')),
    router: assigned(
      text(logical, 'vr') ?? text(logical, 'lr') ?? text(logical, 'fwd')?.replace(/^(vr|lr):/, '') ?? null,
    ),
    address: members(logical, 'addr')[0] ?? assigned(text(logical, 'ip')),
    state: text(result, 'hw', 'state') ?? text(logical, 'state'),
  };
}

function assigned(word: string | null): string | null {
  return word === null || word === 'N/A' ? null : word;
}

export interface FibWords {
  /** `ip`, `interface` …; `discard`, `none` and the like have no interface. */
  readonly kind: string | null;
  readonly nextHop: string | null;
  readonly interface: string | null;
}

export function parseFib(result: XmlNode): FibWords {
  return { kind: text(result, 'nh'), nextHop: text(result, 'ip'), interface: text(result, 'interface') };
}

export interface SessionWords {
  readonly application: string | null;
  readonly protocol: number | null;
  readonly port: number | null;
  readonly state: string | null;
  readonly rule: string | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly ingress: string | null;
  readonly egress: string | null;
}

export function parseSessions(result: XmlNode): readonly SessionWords[] {
  return rows(result, 'source', 'dst', 'state').map((row) => ({
    application: text(row, 'application'),
    protocol: wholeNumber(row, 'proto'),
    port: wholeNumber(row, 'dport'),
    state: text(row, 'state'),
    rule: text(row, 'security-rule'),
    source: text(row, 'source'),
    destination: text(row, 'dst'),
    from: text(row, 'from'),
    to: text(row, 'to'),
    ingress: text(row, 'ingress'),
    egress: text(row, 'egress'),
  }));
}

/** `show routing route`: destinations of rows that are no connected or host route. */
export function parseRoutes(result: XmlNode): readonly string[] {
  return rows(result, 'destination', 'flags').flatMap((row) => {
    const flags = text(row, 'flags')?.split(/\s+/) ?? [];
    const destination = text(row, 'destination');
    return destination === null || flags.includes('C') || flags.includes('H') ? [] : [destination];
  });
}

export interface ForwardingWords {
  readonly rule: string;
  readonly words: readonly string[];
}

/**
 * `show pbf rule all`. The table has columns Rule, ID, Rule State, Action, Egress IF/VSYS, NextHop and NextHop Status; sources name
 * their elements differently, so a row is its name and all words in it.
 */
export function parseForwarding(result: XmlNode): readonly ForwardingWords[] {
  return findAll(result, (node) => node.name === 'entry').map((row) => ({
    rule: row.attributes.name ?? text(row, 'name') ?? text(row, 'rule') ?? 'a rule without a name',
    words: findAll(row, (node) => node.children.length === 0).flatMap((leaf) => text(leaf) ?? []),
  }));
}

/**
 * `test security-policy-match`: rows with `action`, on older versions only the name and the index as text. No row: no rule matches,
 * and the firewall drops between zones by its default. Null when the action is not told.
 */
export function parseSecurityMatch(
  result: XmlNode,
): { readonly rule: string | null; readonly allowed: boolean } | null {
  const [row] = findAll(result, (node) => node.name === 'entry');
  if (!row) return { rule: null, allowed: false };
  const action = text(row, 'action');
  if (action === null) return null;
  return { rule: row.attributes.name ?? null, allowed: action === 'allow' };
}

/** `test nat-policy-match`: the name of the rule, or no row. */
export function parseNatMatch(result: XmlNode): string | null {
  const [row] = findAll(result, (node) => node.name === 'entry');
  return row ? (row.attributes.name ?? text(row)?.split(';')[0] ?? null) : null;
}
