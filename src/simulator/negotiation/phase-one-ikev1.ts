// How an IKEv1 main or aggressive mode goes between two ends, and what each end logs about it.
import type { EffectivePair } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';
import { lifetimeSeconds } from '../model/spec.js';
import { ikev1, NO_SPI } from './ike-texts.js';
import {
  acceptsIdentity,
  agreeIke,
  aimsAtPeer,
  authMessageIsLost,
  floatsTo4500,
  ikeArrives,
  knowsPeer,
  type PhaseOneAttempt,
  type PhaseOneResult,
  RETRANSMIT_MS,
  sentIdentity,
} from './phase-one.js';
import { endpoints, Script } from './script.js';

/** RFC 2409 section 5. With a wrong key the responder cannot read message 5 and the initiator only repeats it. */
export function negotiateIkev1(attempt: PhaseOneAttempt): PhaseOneResult {
  const { pair, initiator, initiatorSpi, responderSpi } = attempt;
  const responder = otherSide(initiator);
  const aggressive = pair[initiator].gateway.exchangeMode === 'aggressive';
  const mode = aggressive ? 'aggressive' : 'main';
  const half = `${initiatorSpi}:${NO_SPI}`;
  const both = `${initiatorSpi}:${responderSpi}`;
  const script = new Script(pair);
  const ends = (side: Side, port: 500 | 4500 = 500) => endpoints(pair, side, port);
  const from = ends(responder).split('-')[1] ?? '';

  script.gateway(initiator, 0, ikev1.started('initiator', mode, ends(initiator), half));
  const timeOut = (cookies: string, port: 500 | 4500 = 500): PhaseOneResult => {
    script.gateway(
      initiator,
      RETRANSMIT_MS,
      ikev1.timedOut('initiator', mode, ends(initiator, port), cookies),
    );
    return { lines: script.lines, tookMs: RETRANSMIT_MS };
  };

  if (!aimsAtPeer(pair, initiator) || !ikeArrives(pair, initiator, 500)) return timeOut(half);
  if (!knowsPeer(pair, responder) || pair[responder].gateway.version === 'ikev2') {
    script.nameless(responder, 40, ikev1.noConfiguration(from));
    return timeOut(half);
  }
  if (!acceptsMode(pair, responder, mode)) {
    script.gateway(responder, 40, ikev1.unacceptableMode(aggressive ? 'Aggressive' : 'Identity Protection'));
    return timeOut(half);
  }
  script.gateway(responder, 40, ikev1.started('responder', mode, ends(responder), both));
  if (!ikeArrives(pair, responder, 500)) {
    script.gateway(responder, RETRANSMIT_MS, ikev1.timedOut('responder', mode, ends(responder), both));
    return timeOut(half);
  }

  const agreed = agreeIke(pair[initiator], pair[responder]);
  const ours = pair[responder].gateway.authentication;
  const theirs = pair[initiator].gateway.authentication;
  // The authentication method is an attribute of the IKEv1 proposal (RFC 2409 appendix A).
  if ('parameter' in agreed || ours.method !== theirs.method) {
    script.gateway(responder, 60, ikev1.noSuitableProposal());
    script.gateway(responder, 65, ikev1.sentNotify('NO-PROPOSAL-CHOSEN', 14));
    const [own = '', peer = ''] = ends(initiator).split('-');
    script.gateway(initiator, 110, ikev1.unencryptedNotify(peer, own));
    return timeOut(half);
  }

  const port = floatsTo4500(pair) ? 4500 : 500;
  const natHalfOn = pair.path.nat !== undefined && port === 500;
  if (natHalfOn && pair[initiator].gateway.natTraversal) {
    script.gateway(responder, 80, ikev1.unexpectedPayload());
  }
  if (!ikeArrives(pair, initiator, port) || authMessageIsLost(pair, initiator)) {
    script.gateway(responder, RETRANSMIT_MS, ikev1.timedOut('responder', mode, ends(responder), both));
    return timeOut(both, port);
  }
  if (ours.method === 'pre-shared-key' && theirs.method === 'pre-shared-key' && ours.key !== theirs.key) {
    script.gateway(responder, 150, ikev1.preSharedKey());
    return timeOut(both, port);
  }
  if (!acceptsIdentity(pair, responder)) {
    const sent = sentIdentity(pair[initiator]);
    script.gateway(responder, 150, ikev1.idMismatch(sent.type, sent.id));
    script.gateway(responder, 155, ikev1.sentNotify('INVALID-ID-INFORMATION', 18));
    script.gateway(initiator, 200, ikev1.receivedNotify('INVALID-ID-INFORMATION', 18));
    return timeOut(both, port);
  }
  for (const [verifier, sent] of [
    [responder, theirs],
    [initiator, ours],
  ] as const) {
    if (sent.method === 'certificate' && sent.problem !== undefined) {
      script.gateway(verifier, 150, ikev1.certificate(sent.problem));
      script.gateway(otherSide(verifier), 200, ikev1.receivedNotify('AUTHENTICATION-FAILED', 24));
      return timeOut(both, port);
    }
  }

  const lifetime = (side: Side) => lifetimeSeconds(pair[side].ikeCrypto.lifetime);
  script.gateway(
    responder,
    220,
    ikev1.succeeded('responder', mode, ends(responder, port), both, lifetime(responder)),
  );
  script.gateway(
    initiator,
    240,
    ikev1.succeeded('initiator', mode, ends(initiator, port), both, lifetime(initiator)),
  );
  return {
    lines: script.lines,
    tookMs: 300,
    sa: {
      version: 1,
      mode: aggressive ? 'Aggr' : 'Main',
      port,
      natTraversal: port === 4500,
      transforms: agreed,
    },
  };
}

function acceptsMode(pair: EffectivePair, responder: Side, mode: 'main' | 'aggressive'): boolean {
  const own = pair[responder].gateway.exchangeMode;
  return own === 'auto' || own === mode;
}
