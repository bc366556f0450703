// Faults of a tunnel that stands, as data: what is done where, and what an honest diagnosis says about it.
import type { Cause } from '../../../src/domain/causes.js';
import type { Side } from '../spec.js';
import type { Where } from './ground.js';

export type Act =
  | { readonly at: Where; readonly run: string }
  | { readonly daemon: Side; readonly does: 'kill' | 'restart' | 'freeze' }
  | { readonly swanctl: Side; readonly args: readonly string[] };

export interface EstablishedFault {
  readonly name: string;
  readonly title: string;
  /** Done before the tunnel comes up: the fault is as old as the SA. */
  readonly before?: readonly Act[];
  /** Done on the tunnel that stands and has carried a few pings. */
  readonly after?: readonly Act[];
  /** Sizes of the pings; both when large packets matter. */
  readonly bytes?: readonly number[];
  /** What it is, known because we made it. */
  readonly cause: Cause;
  /** Other codes that name the same truly, from any view. */
  readonly alsoTrue?: readonly Cause[];
  /** What an end alone cannot see at all: an honest "up; no traffic to prove it", with the cause among the alternatives. */
  readonly blind?: readonly Side[];
  /** Dead peer detection is off at both ends, so that nobody notices. */
  readonly withoutDpd?: boolean;
  /** Right takes its peer from any address, as behind a NAT. */
  readonly anyPeer?: boolean;
  /** Nothing that any end shows tells it: with both ends too, an honest answer is undecided. */
  readonly undecidable?: boolean;
  /** Cannot be made where ESP is always in UDP. */
  readonly needsKernel?: boolean;
}

/** ESP as protocol 50, and in UDP 4500: IKE on that port begins with four zero bytes. */
const espMatches = ['ip protocol esp', 'udp sport 4500 @th,64,32 != 0', 'udp dport 4500 @th,64,32 != 0'];
const ikeMatches = [
  'udp sport 500',
  'udp dport 500',
  'udp sport 4500 @th,64,32 0',
  'udp dport 4500 @th,64,32 0',
];

const from = (side: Side | 'both'): string => (side === 'both' ? '' : `iifname "to-${side}" `);

/** Drops in wan what matches; `only` narrows it. */
function drop(side: Side | 'both', matches: readonly string[], only = ''): Act {
  const rules = matches.map((match) => `${from(side)}${match} ${only} drop;`).join(' ');
  return {
    at: 'wan',
    run: `nft 'table inet fault { chain path { type filter hook forward priority 0; ${rules} }; }'`,
  };
}

const esp = (side: Side | 'both', only = ''): Act => drop(side, espMatches, only);
/** The other way of the match in one rule each: a packet counts once. */
const everyThird = (side: Side): Act =>
  drop(side, ['ip protocol esp', 'udp dport 4500 @th,64,32 != 0'], 'numgen inc mod 3 == 0');
const everyTenth = (side: Side): Act =>
  drop(side, ['ip protocol esp', 'udp dport 4500 @th,64,32 != 0'], 'numgen inc mod 10 == 0');
const cut: Act = drop('both', ['meta l4proto { esp, udp, icmp }']);
const heal: Act = { at: 'wan', run: 'nft delete table inet fault' };
const inRight = (rule: string, hook: 'input' | 'output'): Act => ({
  at: 'right',
  run: `nft 'table inet fault { chain host { type filter hook ${hook} priority 0; ${rule} drop; }; }'`,
});
/** A kernel's ESP goes on without the daemon, and as long as it does nobody asks for a sign of life: that the daemon answers no question is all there is. */
const daemonGone: readonly Cause[] = ['peer-unreachable', 'device-unreachable'];
/** Behind: a route, a policy or a host of that end; the counters do not tell which. */
const behind: readonly Cause[] = ['routing-missing', 'policy-denied'];

export const establishedFaults: readonly EstablishedFault[] = [
  {
    name: 'esp-lost-to-right',
    title: 'ESP from left is dropped, IKE passes',
    after: [esp('left')],
    cause: 'esp-blocked',
    blind: ['right'],
  },
  {
    name: 'esp-lost-to-right-from-start',
    title: 'ESP from left never passed',
    before: [esp('left')],
    cause: 'esp-blocked',
    blind: ['right'],
  },
  {
    name: 'esp-lost-to-left',
    title: 'ESP from right is dropped, IKE passes',
    after: [esp('right')],
    cause: 'esp-blocked',
    blind: ['right'],
  },
  {
    name: 'esp-lost-both-ways',
    title: 'ESP is dropped both ways, IKE passes',
    after: [esp('both')],
    cause: 'esp-blocked',
    blind: ['right'],
  },
  {
    name: 'third-lost-to-right',
    title: 'Every third packet of left is lost',
    after: [everyThird('left')],
    cause: 'esp-blocked',
    blind: ['left', 'right'],
  },
  {
    name: 'third-lost-to-left',
    title: 'Every third packet of right is lost',
    after: [everyThird('right')],
    cause: 'esp-blocked',
    blind: ['left', 'right'],
  },
  {
    name: 'tenth-lost-to-right',
    title: 'Every tenth packet of left is lost',
    after: [everyTenth('left')],
    cause: 'esp-blocked',
    blind: ['left', 'right'],
  },
  {
    name: 'large-lost-to-right',
    title: 'Large packets of left are lost',
    after: [esp('left', 'meta length > 1000')],
    bytes: [56, 1200],
    cause: 'fragmentation-mtu',
    blind: ['left', 'right'],
  },
  {
    name: 'large-lost-both-ways',
    title: 'Large packets are lost both ways',
    after: [esp('both', 'meta length > 1000')],
    bytes: [56, 1200],
    cause: 'fragmentation-mtu',
    blind: ['left', 'right'],
  },
  {
    name: 'far-host-silent',
    title: 'The host behind right never answers',
    before: [inRight('icmp type echo-request', 'input')],
    cause: 'routing-missing',
    alsoTrue: behind,
  },
  {
    name: 'far-host-stops',
    title: 'The host behind right stops to answer',
    after: [inRight('icmp type echo-request', 'input')],
    cause: 'routing-missing',
    alsoTrue: behind,
  },
  {
    name: 'far-policy',
    title: 'A policy of right drops what goes back',
    after: [inRight('icmp type echo-reply', 'output')],
    cause: 'policy-denied',
    alsoTrue: behind,
  },
  {
    name: 'far-route',
    title: 'Right has no route back',
    after: [{ at: 'right', run: 'ip rule add pref 100 to 10.1.0.0/24 blackhole' }],
    cause: 'routing-missing',
    alsoTrue: behind,
  },
  {
    name: 'near-route',
    title: 'Left routes the far network elsewhere, so nothing is offered',
    before: [{ at: 'left', run: 'ip rule add pref 100 to 10.2.0.0/24 blackhole' }],
    cause: 'routing-missing',
    alsoTrue: behind,
    undecidable: true,
  },
  {
    name: 'peer-killed',
    title: 'The daemon of right is gone',
    after: [{ daemon: 'right', does: 'kill' }],
    cause: 'dpd-timeout',
    alsoTrue: daemonGone,
  },
  {
    name: 'peer-cut',
    title: 'The line between the ends is cut',
    after: [cut],
    cause: 'dpd-timeout',
    alsoTrue: ['peer-unreachable', 'esp-blocked'],
    blind: ['right'],
  },
  {
    name: 'peer-hung',
    title: 'The daemon of right hangs',
    after: [{ daemon: 'right', does: 'freeze' }],
    cause: 'dpd-timeout',
    alsoTrue: daemonGone,
    blind: ['left'],
  },
  {
    name: 'peer-restarted',
    title: 'The daemon of right restarted and lost its SAs',
    after: [
      { daemon: 'right', does: 'kill' },
      { daemon: 'right', does: 'restart' },
    ],
    cause: 'sa-mismatch',
  },
  {
    name: 'stale-sa',
    title: 'Right gave its SAs up while nobody heard it',
    withoutDpd: true,
    after: [
      cut,
      { swanctl: 'right', args: ['--terminate', '--ike', 'to-office', '--force', '--timeout', '1'] },
      heal,
    ],
    cause: 'sa-mismatch',
  },
  {
    name: 'rekey-without-answer',
    title: 'IKE is dropped, ESP passes; a rekey of left waits for its answer',
    after: [drop('both', ikeMatches), { swanctl: 'left', args: ['--rekey', '--child', 'branch-lan'] }],
    cause: 'dpd-timeout',
    alsoTrue: ['rekey-failure', 'peer-unreachable'],
    blind: ['right'],
  },
  {
    name: 'nat-rebinding',
    title: 'A NAT in front of left forgot its mapping and gave another port',
    anyPeer: true,
    before: [
      {
        at: 'wan',
        run: `nft 'table ip nat1 { chain out { type nat hook postrouting priority 100; oifname "to-right" meta l4proto udp masquerade to :40000-40010; }; }'`,
      },
    ],
    after: [
      {
        at: 'wan',
        run: `nft delete table ip nat1; nft 'table ip nat2 { chain out { type nat hook postrouting priority 100; oifname "to-right" meta l4proto udp masquerade to :50000-50010; }; }'; conntrack -F`,
      },
    ],
    cause: 'nat-t-problem',
    alsoTrue: ['esp-blocked', 'tunnel-up-healthy'],
    blind: ['left', 'right'],
    needsKernel: true,
  },
  { name: 'healthy', title: 'Nothing is wrong', cause: 'tunnel-up-healthy' },
  {
    name: 'healthy-sizes',
    title: 'Nothing is wrong, small and large packets pass',
    bytes: [56, 1200],
    cause: 'tunnel-up-healthy',
  },
];
