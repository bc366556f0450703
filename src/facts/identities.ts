// Who each end says it is, whom it expects, and whether these are mirror images (RFC 7296 section 3.5).

import type { EndEvidence } from '../domain/evidence.js';
import { type Identity, identityText, sameIdentity } from '../domain/identity.js';
import { isPrivateAddress } from '../domain/privateAddress.js';
import { addressNumber } from '../domain/selector.js';
import type { EvidenceLine } from '../domain/verdict.js';
import { localAddressOf } from './addresses.js';
import { choice, type FactState, knownFact, text, unknownFact, yes, yesNo } from './fact.js';
import { ofThisTunnel } from './logHeard.js';
import { type EndFact, forEachEnd, fromGap, lineOf, logSays } from './perEnd.js';

type FoundIdentity =
  | { readonly identity: Identity; readonly configured: boolean; readonly evidence: readonly EvidenceLine[] }
  | { readonly identity: null; readonly state: FactState };

function addressIdentity(address: string): Identity {
  return { type: addressNumber(address)?.family === 6 ? 'ipv6' : 'ipv4', value: address };
}

/** What the end really sends: its configured local id, or its own address when none is configured. */
export function effectiveLocalId(end: EndEvidence): FoundIdentity {
  if (!end.config.known) return fromLog(end) ?? { identity: null, state: fromGap(end.config) };
  const { ike, places, unreadable } = end.config.value;
  const place = places['ike.local-id'];
  if (ike.localId) {
    return {
      identity: ike.localId,
      configured: true,
      evidence: lineOf(end.config, `local identification: ${identityText(ike.localId)}`, place),
    };
  }
  const why = unreadable['ike.local-id'];
  if (why !== undefined)
    return (
      fromLog(end) ?? {
        identity: null,
        state: unknownFact(why, `Check ${place ?? 'the local identification'} on ${end.name}.`),
      }
    );
  if (ike.auth === 'certificate') {
    const why = `${end.name} uses a certificate and has no local identification configured, so its identity comes from the certificate.`;
    return { identity: null, state: unknownFact(why, `Read the subject of the certificate on ${end.name}.`) };
  }
  const address = localAddressOf(end);
  const unresolved = unreadable['ike.local-address'];
  if (address === null && unresolved !== undefined)
    return { identity: null, state: unknownFact(unresolved, `Read the local address on ${end.name}.`) };
  if (address === null) {
    return {
      identity: null,
      state: unknownFact(
        `${end.name} identifies itself by its address, which is not known.`,
        `Read the local address on ${end.name}.`,
      ),
    };
  }
  return {
    identity: addressIdentity(address),
    configured: false,
    evidence: lineOf(
      end.config,
      `local identification: none configured, so its own address ${address} is sent`,
      place,
    ),
  };
}

function fromLog(end: EndEvidence): FoundIdentity | null {
  const identity = ofThisTunnel(end)?.ids.ours ?? null;
  if (identity === null) return null;
  return {
    identity,
    configured: true,
    evidence: logSays(end, `its log prints its own identity as ${identityText(identity)}`),
  };
}

/** The address behind the name of a peer, as the SAs of the end show it. */
function resolved(end: EndEvidence): string | null {
  if (!end.live.known) return null;
  const seen = end.live.value.ike.map((sa) => sa.peerAddress);
  return seen.find((one) => one !== null && one !== '0.0.0.0') ?? null;
}

/** Whom the end expects: its configured peer id, or the peer's address when none is configured. */
function effectivePeerId(end: EndEvidence): FoundIdentity {
  if (!end.config.known) return { identity: null, state: fromGap(end.config) };
  const { ike, places, unreadable } = end.config.value;
  const place = places['ike.peer-id'];
  if (ike.peerId) {
    return {
      identity: ike.peerId,
      configured: true,
      evidence: lineOf(end.config, `peer identification expected: ${identityText(ike.peerId)}`, place),
    };
  }
  const why = unreadable['ike.peer-id'];
  if (why !== undefined || ike.peer === null) {
    return {
      identity: null,
      state: unknownFact(
        why ?? `${end.name} does not tell whom it expects.`,
        `Check ${place ?? 'the peer identification'} on ${end.name}.`,
      ),
    };
  }
  const address = ike.peer.kind === 'fqdn' ? resolved(end) : null;
  if (ike.peer.kind === 'fqdn' && address === null) {
    return {
      identity: null,
      state: unknownFact(
        `${end.name} expects the address that ${ike.peer.name} resolves to, which it does not show.`,
        `Look up ${ike.peer.name} from ${end.name}, or set a peer identification: ${place ?? 'in phase 1'}.`,
      ),
    };
  }
  const identity: Identity =
    ike.peer.kind === 'dynamic'
      ? { type: 'any', value: '%any' }
      : addressIdentity(ike.peer.kind === 'address' ? ike.peer.address : (address ?? ''));
  const words =
    identity.type === 'any' ? 'any identity is accepted' : `the peer's address ${identity.value} is expected`;
  return {
    identity,
    configured: false,
    evidence: lineOf(end.config, `peer identification: none configured, so ${words}`, place),
  };
}

function asText(found: FoundIdentity): FactState {
  return found.identity === null ? found.state : knownFact(identityText(found.identity), found.evidence);
}

function configuredFact(found: FoundIdentity): FactState {
  return found.identity === null ? found.state : knownFact(yes(found.configured), found.evidence);
}

const facts: readonly EndFact[] = [
  {
    name: 'local-id',
    type: text,
    says: 'The identity that {end} sends; its own address when none is configured.',
    needs: ['config', 'live', 'log'],
    derive: ({ end }) => asText(effectiveLocalId(end)),
  },
  {
    name: 'peer-id',
    type: text,
    says: 'The identity that {end} expects of the peer; the peer address when none is configured, also where the peer is configured by its name.',
    needs: ['config', 'live'],
    derive: ({ end }) => asText(effectivePeerId(end)),
  },
  {
    name: 'local-id.configured',
    type: yesNo,
    says: 'Whether {end} has a local identification configured.',
    needs: ['config', 'live', 'log'],
    derive: ({ end }) => configuredFact(effectiveLocalId(end)),
  },
  {
    name: 'peer-id.configured',
    type: yesNo,
    says: 'Whether {end} has a peer identification configured.',
    needs: ['config', 'live'],
    derive: ({ end }) => configuredFact(effectivePeerId(end)),
  },
  {
    name: 'local-id.private',
    type: yesNo,
    says: 'Whether {end} identifies itself by a private address, which the other end cannot know.',
    needs: ['config', 'live', 'log'],
    derive: ({ end }) => {
      const found = effectiveLocalId(end);
      return found.identity === null
        ? found.state
        : knownFact(yes(isPrivateAddress(found.identity.value)), found.evidence);
    },
  },
  {
    name: 'accepts-peer-id',
    type: choice('yes', 'no', 'other-type'),
    says: 'Whether {end} expects the identity that the other end sends; `other-type` when value and type are not both equal but the value is.',
    needs: ['config', 'live'],
    from: ['other:local-id', 'points-at-peer'],
    derive: ({ end, other, own }) => {
      const expected = effectivePeerId(end);
      const sent = effectiveLocalId(other);
      if (expected.identity === null) return expected.state;
      if (sent.identity === null) return sent.state;
      const pointed = own('points-at-peer');
      if (!expected.configured && pointed.known && pointed.value === 'no') {
        // The expected identity is the peer address, and that one is wrong itself: there is one fault, not two.
        return unknownFact(
          `${end.name} expects the peer address as identity, and its peer address is not that of ${other.name}.`,
          'Correct the peer address first.',
        );
      }
      const same = sameIdentity(expected.identity, sent.identity);
      const evidence = [...sent.evidence, ...expected.evidence];
      if (same === null) {
        return unknownFact(
          `The type of an identity is not told, so ${expected.identity.value} cannot be compared.`,
          'Compare the types of both identifications.',
        );
      }
      if (same) return knownFact('yes', evidence);
      // Where the device does not say how it compares, a star means what the product makes of it.
      if (expected.identity.matching === undefined && expected.identity.value.includes('*')) {
        return unknownFact(
          `${end.name} expects the pattern ${expected.identity.value}.`,
          'Compare the pattern by hand.',
        );
      }
      const sameValue = sameIdentity({ ...expected.identity, type: sent.identity.type }, sent.identity);
      return knownFact(sameValue ? 'other-type' : 'no', evidence);
    },
  },
];

export const identityFacts = forEachEnd(facts);
