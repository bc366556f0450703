// PAN-OS: a configuration as XML or as `set` lines; both become one tree, which the reader of the firewall itself understands.

import { addressNumber } from '../../domain/selector.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { parseAddressObjects, withAddresses } from '../../vendors/panos/addressObjects.js';
import { normalizeNetwork } from '../../vendors/panos/normalizeConfig.js';
import { parseNetwork } from '../../vendors/panos/parseConfig.js';
import { itsOwn } from '../../vendors/panos/provenance.js';
import { child, entryName, findAll } from '../../vendors/panos/words.js';
import { readXml, XmlFault, type XmlNode } from '../../vendors/panos/xml.js';
import { keyIsSet } from '../../vendors/tunnelDraft.js';
import { type ConfigReader, type ConfigText, UnreadLines } from '../configText.js';
import { statements } from '../statements.js';
import { network as networkGrammar } from './grammar.js';
import { isRead } from './known.js';
import { setWords, treeOf } from './tree.js';

export const panos: ConfigReader = { product: 'panos', recognizes, read };

const setSign =
  /^\s{0,20}(?:\S{1,80}[#>] )?set (?:[^\n]{0,200} )?network (?:ike (?:gateway|crypto-profiles)|tunnel ipsec) /;
const xmlSign = /<(?:ike|ipsec|ike-crypto-profiles|ipsec-crypto-profiles|gateway)>/;

function recognizes(lines: readonly string[]): number {
  if (lines.some((line) => setSign.test(line))) return 100;
  return lines.some((line) => xmlSign.test(line)) && lines.some((line) => /<entry name="/.test(line))
    ? 90
    : 0;
}

function read(lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const root = lines.some((line) => setSign.test(line)) ? fromLines(lines, unread) : fromXml(lines, unread);
  const network = root && parseNetwork(root);
  if (!root || !network) return { product: 'panos', tunnels: [], unread: unread.all() };
  const objects = parseAddressObjects(findAll(root, (node) => node.name === 'address')[0] ?? null, null);
  const tunnels = normalizeNetwork('', withAddresses(network, objects), itsOwn);
  return {
    product: 'panos',
    tunnels: tunnels.map((config) => ({ config: completed(config, root), forIke: null })),
    unread: unread.all(),
  };
}

function fromLines(lines: readonly string[], unread: UnreadLines): XmlNode {
  const all = lines.flatMap((text, index) =>
    oneByOne(setWords(text) ?? []).map((words) => ({ words, text, line: index + 1 })),
  );
  for (const { words, text, line } of all) {
    const [head, area = '', table = '', third = ''] = words;
    const path =
      area === 'ike' && table === 'crypto-profiles'
        ? [area, table, third, '*', ...words.slice(5)]
        : [area, table, '*', ...words.slice(4)];
    const isIpsec =
      (area === 'ike' && /^(?:gateway|crypto-profiles)$/.test(table)) ||
      (area === 'tunnel' && table === 'ipsec');
    if (isIpsec && head === 'network' && path.length > 3 && !isRead(path))
      unread.add(line, text, 'this setting is not read', area === 'tunnel' ? third : null);
  }
  return treeOf(all.map(({ words }) => words));
}

/** `hash sha256 dh-group group14` in one line sets two things. */
function oneByOne(words: readonly string[]): readonly (readonly string[])[] {
  const [head = '', ...rest] = words;
  return head === 'network' ? statements(rest, networkGrammar).map((one) => [head, ...one]) : [words];
}

/** A part of a configuration has no one root; it is read inside of one. */
function fromXml(lines: readonly string[], unread: UnreadLines): XmlNode | null {
  const text = lines.join('\n').replace(/<\?xml[^>]{0,200}\?>/g, '');
  const from = text.indexOf('<');
  const inner = text.slice(from, text.lastIndexOf('>') + 1);
  const isWhole = /<network[\s>]/.test(inner);
  try {
    const root = readXml(
      isWhole ? `<config>${inner}</config>` : `<config><network>${wrapped(inner)}</network></config>`,
    );
    const network = findAll(root, (node) => node.name === 'network')[0];
    if (network) listUnread(network, lines, unread);
    return root;
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    unread.add(1, lines[0] ?? '', 'the XML is not whole, so nothing of it was read');
    return null;
  }
}

/** `<gateway>` alone stands below `ike`, `<ipsec>` below `tunnel`. */
function wrapped(inner: string): string {
  if (/^<(?:gateway|crypto-profiles)>/.test(inner)) return `<ike>${inner}</ike>`;
  return /^<ipsec>/.test(inner) ? `<tunnel>${inner}</tunnel>` : inner;
}

function listUnread(network: XmlNode, lines: readonly string[], unread: UnreadLines): void {
  const visit = (node: XmlNode, path: readonly string[], about: string | null): void => {
    for (const one of node.children) {
      const name = one.name === 'entry' ? '*' : one.name;
      const next = [...path, name];
      const tunnel = path.join(' ') === 'tunnel ipsec' ? entryName(one) : about;
      const isInside = next.length > 3 && (next[0] === 'ike' || next[0] === 'tunnel') && next.includes('*');
      if (isInside && one.children.length === 0 && name !== 'member' && !isRead(next)) {
        const at = lines.findIndex((line) => line.includes(`<${one.name}`));
        unread.add(at + 1, lines[at] ?? one.name, 'this element is not read', tunnel);
      } else visit(one, next, tunnel);
    }
  };
  visit(network, [], null);
}

/** What the firewall's own reader leaves to other questions: the address of the interface, and that keys are dropped. */
function completed(config: TunnelConfig, root: XmlNode): TunnelConfig {
  const { ike } = config;
  const written = ike.localAddress ?? addressOf(root, ike.localInterface);
  const missing =
    written === null
      ? {
          'ike.local-address': `The address of the interface ${ike.localInterface ?? ''} is not in the text.`,
        }
      : {};
  return {
    ...config,
    ike: { ...ike, localAddress: written },
    unreadable: { ...missing, ...(ike.auth === 'psk' ? { 'ike.psk': keyIsSet } : {}), ...config.unreadable },
  };
}

function addressOf(root: XmlNode, unit: string | null): string | null {
  if (unit === null) return null;
  const entries = findAll(root, (node) => node.name === 'entry' && node.attributes.name === unit);
  for (const entry of entries) {
    const place = child(entry, 'layer3', 'ip') ?? child(entry, 'ip');
    const address = place?.children.map(entryName)[0]?.split('/')[0];
    if (address !== undefined && addressNumber(address)) return address;
  }
  return null;
}
