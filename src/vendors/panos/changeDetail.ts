// What a row of the configuration log says of values before and after: only settings that we know by name, and never a key.

import type { ComparedSetting, SettingDifference } from '../../domain/knownGood.js';
import type { XmlNode } from './xml.js';

/**
 * The fields are known, the form inside is not: no capture shows one. Elements, elements as text, the braces of the command line and
 * `set` lines are read alike; what is in none of these tells nothing.
 */
export interface ChangeDetail {
  readonly settings: readonly SettingDifference[];
  /** A key was changed, or may have been: the path or a value that was left out belongs to one. */
  readonly keys: boolean;
}

/** A value with the names on the way to it. */
interface Leaf {
  readonly path: string;
  readonly value: string;
}

const longestDetail = 64 * 1024;
const mostLeaves = 500;

/** What is left out on purpose, wherever it stands. */
const aboutKeys =
  /(^|[\s/])(pre-shared-key|psk|ppk[\w-]*|private-key|secret[\w-]*|passphrase|authentication)(\/|\s|$)/;

/** By the end of the path; the first that fits. The place tells profiles apart that use the same words. */
const known: readonly (readonly [place: RegExp | null, path: RegExp, setting: ComparedSetting])[] = [
  [null, /(^|\/)local-id\/(id|type)$/, 'ike.local-id'],
  [null, /(^|\/)peer-id\/(id|type)$/, 'ike.peer-id'],
  [null, /(^|\/)peer-address\/(ip|fqdn|dynamic)$/, 'ike.peer-address'],
  [null, /(^|\/)local-address\/(ip|interface)$/, 'ike.local-address'],
  [null, /(^|\/)protocol\/version$/, 'ike.version'],
  [null, /(^|\/)exchange-mode$/, 'ike.exchange-mode'],
  [null, /(^|\/)passive-mode$/, 'ike.passive'],
  [null, /(^|\/)nat-traversal\/enable$/, 'ike.nat-traversal'],
  [null, /(^|\/)fragmentation\/enable$/, 'ike.fragmentation'],
  [null, /(^|\/)dpd\/(enable|interval|retry)$/, 'ike.dpd'],
  [null, /(^|\/)ike-crypto-profile$/, 'ike.proposals'],
  [null, /(^|\/)ipsec-crypto-profile$/, 'child.proposals'],
  [/ike-crypto-profiles/, /(^|\/)(encryption|hash|dh-group)$/, 'ike.proposals'],
  [/ike-crypto-profiles/, /(^|\/)lifetime\/\w+$/, 'ike.lifetime'],
  [/ipsec-crypto-profiles/, /(^|\/)(esp|ah)\/(encryption|authentication)$/, 'child.proposals'],
  [/ipsec-crypto-profiles/, /(^|\/)dh-group$/, 'child.pfs'],
  [/ipsec-crypto-profiles/, /(^|\/)(lifetime|lifesize)\/\w+$/, 'child.lifetime'],
  [/tunnel/, /(^|\/)(local|remote)$/, 'child.selectors'],
  [/tunnel/, /(^|\/)tunnel-interface$/, 'tunnel.interface'],
  [/tunnel/, /(^|\/)tunnel-monitor\/enable$/, 'monitor'],
  [/tunnel/, /(^|\/)tunnel-monitor\/destination-ip$/, 'monitor.destination'],
  [/tunnel ipsec/, /(^|\/)disabled$/, 'tunnel'],
  [/ike gateway/, /(^|\/)disabled$/, 'gateway'],
];

/** A value of such a setting is a word, a name, an address or a number: nothing that a key could hide in for long. */
const plainValue = /^[\w.:@%/*, =-]{1,120}$/;

/** @param place the path of the row, in whichever of its forms */
export function readChangeDetail(
  place: string,
  before: XmlNode | undefined,
  after: XmlNode | undefined,
): ChangeDetail {
  const where = place.replace(/[/[\]@='"]+/g, ' ');
  const [was, is] = [settingsIn(where, leavesOf(before)), settingsIn(where, leavesOf(after))];
  const names = [...new Set([...was.keys(), ...is.keys()])];
  return {
    settings: names.flatMap((setting): SettingDifference[] => {
      const [old, now] = [textOf(was.get(setting)), textOf(is.get(setting))];
      return old === now ? [] : [{ setting, child: null, before: old, after: now }];
    }),
    keys: aboutKeys.test(where),
  };
}

function settingsIn(where: string, leaves: readonly Leaf[]): ReadonlyMap<ComparedSetting, readonly string[]> {
  const found = new Map<ComparedSetting, string[]>();
  for (const { path, value } of leaves) {
    if (aboutKeys.test(path.replace(/(esp|ah)\/authentication$/, '')) || !plainValue.test(value)) continue;
    const rule = known.find(([place, end]) => (place === null || place.test(where)) && end.test(path));
    if (rule) found.set(rule[2], [...(found.get(rule[2]) ?? []), value]);
  }
  return found;
}

function textOf(values: readonly string[] | undefined): string {
  return values === undefined ? 'none' : values.join(' ');
}

function leavesOf(node: XmlNode | undefined): readonly Leaf[] {
  if (!node) return [];
  const leaves = node.children.length > 0 ? leavesOfNodes(node.children, '') : leavesOfText(node.text);
  return leaves.slice(0, mostLeaves);
}

function leavesOfNodes(nodes: readonly XmlNode[], above: string): readonly Leaf[] {
  return nodes.flatMap(({ name, text, children, attributes }) => {
    // A member is a value of the list around it, and an entry is one of many of the same kind.
    const own =
      name === 'member' ? above : name === 'entry' ? join(above, attributes.name ?? '') : join(above, name);
    if (children.length > 0) return leavesOfNodes(children, own);
    return text.trim() === '' ? [] : [{ path: own, value: text.trim() }];
  });
}

function join(above: string, name: string): string {
  return above === '' ? name : `${above}/${name}`;
}

/** `local-id { type fqdn; id a.example; }`, `<id>a.example</id>`, `set … local-id id a.example`: names, then a value. */
function leavesOfText(text: string): readonly Leaf[] {
  const tokens =
    text.slice(0, longestDetail).match(/<\/?[\w-]+[^<>]*>|[{};[\]]|"[^"]*"|[^\s{};<>[\]"]+/g) ?? [];
  const leaves: Leaf[] = [];
  const open: string[] = [];
  let words: string[] = [];
  const end = () => {
    const value = words.pop();
    if (value !== undefined && (words.length > 0 || open.length > 0))
      leaves.push({ path: [...open, ...words].join('/'), value: value.replace(/^"|"$/g, '') });
    words = [];
  };
  for (const token of tokens) {
    if (token.startsWith('</')) {
      if (words.length > 0) end();
      open.pop();
    } else if (token.startsWith('<')) {
      const [, name = '', entry] = /^<([\w-]+)(?:[^>]*name=['"]([^'"]*)['"])?/.exec(token) ?? [];
      if (!token.endsWith('/>')) open.push(name === 'entry' ? (entry ?? '') : name);
    } else if (token === '{') {
      open.push(words.join('/'));
      words = [];
    } else if (token === '}') {
      if (words.length > 0) end();
      open.pop();
    } else if (token === '[') {
      open.push(words.join('/'));
      words = [];
    } else if (token === ']') {
      for (const value of words) leaves.push({ path: open.join('/'), value });
      words = [];
      open.pop();
    } else if (token === ';') end();
    else words.push(token);
  }
  if (words.length > 0) end();
  return leaves.map(({ path, value }) => ({ path: path.replace(/\/member(?=\/|$)/g, ''), value }));
}
