// How an IKEv1 main or aggressive mode goes between two ends, and what each end lives through.
import type { EffectivePair } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';
import {
  acceptsIdentity,
  agreeIke,
  aimsAtPeer,
  authMessageIsLost,
  bothSucceed,
  exchangeSeenBy,
  floatsTo4500,
  ikeArrives,
  knowsPeer,
  type PhaseOneAttempt,
  type PhaseOneResult,
  RETRANSMIT_MS,
  sentIdentity,
} from './phase-one.js';
import { Script } from './script.js';

/** RFC 2409 section 5. With a wrong key the responder cannot read message 5 and the initiator only repeats it. */
export function negotiateIkev1(attempt: PhaseOneAttempt): PhaseOneResult {
  const { pair, initiator } = attempt;
  const responder = otherSide(initiator);
  const aggressive = pair[initiator].gateway.exchangeMode === 'aggressive';
  const script = new Script();
  const seenBy = (side: Side, port: 500 | 4500, answered: boolean) =>
    exchangeSeenBy(attempt, 1, side, port, answered);
  const notify = (name: string, code: number) => ({ name, code, version: 1 as const });

  script.gateway(initiator, 0, { what: 'ike-started', ike: seenBy(initiator, 500, false) });
  const timeOut = (answered: boolean, port: 500 | 4500 = 500): PhaseOneResult => {
    const ike = seenBy(initiator, port, answered);
    script.gateway(initiator, RETRANSMIT_MS, { what: 'ike-failed', ike, why: 'timeout' });
    return { steps: script.steps, tookMs: RETRANSMIT_MS };
  };
  const responderTimesOut = () => {
    const ike = seenBy(responder, 500, true);
    script.gateway(responder, RETRANSMIT_MS, { what: 'ike-failed', ike, why: 'timeout' });
  };

  if (!aimsAtPeer(pair, initiator) || !ikeArrives(pair, initiator, 500)) return timeOut(false);
  const first = seenBy(responder, 500, false);
  if (!knowsPeer(pair, responder) || pair[responder].gateway.version === 'ikev2') {
    script.nameless(responder, 40, { what: 'peer-unknown', ike: first });
    return timeOut(false);
  }
  if (!acceptsMode(pair, responder, aggressive ? 'aggressive' : 'main')) {
    script.gateway(responder, 40, { what: 'mode-refused', ike: first });
    return timeOut(false);
  }
  script.gateway(responder, 40, { what: 'ike-started', ike: seenBy(responder, 500, true) });
  if (!ikeArrives(pair, responder, 500)) {
    responderTimesOut();
    return timeOut(false);
  }

  const agreed = agreeIke(pair[initiator], pair[responder]);
  const ours = pair[responder].gateway.authentication;
  const theirs = pair[initiator].gateway.authentication;
  // The authentication method is an attribute of the IKEv1 proposal (RFC 2409 appendix A).
  if ('parameter' in agreed || ours.method !== theirs.method) {
    const missing = 'parameter' in agreed ? agreed : null;
    script.gateway(responder, 60, { what: 'ike-proposal-refused', ike: first, missing });
    script.gateway(responder, 65, { what: 'notify-sent', notify: notify('NO_PROPOSAL_CHOSEN', 14) });
    script.gateway(initiator, 110, { what: 'notify-unprotected', ike: seenBy(initiator, 500, false) });
    return timeOut(false);
  }

  const port = floatsTo4500(pair) ? 4500 : 500;
  const natHalfOn = pair.path.nat !== undefined && port === 500;
  if (natHalfOn && pair[initiator].gateway.natTraversal) {
    script.gateway(responder, 80, { what: 'payload-unexpected', ike: seenBy(responder, 500, true) });
  }
  if (!ikeArrives(pair, initiator, port) || authMessageIsLost(pair, initiator)) {
    responderTimesOut();
    return timeOut(true, port);
  }
  const verified = seenBy(responder, port, true);
  if (ours.method === 'pre-shared-key' && theirs.method === 'pre-shared-key' && ours.key !== theirs.key) {
    script.gateway(responder, 150, { what: 'key-refused', ike: verified, said: true });
    return timeOut(true, port);
  }
  if (!acceptsIdentity(pair, responder)) {
    const sent = sentIdentity(pair[initiator]);
    const refused = notify('INVALID_ID_INFORMATION', 18);
    const ike = seenBy(initiator, port, true);
    script.gateway(responder, 150, { what: 'identity-refused', ike: verified, payload: 'ID_I', sent });
    script.gateway(responder, 155, { what: 'notify-sent', notify: refused });
    script.gateway(initiator, 200, { what: 'notify-received', notify: refused, ike });
    return timeOut(true, port);
  }
  for (const [verifier, sent] of [
    [responder, theirs],
    [initiator, ours],
  ] as const) {
    if (sent.method === 'certificate' && sent.problem !== undefined) {
      const told = otherSide(verifier);
      const ike = seenBy(verifier, port, true);
      script.gateway(verifier, 150, { what: 'certificate-refused', ike, reason: sent.problem });
      script.gateway(told, 200, {
        what: 'notify-received',
        notify: notify('AUTHENTICATION_FAILED', 24),
        ike: seenBy(told, port, true),
      });
      return timeOut(true, port);
    }
  }

  bothSucceed(script, attempt, 1, port, { responder: 220, initiator: 240 });
  const mode = aggressive ? 'Aggr' : 'Main';
  const natTraversal = port === 4500;
  return {
    steps: script.steps,
    tookMs: 300,
    sa: { version: 1, mode, port, natTraversal, transforms: agreed },
  };
}

function acceptsMode(pair: EffectivePair, responder: Side, mode: 'main' | 'aggressive'): boolean {
  const own = pair[responder].gateway.exchangeMode;
  return own === 'auto' || own === mode;
}
