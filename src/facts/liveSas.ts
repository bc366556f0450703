// What SAs each end holds right now, and whether the ends hold the same ones.

import type { EndEvidence } from '../domain/evidence.js';
import type { ChildSa, IkeSa } from '../domain/live.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  knownFact,
  list,
  number,
  unknownFact,
  yes,
  yesNo,
} from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, logSays, observed } from './perEnd.js';

const upStates: readonly string[] = ['installed', 'rekeying'];

/** Child SAs that carry traffic: installed and not about to be replaced. */
function carryingChildren(end: EndEvidence): readonly ChildSa[] {
  if (!end.live.known) return [];
  return end.live.value.children.filter((child) => upStates.includes(child.state) && !child.beingReplaced);
}

/** Peers behind one NAT differ in their ports, and those that move in their names. */
function peerOf({ peerAddress, peerPort, peerId }: IkeSa): string {
  return `${peerAddress} ${peerPort} ${peerId?.value}`;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'sa.ike',
    type: choice('established', 'connecting', 'down'),
    says: 'The IKE SA (phase 1, the control channel) as {end} holds it.',
    needs: ['live'],
    derive: ({ end }) =>
      observed(
        end.live,
        ({ ike, partial }) => {
          const has = (...states: string[]) => ike.find((sa) => states.includes(sa.state));
          const best = has('established', 'rekeying') ?? has('connecting');
          if (best) {
            const value = best.state === 'connecting' ? 'connecting' : 'established';
            const words = best.derivedFrom ?? best.rawState;
            return { value, text: `IKE SA with ${best.peerAddress ?? 'the peer'}: ${words}` };
          }
          if (partial || has('unknown')) return null;
          return { value: 'down', text: 'no IKE SA' };
        },
        `${end.name} could not show its IKE SAs at that moment.`,
      ),
  },
  {
    name: 'sa.ike-count',
    type: number('IKE SAs'),
    says: 'How many established IKE SAs {end} holds for the tunnel with one peer; two are legal for a while, and peers that dial in have one each.',
    needs: ['live'],
    derive: ({ end }) =>
      observed(
        end.live,
        ({ ike }) => {
          const peers = ike.filter((sa) => sa.state === 'established').map(peerOf);
          const count = Math.max(0, ...peers.map((peer) => peers.filter((one) => one === peer).length));
          return { value: count, text: `established IKE SAs: ${count}` };
        },
        '',
      ),
  },
  {
    name: 'sa.children',
    type: choice('all', 'some', 'none'),
    says: 'How many of the IPsec SAs (phase 2, the data channel) are installed at {end}.',
    needs: ['live'],
    derive: ({ end }) =>
      observed(
        end.live,
        ({ children, missingChildren, partial }) => {
          const up = children.filter((child) => upStates.includes(child.state));
          const names = new Set(up.map((child) => child.name));
          const missing = [...new Set([...missingChildren, ...children.map((child) => child.name)])].filter(
            (name) => !names.has(name),
          );
          if (up.length === 0) return partial ? null : { value: 'none', text: 'no IPsec SA is installed' };
          const text = `IPsec SAs installed: ${[...names].join(', ')}${missing.length > 0 ? `; missing: ${missing.join(', ')}` : ''}`;
          return { value: missing.length > 0 ? 'some' : 'all', text };
        },
        `${end.name} could not show its IPsec SAs at that moment.`,
      ),
  },
  {
    name: 'sa.children-missing',
    type: list,
    says: 'Configured IPsec SAs without an SA at {end}.',
    needs: ['live'],
    derive: ({ end }) =>
      observed(
        end.live,
        ({ missingChildren, children }) => {
          const down = children.filter((child) => child.state === 'down').map((child) => child.name);
          const names = [...new Set([...missingChildren, ...down])];
          return {
            value: names,
            text: `IPsec SAs without SA: ${names.length === 0 ? 'none' : names.join(', ')}`,
          };
        },
        '',
      ),
  },
  {
    name: 'sa.role',
    type: choice('initiator', 'responder'),
    says: 'The role that {end} plays in its IKE SA.',
    needs: ['live', 'log'],
    derive: ({ end }) => {
      if (end.live.known) {
        const sa = end.live.value.ike.find((one) => one.role !== null);
        if (sa?.role) return knownFact(sa.role, lineOf(end.live, `role in its IKE SA: ${sa.role}`));
      }
      if (end.log.known && end.log.value.side) {
        return knownFact(end.log.value.side, logSays(end, `its log reads as ${end.log.value.side}`));
      }
      return unknownFact(`Neither an SA nor the log of ${end.name} shows its role.`, 'Read its log.');
    },
  },
  {
    name: 'mtu',
    type: number('bytes'),
    says: 'The MTU of the tunnel at {end}.',
    needs: ['live'],
    derive: ({ end }) =>
      observed(
        end.live,
        ({ mtu }) => (mtu === null ? null : { value: mtu, text: `MTU of the tunnel: ${mtu}` }),
        `${end.name} does not tell the MTU of the tunnel.`,
      ),
  },
];

/** Do the SPIs that one end sends with exist at the other end? Compared per direction over all SAs that carry traffic. */
function spisMatch(ours: EndEvidence, theirs: EndEvidence): FactState {
  if (!ours.live.known) return fromGap(ours.live);
  if (!theirs.live.known) return fromGap(theirs.live);
  const pairs: readonly [EndEvidence, EndEvidence][] = [
    [ours, theirs],
    [theirs, ours],
  ];
  const lost: string[] = [];
  let compared = 0;
  for (const [from, to] of pairs) {
    const sent = carryingChildren(from).flatMap((child) => (child.spiOut ? [child.spiOut] : []));
    // Every SPI that still receives counts here, also that of an SA about to be replaced.
    const held = to.live.known
      ? to.live.value.children.flatMap((child) => (child.spiIn ? [child.spiIn] : []))
      : [];
    const holdsWithout =
      to.live.known && to.live.value.children.some((child) => upStates.includes(child.state) && !child.spiIn);
    // An end without any IPsec SA is another matter: `one-end-only` says so.
    if (sent.length === 0 || held.length === 0 || holdsWithout) continue;
    compared += 1;
    if (!sent.some((spi) => held.includes(spi)))
      lost.push(
        `${from.name} sends with SPI ${sent.join(', ')}, ${to.name} holds ${held.join(', ') || 'none'}`,
      );
  }
  if (compared === 0)
    return unknownFact(
      'No SPI of an installed IPsec SA was shown by both ends.',
      'Ask both ends for their IPsec SAs.',
    );
  const evidence = [...lineOf(ours.live, spiText(ours)), ...lineOf(theirs.live, spiText(theirs))];
  return knownFact(lost.length > 0 ? 'no' : 'yes', evidence);
}

function spiText(end: EndEvidence): string {
  const sas = carryingChildren(end).map(
    (child) => `${child.name}: in ${child.spiIn ?? 'not told'}, out ${child.spiOut ?? 'not told'}`,
  );
  return sas.length === 0 ? 'no IPsec SA is installed' : `SPIs of ${sas.join('; ')}`;
}

const joint: readonly FactDefinition[] = [
  {
    name: 'spis.match',
    type: yesNo,
    says: 'Whether the SPIs that each end sends with are held by the other end.',
    needs: [
      { end: 'ours', kind: 'live' },
      { end: 'theirs', kind: 'live' },
    ],
    from: [],
    derive: ({ evidence }) => spisMatch(evidence.ours, evidence.theirs),
  },
  {
    name: 'ike.established',
    type: yesNo,
    says: 'Whether any end that could be read holds an established IKE SA.',
    needs: [],
    from: ['ours.sa.ike', 'theirs.sa.ike'],
    derive: ({ fact }) => anyEnd([fact('ours.sa.ike'), fact('theirs.sa.ike')], 'established'),
  },
  {
    name: 'children.installed',
    type: choice('all', 'some', 'none'),
    says: 'Whether the data channel is up: at the end with the fewest IPsec SAs that could be read.',
    needs: [],
    from: ['ours.sa.children', 'theirs.sa.children'],
    derive: ({ fact }) => {
      const states = [fact('ours.sa.children'), fact('theirs.sa.children')];
      const lines = states.flatMap((state) => (state.known ? state.evidence : []));
      for (const value of ['none', 'some', 'all']) {
        if (states.some((state) => state.known && state.value === value)) return knownFact(value, lines);
      }
      return states[0] ?? unknownFact('No end shows IPsec SAs.', 'Ask the ends.');
    },
  },
  {
    name: 'one-end-only',
    type: yesNo,
    says: 'Whether one readable end holds IPsec SAs while the other readable end holds none.',
    needs: [],
    from: ['ours.sa.children', 'theirs.sa.children'],
    derive: ({ fact }) => {
      const [ours, theirs] = [fact('ours.sa.children'), fact('theirs.sa.children')];
      if (!ours.known) return ours;
      if (!theirs.known) return theirs;
      const lonely = (ours.value === 'none') !== (theirs.value === 'none');
      return knownFact(yes(lonely), [...ours.evidence, ...theirs.evidence]);
    },
  },
];

/** Yes when one known state has the value, no when all known ones have not, unknown when none is known. */
function anyEnd(states: readonly FactState[], value: string): FactState {
  const known = states.filter((state) => state.known);
  const hit = known.find((state) => state.value === value);
  if (hit) return knownFact('yes', hit.evidence);
  if (known.length > 0)
    return knownFact(
      'no',
      known.flatMap((state) => state.evidence),
    );
  return states[0] ?? unknownFact('No end shows it.', 'Ask the ends.');
}

export const liveFacts = [...forEachEnd(perEnd), ...joint];
