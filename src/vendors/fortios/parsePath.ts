// Replies about interfaces, routes and firewall policies in FortiOS's own words.

import { type Row, row, rows, text, truth, wholeNumber } from './words.js';

export interface InterfaceWords {
  readonly name: string;
  readonly address: string | null;
  /** Of a tunnel: down while it has no SA, and when it is set down. */
  readonly link: boolean | null;
}

/** `monitor/system/interface?interface_name=…`: an object by interface (captured from FortiOS 6 and 7). */
export function parseInterface(results: unknown, name: string): InterfaceWords | null {
  const found = row(row(results)?.[name]);
  if (found === null) return null;
  const address = text(found, 'ip')?.split(' ')[0] ?? null;
  return { name, address: address === '0.0.0.0' ? null : address, link: truth(found, 'link') };
}

export interface LookupWords {
  /** False only where the device says that there is no route. */
  readonly success: boolean | null;
  readonly interface: string | null;
  readonly gateway: string | null;
}

/** A route to nowhere is a route to the device, and no way for a packet. */
const nowhere = /^(?:null|blackhole)$/i;

/** `monitor/router/lookup`: one route; versions with equal paths list them under `entries` and tell the first. */
export function parseLookup(results: unknown): LookupWords {
  const told = row(results) ?? {};
  const first = rows(told.entries)?.[0] ?? told;
  const gateway = text(first, 'gateway') ?? text(told, 'gateway');
  const unit = text(first, 'interface') ?? text(told, 'interface');
  if (unit !== null && nowhere.test(unit)) return { success: false, interface: null, gateway: null };
  return {
    success: truth(told, 'success'),
    interface: unit,
    gateway: gateway === '0.0.0.0' || gateway === '::' ? null : gateway,
  };
}

export interface RouteWords {
  readonly network: string;
  readonly type: string;
  readonly interface: string | null;
}

/** `monitor/router/ipv4`: routes in force. */
export function parseRoutes(told: readonly Row[]): readonly RouteWords[] {
  return told.flatMap((one): readonly RouteWords[] => {
    const network = text(one, 'ip_mask');
    if (network === null) return [];
    return [{ network, type: text(one, 'type') ?? '', interface: text(one, 'interface') }];
  });
}

export interface PolicyWords {
  readonly id: number;
  readonly name: string | null;
  readonly action: string | null;
  readonly translates: boolean | null;
}

/** `cmdb/firewall/policy`. */
export function parsePolicies(told: readonly Row[]): readonly PolicyWords[] {
  return told.flatMap((one): readonly PolicyWords[] => {
    const id = wholeNumber(one, 'policyid');
    if (id === null) return [];
    return [{ id, name: text(one, 'name'), action: text(one, 'action'), translates: truth(one, 'nat') }];
  });
}

export interface PolicyLookupWords {
  /** False: no policy matches. */
  readonly matches: boolean | null;
  readonly id: number | null;
  readonly action: string | null;
}

/** `monitor/firewall/policy-lookup`: the device tries a packet against its policies and sends none. */
export function parsePolicyLookup(results: unknown): PolicyLookupWords {
  const told = row(results) ?? {};
  const success = truth(told, 'success');
  return {
    matches: success === false ? false : truth(told, 'match'),
    id: wholeNumber(told, 'policy_id'),
    action: text(told, 'policy_action'),
  };
}

export interface PolicyRouteWords {
  readonly number: number;
  readonly enabled: boolean;
  readonly forwards: boolean;
  readonly interface: string | null;
}

/** `cmdb/router/policy`: asked before the routing table. */
export function parsePolicyRoutes(told: readonly Row[]): readonly PolicyRouteWords[] {
  return told.map((one) => ({
    number: wholeNumber(one, 'seq-num') ?? 0,
    enabled: truth(one, 'status') !== false,
    forwards: text(one, 'action') !== 'deny',
    interface: text(one, 'output-device'),
  }));
}

/** A rule for what ends on the device itself. */
export interface LocalInWords {
  readonly id: number;
  readonly allows: boolean;
  /** Names; empty where it names none. */
  readonly interfaces: readonly string[];
  readonly sources: readonly string[];
  readonly services: readonly string[];
}

/** `cmdb/firewall/local-in-policy`: those that are enabled, in the order in which they are asked. */
export function parseLocalIn(told: readonly Row[]): readonly LocalInWords[] {
  return told.flatMap((one): readonly LocalInWords[] => {
    if (truth(one, 'status') === false) return [];
    return [
      {
        id: wholeNumber(one, 'policyid') ?? 0,
        allows: text(one, 'action') === 'accept',
        // A name in older versions, a list since 7.4.
        interfaces: namesIn(one, 'intf'),
        sources: namesIn(one, 'srcaddr'),
        services: namesIn(one, 'service'),
      },
    ];
  });
}

function namesIn(one: Row, field: string): readonly string[] {
  const named = text(one, field);
  return rows(one[field])?.flatMap((each) => text(each, 'name') ?? []) ?? (named === null ? [] : [named]);
}
