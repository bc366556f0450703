// Which template each object of a configuration came from: gateway, profiles, interface and tunnel need not come from the same one.

import { type SettingName, settingNames } from '../../domain/tunnelConfig.js';
import type { ObjectNames } from '../../products/product.js';
import { placeIn } from '../../products/words.js';
import type { Marks, NetworkWords } from './configWords.js';
import { entryName, findAll, list } from './words.js';
import type { XmlNode } from './xml.js';

export type ObjectKind =
  | 'tunnel'
  | 'gateway'
  | 'ike-profile'
  | 'ipsec-profile'
  | 'monitor-profile'
  | 'interface'
  | 'router';

/** Where an object stands. `template`: null for the firewall's own. `overrides`: the template whose object it replaces. */
interface Origin {
  readonly template: string | null;
  readonly overrides: string | null;
}

/** Null for an object that the configuration does not hold. */
export type OriginOf = (kind: ObjectKind, name: string) => Origin | null;

const own: Origin = { template: null, overrides: null };
export const itsOwn: OriginOf = () => own;

const paths: readonly (readonly [ObjectKind, ...string[]])[] = [
  ['tunnel', 'tunnel', 'ipsec'],
  ['gateway', 'ike', 'gateway'],
  ['ike-profile', 'ike', 'crypto-profiles', 'ike-crypto-profiles'],
  ['ipsec-profile', 'ike', 'crypto-profiles', 'ipsec-crypto-profiles'],
  ['monitor-profile', 'profiles', 'monitor-profile'],
  ['interface', 'interface', 'tunnel', 'units'],
  ['router', 'virtual-router'],
  ['router', 'logical-router'],
];

export function marksIn(network: XmlNode): Marks {
  return new Map(
    paths.flatMap(([kind, ...path]) =>
      list(network, 'entry', ...path).map(
        (entry) => [`${kind} ${entryName(entry)}`, templateOf(entry)] as const,
      ),
    ),
  );
}

/** Panorama marks what it pushed on the entry or on what is inside it: `ptpl="template"`, `src="tpl"`. */
function templateOf(entry: XmlNode): string | null {
  const marked = findAll(
    entry,
    (node) => node.attributes.ptpl !== undefined || node.attributes.src === 'tpl',
  )[0];
  return marked === undefined ? null : (marked.attributes.ptpl ?? unnamed);
}

const unnamed = 'Panorama';
/** Profiles of this name come with the firewall. */
const builtIn = 'default';

/**
 * @param local what stands in the firewall's own configuration; null where that was not read
 * @param candidate the marked candidate configuration, empty where it was not read
 */
export function originsOf(merged: NetworkWords, local: NetworkWords | null, candidate: Marks): OriginOf {
  return (kind, name) => {
    const key = `${kind} ${name}`;
    if (!merged.marks.has(key)) return null;
    const marked = merged.marks.get(key) ?? candidate.get(key) ?? null;
    if (local?.marks.has(key)) return { template: null, overrides: marked };
    if (marked !== null) return { template: marked, overrides: null };
    // In a marked reply an object without a mark is the firewall's own; one that it does not hold was pushed by somebody.
    return candidate.has(key) || name === builtIn ? own : { template: unnamed, overrides: null };
  };
}

/** Which object a setting belongs to; all others are settings of the gateway. */
const kindOf: Readonly<Partial<Record<SettingName, ObjectKind>>> = {
  'ike.proposals': 'ike-profile',
  'ike.lifetime': 'ike-profile',
  'child.proposals': 'ipsec-profile',
  'child.pfs': 'ipsec-profile',
  'child.lifetime': 'ipsec-profile',
  'child.mode': 'ipsec-profile',
  'child.selectors': 'tunnel',
  monitor: 'tunnel',
  'monitor.destination': 'tunnel',
  'monitor.action': 'monitor-profile',
  tunnel: 'tunnel',
  'tunnel.interface': 'tunnel',
  'tunnel.zone': 'interface',
  'tunnel.address': 'interface',
  'tunnel.mtu': 'interface',
  'tunnel.router': 'interface',
  route: 'router',
};

export interface Placed {
  readonly places: Readonly<Partial<Record<SettingName, string>>>;
  /** The templates that the tunnel is made of, null when all of it is the firewall's own. */
  readonly managedBy: string | null;
}

/** @param names the objects of one tunnel, by kind */
export function placeObjects(
  names: Readonly<Partial<Record<ObjectKind, string | null>>>,
  others: ObjectNames,
  ikeVersion: 1 | 2,
  originOf: OriginOf,
): Placed {
  const ofTunnel = originOf('tunnel', names.tunnel ?? '') ?? own;
  const origin = (kind: ObjectKind): Origin => {
    const name = names[kind];
    return (name ? originOf(kind, name) : null) ?? ofTunnel;
  };
  const kinds: readonly ObjectKind[] = ['tunnel', 'gateway', 'ike-profile', 'ipsec-profile'];
  const templates = [...new Set(kinds.flatMap((kind) => origin(kind).template ?? []))];
  const byTemplate = new Map<string | null, ObjectNames>();
  const namesUnder = (template: string | null): ObjectNames => {
    const known = byTemplate.get(template) ?? { ...names, ...others, template };
    byTemplate.set(template, known);
    return known;
  };
  const places = settingNames.flatMap((setting) => {
    const at =
      setting === 'policy'
        ? { template: templates[0] ?? null, overrides: null }
        : origin(kindOf[setting] ?? 'gateway');
    const place = placeIn('panos', setting, { names: namesUnder(at.template), ikeVersion });
    if (place === null) return [];
    return [
      [setting, at.overrides === null ? place : `${place} (here it overrides the template ${at.overrides})`],
    ];
  });
  return {
    places: Object.fromEntries(places) as Placed['places'],
    managedBy: templates.length > 0 ? templates.join(', ') : null,
  };
}
