// ipsec.conf of Libreswan: its own keys and defaults, in the syntax that it shares with strongSwan.

import type { StartAction } from '../../domain/tunnelConfig.js';
import { Notes, tunnelFrom } from '../../vendors/tunnelDraft.js';
import {
  boundedTunnels,
  type ConfigReader,
  type ConfigText,
  type ReadTunnel,
  UnreadLines,
} from '../configText.js';
import { type Conn, connsOf, hasConns, listUnreadConns, ownConns, sidesOf, type ValueOf } from '../conns.js';
import { childrenOf } from './children.js';
import { phaseOne } from './phase1.js';

export const libreswan: ConfigReader = { product: 'libreswan', recognizes, read };

/** Words that only pluto's file has. */
const signs: readonly RegExp[] = [
  /^\s+(?:ikev2|phase2alg|phase2|leftsubnets|rightsubnets|pfs|encapsulation|aggrmode|salifetime|ipsec-lifetime|retransmit-\w+|sha2-truncbug|vti-\w+|ipsec-interface|ppk|intermediate|nm-configured|(?:left|right)(?:vti|modecfgclient|modecfgserver|xauthserver|xauthclient|addresspool))\s*=/,
  /^\s+auto\s*=\s*(?:keep|ondemand|up)\b/,
  /^\s+(?:ike|esp)\s*=[^#]*;/,
  /^\s+(?:protostack|virtual[-_]private|plutodebug|nssdir|dumpdir|listen-tcp|logip)\s*=/,
];

function recognizes(lines: readonly string[]): number {
  return hasConns(lines) && lines.some((line) => signs.some((sign) => sign.test(line))) ? 95 : 0;
}

function read(lines: readonly string[]): ConfigText {
  const unread = new UnreadLines();
  const conns = connsOf(lines);
  const own = boundedTunnels(ownConns(conns), lines.length, unread);
  const tunnels = own.map(({ conn, value }): ReadTunnel => {
    const { own: mine, turned } = sidesOf(value);
    return {
      config: tunnelOf(conn, mine),
      forIke: null,
      ...(turned ? { turned: tunnelOf(conn, turned) } : {}),
    };
  });
  listUnreadConns(conns, lines, known, unread);
  return { product: 'libreswan', tunnels, unread: unread.all() };
}

function tunnelOf({ name }: Conn, value: ValueOf) {
  const notes = new Notes();
  const start = startOf(value('auto'), notes);
  const ike = phaseOne(name, value, start === 'never', notes);
  return tunnelFrom({
    product: 'libreswan',
    name,
    disabled: null,
    ike,
    children: childrenOf(name, value, ike, start, notes),
    interface: null,
    routed: null,
    objects: { connection: name, tunnel: name },
    notes,
  });
}

const starts: Readonly<Record<string, StartAction>> = {
  start: 'at-once',
  up: 'at-once',
  keep: 'at-once',
  ondemand: 'on-traffic',
  route: 'on-traffic',
  add: 'never',
};

/** Without `auto`, or with `ignore`, pluto does not load the connection: somebody may have by hand. */
function startOf(auto: string | undefined, notes: Notes): StartAction | null {
  const start = starts[auto ?? ''];
  if (start === undefined)
    notes.cannotTell(
      'child.start',
      auto === undefined
        ? 'The text holds no `auto=`, so the connection is loaded only by hand.'
        : `\`auto=${auto}\` does not load the connection by itself.`,
    );
  return start ?? null;
}

/** What is read, and what says nothing about what both ends must agree on. */
const known: ReadonlySet<string> = new Set(
  [
    'also keyexchange ikev2 ike esp ah phase2 phase2alg left right leftid rightid leftsubnet rightsubnet leftsubnets rightsubnets',
    'leftauth rightauth authby type auto aggressive aggrmode forceencaps encapsulation fragmentation pfs ppk',
    'ikelifetime salifetime lifetime keylife ipsec-lifetime dpdaction dpddelay dpdtimeout leftcert rightcert leftprotoport rightprotoport',
    'leftnexthop rightnexthop leftsourceip rightsourceip leftupdown rightupdown leftsendcert rightsendcert leftfirewall rightfirewall',
    'leftrsasigkey rightrsasigkey leftrsasigkey2 rightrsasigkey2 leftckaid rightckaid leftikeport rightikeport leftinterface-ip rightinterface-ip',
    'keyingtries rekey reauth rekeymargin rekeyfuzz mobike mark mark-in mark-out mtu metric priority reqid replay-window',
    'retransmit-interval retransmit-timeout nat-keepalive initial-contact failureshunt negotiationshunt overlapip hostaddrfamily',
    'connaddrfamily clientaddrfamily nic-offload vti-interface vti-routing vti-shared ipsec-interface compress ikepad nm-configured',
  ].flatMap((words) => words.split(' ')),
);
