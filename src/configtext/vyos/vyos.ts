// VyOS, EdgeOS and gateways of UniFi: `set vpn ipsec …`, the same in braces, or as JSON.

import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import {
  boundedTunnels,
  type ConfigReader,
  type ConfigText,
  mostChildren,
  type ReadTunnel,
  UnreadLines,
} from '../configText.js';
import { namesBelow, setting } from '../hierarchy.js';
import { childrenOf, routesInto } from './children.js';
import { type VyosText, vyosText } from './lines.js';
import { gatewayOf, peers } from './phase1.js';

export const vyos: ConfigReader = { product: 'vyos', recognizes, read };

function recognizes(lines: readonly string[]): number {
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (has(/^\s*(?:\S{1,80}[#$>] )?set vpn ipsec (?:site-to-site|ike-group|esp-group) /)) return 100;
  const isBraces = has(/^\s*(?:[+>]\s*)?(?:site-to-site|peer \S{1,100}) \{/);
  if (isBraces && has(/^\s*(?:[+>]\s*)?(?:ike|esp)-group \S+(?: \{)?\s*$/)) return 95;
  return has(/^\s*"site-to-site"\s*:/) && has(/"(?:ike|esp)-group"\s*:/) ? 95 : 0;
}

function read(lines: readonly string[]): ConfigText {
  const text = vyosText(lines);
  const unread = new UnreadLines();
  const names = boundedTunnels(namesBelow(text.lines, ...peers), text.lines.length, unread);
  const tunnels = names.map((name): ReadTunnel => {
    const notes = new Notes();
    const ike = gatewayOf(text, name, notes);
    const unit = setting(text.lines, ...peers, name, 'vti', 'bind')?.[0] ?? null;
    const config = tunnelFrom({
      product: 'vyos',
      name,
      disabled: ike.disabled,
      ike,
      children: childrenOf(text, name, ike, notes),
      interface: unit,
      routed: routesInto(text, unit),
      objects: objectsOf(text, name, unit),
      notes,
    });
    return { config, forIke: null };
  });
  listUnread(text, unread);
  return { product: 'vyos', tunnels, unread: unread.all() };
}

function objectsOf({ lines }: VyosText, peer: string, unit: string | null) {
  const numbers = namesBelow(lines, ...peers, peer, 'tunnel').slice(0, mostChildren);
  const groups = new Set(
    [
      setting(lines, ...peers, peer, 'default-esp-group')?.[0],
      setting(lines, ...peers, peer, 'vti', 'esp-group')?.[0],
      ...numbers.map((number) => setting(lines, ...peers, peer, 'tunnel', number, 'esp-group')?.[0]),
    ].filter((name) => name !== undefined),
  );
  const [group] = groups;
  return {
    gateway: peer,
    tunnel: peer,
    child: numbers.length === 1 ? (numbers[0] ?? null) : null,
    'ike-profile': setting(lines, ...peers, peer, 'ike-group')?.[0] ?? null,
    'ipsec-profile': groups.size === 1 ? (group ?? null) : null,
    interface: unit,
  };
}

/** These say nothing about what the ends must agree on, or are the key, which is dropped. */
const ignored =
  /^(?:(?:ike|esp)-group \S+ (?:close-action|ikev2-reauth|disable-mobike|mobike|compression|disable-rekey|life-packets|dead-peer-detection (?:action|timeout)|proposal \S+$|$)|(?:ike|esp)-group \S+$|site-to-site peer \S+(?:$| (?:description|ikev2-reauth|replay-window|authentication (?:pre-shared-secret|use-x509-id|x509|rsa|rsa-key-name)|authentication$|vti$|virtual-address|connection-type|tunnel \S+(?:$| (?:priority|allow-nat-networks|allow-public-networks|local$|remote$|description)))))/;

function listUnread({ lines }: VyosText, unread: UnreadLines): void {
  for (const { line, text, words, used } of lines) {
    if (used || words[0] !== 'vpn' || words[1] !== 'ipsec') continue;
    const own = words.slice(2).join(' ');
    if (!/^(?:site-to-site peer|ike-group|esp-group) /.test(own) || ignored.test(own)) continue;
    unread.add(line, text, 'this line is not read', words[2] === 'site-to-site' ? (words[4] ?? null) : null);
  }
}
