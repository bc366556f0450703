// Addresses of both ends: does each end point at the other, is NAT between them.

import { type EndEvidence, otherEnd } from '../domain/evidence.js';
import { isPrivateAddress } from '../domain/privateAddress.js';
import { addressNumber } from '../domain/selector.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  knownFact,
  text,
  unknownFact,
  type View,
  yes,
  yesNo,
} from './fact.js';
import { type EndFact, forEachEnd, lineOf, setting } from './perEnd.js';

/** The address an end negotiates from: configured, or the one its IKE SA uses. */
export function localAddressOf(end: EndEvidence): string | null {
  if (end.config.known && end.config.value.ike.localAddress !== null)
    return end.config.value.ike.localAddress;
  if (!end.live.known) return null;
  return end.live.value.ike.find((sa) => sa.localAddress !== null)?.localAddress ?? null;
}

function localAddressFact(end: EndEvidence): FactState {
  const address = localAddressOf(end);
  if (address === null) {
    const why = end.config.known ? end.config.value.unreadable['ike.local-address'] : undefined;
    if (why !== undefined) return unknownFact(why, `Read the local address on ${end.name}.`);
    return unknownFact(
      `The address that ${end.name} negotiates from is not known.`,
      `Read it on ${end.name}.`,
    );
  }
  return knownFact(address, [
    ...lineOf(
      end.config,
      `local address: ${address}`,
      end.config.known ? end.config.value.places.gateway : undefined,
    ),
  ]);
}

const perEnd: readonly EndFact[] = [
  {
    name: 'address',
    type: text,
    says: 'The address that {end} negotiates from.',
    needs: ['config', 'live'],
    derive: ({ end }) => localAddressFact(end),
  },
  {
    name: 'address.private',
    type: yesNo,
    says: 'Whether {end} negotiates from a private address, so that somebody must translate it.',
    needs: [],
    from: ['address'],
    derive: ({ own }) => {
      const address = own('address');
      return address.known
        ? knownFact(yes(isPrivateAddress(String(address.value))), address.evidence)
        : address;
    },
  },
  {
    name: 'peer-address',
    type: text,
    says: 'The peer address that {end} is configured with; `dynamic` when any address may come.',
    needs: ['config'],
    derive: ({ end }) =>
      setting(
        end,
        'ike.peer-address',
        ({ ike: { peer } }) =>
          peer === null
            ? null
            : peer.kind === 'address'
              ? peer.address
              : peer.kind === 'fqdn'
                ? peer.name
                : 'dynamic',
        (value) => `peer address: ${String(value)}`,
      ),
  },
  {
    name: 'points-at-peer',
    type: choice('yes', 'no', 'translated'),
    says: 'Whether the peer address configured at {end} is the address of the other end; `translated` when NAT explains a difference.',
    needs: [],
    from: ['peer-address', 'other:address', 'other:address.private', 'other:peer-address'],
    derive: ({ end, other, own, others, view }) => {
      const peer = own('peer-address');
      const address = others('address');
      if (!peer.known) return peer;
      if (!address.known) return address;
      const evidence = [...peer.evidence, ...address.evidence];
      const wanted = String(peer.value);
      const actual = String(address.value);
      if (wanted === 'dynamic' || wanted === actual) return knownFact('yes', evidence);
      if (!addressNumber(wanted)) {
        return unknownFact(
          `${end.name} reaches its peer by the name ${wanted}, and what it resolves to was not read.`,
          `Resolve ${wanted} on ${end.name} and compare it with ${actual}.`,
        );
      }
      if (isPrivateAddress(actual) || seenFrom(end, wanted) || translates(other, view)) {
        return knownFact('translated', evidence);
      }
      return knownFact('no', evidence);
    },
  },
];

/** The end holds an SA with that address, or its log reads a negotiation with it: packets do come from there. */
function seenFrom(end: EndEvidence, address: string): boolean {
  const inLive =
    end.live.known &&
    end.live.value.ike.some(
      (sa) => sa.peerAddress === address && sa.responderSpi !== null && sa.state !== 'connecting',
    );
  const inLog = end.log.known && end.log.value.side === 'responder' && end.log.value.peer === address;
  return inLive || inLog;
}

function translates(end: EndEvidence, _view: View): boolean {
  return end.live.known && end.live.value.ike.some((sa) => sa.natDetected === true);
}

const natBetween: FactDefinition = {
  name: 'nat.between',
  type: yesNo,
  says: 'Whether an address translation stands between the ends.',
  needs: [
    { end: 'ours', kind: 'live' },
    { end: 'theirs', kind: 'live' },
  ],
  from: ['ours.address.private', 'theirs.address.private', 'ours.points-at-peer', 'theirs.points-at-peer'],
  derive: (view) => {
    for (const end of [view.evidence.ours, view.evidence.theirs]) {
      if (end.live.known && end.live.value.ike.some((sa) => sa.natDetected === true)) {
        return knownFact('yes', lineOf(end.live, 'the IKE SA has detected NAT'));
      }
    }
    for (const name of ['ours', 'theirs'] as const) {
      const other = otherEnd(name);
      const isPrivate = view.fact(`${name}.address.private`);
      const peerIs = view.fact(`${name}.peer-address`);
      const pointed = view.fact(`${other}.points-at-peer`);
      if (pointed.known && pointed.value === 'translated') return knownFact('yes', pointed.evidence);
      // A private address that talks to a public one is translated on the way.
      if (isPrivate.known && isPrivate.value === 'yes' && peerIs.known) {
        const peer = String(peerIs.value);
        if (addressNumber(peer) && !isPrivateAddress(peer)) {
          return knownFact('yes', [...isPrivate.evidence, ...peerIs.evidence]);
        }
      }
    }
    const both = [view.fact('ours.points-at-peer'), view.fact('theirs.points-at-peer')];
    const direct = both.flatMap((state) => (state.known && state.value === 'yes' ? state.evidence : []));
    if (both.every((state) => state.known && state.value === 'yes') && direct.length > 0)
      return knownFact('no', direct);
    return unknownFact(
      'No device says whether NAT is between the ends.',
      'Compare the address that each end negotiates from with the address the other end sees.',
    );
  },
};

export const addressFacts = [...forEachEnd(perEnd), natBetween];
