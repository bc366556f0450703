// PAN-OS `set` lines as the tree that the XML of the same configuration is.

import type { XmlNode } from '../../vendors/panos/xml.js';
import { wordsOf } from '../words.js';

interface Draft {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
  readonly children: Draft[];
}

/** Tables below `network`, whose next word is the name of an entry; `*` stands for any word. */
const tables: readonly (readonly string[])[] = [
  ['ike', 'gateway'],
  ['ike', 'crypto-profiles', 'ike-crypto-profiles'],
  ['ike', 'crypto-profiles', 'ipsec-crypto-profiles'],
  ['tunnel', 'ipsec'],
  ['tunnel', 'ipsec', '*', 'auto-key', 'ike-gateway'],
  ['tunnel', 'ipsec', '*', 'auto-key', 'proxy-id'],
  ['tunnel', 'ipsec', '*', 'auto-key', 'proxy-id-v6'],
  ['profiles', 'monitor-profile'],
  ['interface', 'ethernet'],
  ['interface', 'ethernet', '*', 'layer3', 'ip'],
  ['interface', 'loopback', 'units'],
  ['interface', 'loopback', 'units', '*', 'ip'],
  ['virtual-router'],
  ['virtual-router', '*', 'routing-table', 'ip', 'static-route'],
  ['logical-router'],
  ['logical-router', '*', 'vrf'],
  ['logical-router', '*', 'vrf', '*', 'routing-table', 'ip', 'static-route'],
];
/** Elements that hold a list even when one value is written without brackets. */
const lists = new Set(['dh-group', 'encryption', 'hash', 'authentication', 'interface']);

/** What stands behind `set`, without the way to a template or a virtual system. */
export function setWords(line: string): readonly string[] | null {
  const found = /^\s{0,20}(?:[\w.@-]{1,80}[#>] )?set (.{1,4000})$/.exec(line);
  if (!found) return null;
  const words = wordsOf(found[1] ?? '');
  const at = words.findIndex((word) => word === 'network' || word === 'address');
  return at < 0 || at > 6 ? null : words.slice(at);
}

/** A root with `network`, and with `address` where objects are written. */
export function treeOf(lines: readonly (readonly string[])[]): XmlNode {
  const root = node('config');
  for (const words of lines) {
    const [head = '', ...rest] = words;
    if (head === 'address' && rest[1] === 'ip-netmask' && rest[2] !== undefined) {
      const entry = named(element(root, 'address'), rest[0] ?? '');
      element(entry, 'ip-netmask').text = rest[2];
    } else if (head === 'network') put(element(root, 'network'), rest);
  }
  return root;
}

function put(network: Draft, words: readonly string[]): void {
  let at = network;
  const path: string[] = [];
  const plain = words.filter((word) => word !== '[' && word !== ']');
  const isBracketed = plain.length !== words.length;
  const valuesFrom = isBracketed ? words.indexOf('[') : words.length - 1;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '[' || word === ']') continue;
    if (isTable(path)) {
      at = named(at, word);
      path.push(word);
      continue;
    }
    // The last word is the value of the one before it, or an element without any (`peer-address dynamic`).
    if (index >= valuesFrom && path.length > 0 && (isBracketed || !isSwitch(path, word))) {
      const holdsList = isBracketed || isList(path);
      if (holdsList) at.children.push({ ...node('member'), text: word });
      else at.text = word;
      continue;
    }
    at = element(at, word);
    path.push(word);
  }
}

function isSwitch(path: readonly string[], word: string): boolean {
  return path.at(-1) === 'peer-address' && word === 'dynamic';
}

/** `dh-group` is a list in a profile of IKE, one group in a profile of IPsec; the authentication of a gateway is no list. */
function isList(path: readonly string[]): boolean {
  const last = path.at(-1) ?? '';
  if (!lists.has(last)) return false;
  if (last === 'dh-group') return path.includes('ike-crypto-profiles');
  if (last === 'interface') return path.length === 3 && path[0] === 'virtual-router';
  return path.includes('crypto-profiles');
}

function isTable(path: readonly string[]): boolean {
  return tables.some(
    (table) =>
      table.length === path.length && table.every((word, index) => word === '*' || word === path[index]),
  );
}

function node(name: string): Draft & XmlNode {
  return { name, attributes: {}, text: '', cdata: false, children: [] };
}

function element(parent: Draft, name: string): Draft {
  const found = parent.children.find((one) => one.name === name);
  if (found) return found;
  const made = node(name);
  parent.children.push(made);
  return made;
}

function named(parent: Draft, name: string): Draft {
  const found = parent.children.find((one) => one.attributes.name === name);
  if (found) return found;
  const made = { ...node('entry'), attributes: { name } };
  parent.children.push(made);
  return made;
}
