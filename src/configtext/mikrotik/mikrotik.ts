// RouterOS of MikroTik: `/ip ipsec export`, the commands of a guide, or what `print detail` shows.

import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import {
  boundedTunnels,
  type ConfigReader,
  type ConfigText,
  type ReadTunnel,
  UnreadLines,
} from '../configText.js';
import { type Menu, type RouterEntry, type RouterText, routerText, standard } from './entries.js';
import { gatewayOf, hostOf, listOf } from './peer.js';
import { childrenOf } from './policies.js';

export const mikrotik: ConfigReader = { product: 'mikrotik', recognizes, read };

function recognizes(lines: readonly string[]): number {
  const menu =
    /^\s*(?:\[[^\]\s]{1,80}\] ?(?:\/[a-z/ -]{1,60})?> ?)?\/ip[ /]ipsec[ /](?:peer|profile|proposal|policy|identity)\b/;
  return lines.some((line) => menu.test(line)) ? 100 : 0;
}

function read(lines: readonly string[]): ConfigText {
  const text = routerText(lines);
  const unread = new UnreadLines();
  const of = (menu: Menu) => text.entries.filter((entry) => entry.menu === menu);
  const peers = boundedTunnels(
    of('peer').filter(({ settings }) => settings.has('address') || settings.has('name')),
    text.entries.length,
    unread,
  );
  const tunnels = peers.map((peer): ReadTunnel => ({ config: tunnelOf(peer, peers, text), forIke: null }));
  for (const entry of text.entries) listUnread(entry, unread);
  return { product: 'mikrotik', tunnels, unread: unread.all() };
}

function tunnelOf(peer: RouterEntry, peers: readonly RouterEntry[], { entries, isWhole }: RouterText) {
  const of = (menu: Menu) => entries.filter((entry) => entry.menu === menu);
  const own = (key: string) => peer.settings.get(key);
  const name = own('name') ?? own('comment') ?? own('address')?.split('/')[0] ?? '';
  const isOwn = (entry: RouterEntry) => belongs(entry, peer, peers);
  const profileName = own('profile') ?? standard;
  const profile = of('profile').find(({ settings }) => settings.get('name') === profileName);
  const identity = of('identity').find((entry) => entry.settings.get('disabled') !== 'yes' && isOwn(entry));
  const policies = of('policy').filter((entry) => isPolicy(entry) && isOwn(entry));
  const notes = new Notes(isWhole || entries.at(-1) !== peer);
  const isOld = own('enc-algorithm') !== undefined || own('hash-algorithm') !== undefined;
  const isKnown = profile !== undefined || isOld || profileName === standard;
  const ike = gatewayOf(
    {
      name,
      peer: own,
      profile: isKnown ? (key) => profile?.settings.get(key) ?? own(key) : null,
      identity: identity ? (key) => identity.settings.get(key) : isOld ? own : null,
      ownAddress: hostOf(policies.map(({ settings }) => settings.get('sa-src-address'))),
    },
    notes,
  );
  const group = identity?.settings.get('policy-template-group') ?? standard;
  const children = childrenOf(
    {
      policies,
      proposals: of('proposal'),
      isGenerated: /^port-/.test((identity ?? peer).settings.get('generate-policy') ?? ''),
      templates: of('policy').filter(
        ({ settings }) => settings.get('template') === 'yes' && (settings.get('group') ?? standard) === group,
      ),
    },
    ike,
    notes,
  );
  const used = new Set(policies.map(({ settings }) => settings.get('proposal') ?? standard));
  return tunnelFrom({
    product: 'mikrotik',
    name,
    disabled: ike.disabled,
    ike,
    children,
    interface: null,
    routed: null,
    objects: {
      gateway: name,
      tunnel: name,
      'ike-profile': isOld ? null : profileName,
      'ipsec-profile': used.size === 1 ? ([...used][0] ?? null) : null,
    },
    notes,
  });
}

/** By the name of the peer; before names existed, by its address. */
function belongs(entry: RouterEntry, peer: RouterEntry, peers: readonly RouterEntry[]): boolean {
  const named = entry.settings.get('peer');
  const names = [peer.settings.get('name'), peer.settings.get('address'), peer.settings.get('comment')];
  if (named !== undefined) return listOf(named).some((one) => names.includes(one));
  const address = entry.settings.get('sa-dst-address');
  if (address !== undefined) return peer.settings.get('address')?.split('/')[0] === address.split('/')[0];
  return entry.menu === 'policy' && peers.length === 1;
}

function isPolicy({ settings }: RouterEntry): boolean {
  const action = settings.get('action') ?? 'encrypt';
  return (
    settings.get('template') !== 'yes' &&
    settings.get('disabled') !== 'yes' &&
    action === 'encrypt' &&
    (settings.has('dst-address') || settings.has('src-address') || settings.has('peer'))
  );
}

/** What is read of each menu, or says nothing about what the ends must agree on; the key is dropped. */
const known: Readonly<Record<Menu, RegExp>> = {
  profile:
    /^(?:dh-group|dpd-interval|dpd-maximum-failures|enc-algorithm|hash-algorithm|lifetime|lifebytes|nat-traversal|prf-algorithm|proposal-check)$/,
  peer: /^(?:address|exchange-mode|local-address|passive|profile|port|send-initial-contact|dh-group|dpd-.*|enc-algorithm|hash-algorithm|lifetime|lifebytes|nat-traversal|proposal-check|auth-method|certificate|remote-certificate|my-id|generate-policy|mode-config|policy-template-group|secret|compatibility-options|notrack-chain|level)$/,
  identity:
    /^(?:peer|auth-method|certificate|remote-certificate|my-id|remote-id|match-by|generate-policy|mode-config|policy-template-group|secret|notrack-chain|username|password|eap-methods|key|remote-key)$/,
  proposal: /^(?:auth-algorithms|enc-algorithms|lifetime|pfs-group)$/,
  policy:
    /^(?:action|dst-address|dst-port|src-address|src-port|group|template|ipsec-protocols|level|peer|priority|proposal|protocol|sa-dst-address|sa-src-address|tunnel|manual-sa|place-before)$/,
};

function listUnread({ menu, settings, line, text }: RouterEntry, unread: UnreadLines): void {
  for (const key of settings.keys())
    if (
      !/^(?:name|comment|disabled|default|dynamic|responder|active|invalid|ph2-.*)$/.test(key) &&
      !known[menu].test(key)
    )
      unread.add(line, text, `\`${key}\` is not read`, settings.get('peer') ?? settings.get('name') ?? null);
}
