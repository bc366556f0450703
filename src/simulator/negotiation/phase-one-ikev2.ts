// How an IKEv2 IKE_SA_INIT and IKE_AUTH goes between two ends, and what each end lives through.
import type { EffectivePair } from '../model/apply-fault.js';
import type { Happening, IkeExchange } from '../model/happening.js';
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

/** RFC 7296 sections 1.2 and 2.21: the end that refuses knows why, the other gets a bare notify. */
export function negotiateIkev2(attempt: PhaseOneAttempt): PhaseOneResult {
  const { pair, initiator } = attempt;
  const responder = otherSide(initiator);
  const script = new Script();
  const seenBy = (side: Side, port: 500 | 4500, answered: boolean) =>
    exchangeSeenBy(attempt, 2, side, port, answered);
  const fails = (side: Side, afterMs: number, ike: IkeExchange, why: 'timeout' | 'refused') =>
    script.gateway(side, afterMs, { what: 'ike-failed', ike, why });
  const timeOut = (answered: boolean, port: 500 | 4500): PhaseOneResult => {
    fails(initiator, RETRANSMIT_MS, seenBy(initiator, port, answered), 'timeout');
    return { steps: script.steps, tookMs: RETRANSMIT_MS };
  };
  const responderTimesOut = () => fails(responder, RETRANSMIT_MS, seenBy(responder, 500, true), 'timeout');

  script.gateway(initiator, 0, { what: 'ike-started', ike: seenBy(initiator, 500, false) });
  if (!aimsAtPeer(pair, initiator) || !ikeArrives(pair, initiator, 500)) return timeOut(false, 500);
  if (!knowsPeer(pair, responder)) {
    script.nameless(responder, 40, { what: 'peer-unknown', ike: seenBy(responder, 500, false) });
    return timeOut(false, 500);
  }
  if (pair[responder].gateway.version === 'ikev1') {
    script.nameless(responder, 40, { what: 'version-refused', ike: seenBy(responder, 500, false) });
    return timeOut(false, 500);
  }
  script.gateway(responder, 40, { what: 'ike-started', ike: seenBy(responder, 500, true) });
  if (!ikeArrives(pair, responder, 500)) {
    responderTimesOut();
    return timeOut(false, 500);
  }

  const agreed = agreeIke(pair[initiator], pair[responder]);
  if ('parameter' in agreed) {
    const [asked, told] = [seenBy(responder, 500, true), seenBy(initiator, 500, false)];
    script.gateway(responder, 60, { what: 'ike-proposal-refused', ike: asked, missing: agreed });
    fails(responder, 70, asked, 'refused');
    const notify = { name: 'NO_PROPOSAL_CHOSEN', code: 14, version: 2 } as const;
    script.gateway(initiator, 110, { what: 'notify-received', notify, ike: told });
    fails(initiator, 120, told, 'refused');
    return { steps: script.steps, tookMs: 200 };
  }

  const port = floatsTo4500(pair) ? 4500 : 500;
  if (!ikeArrives(pair, initiator, port) || authMessageIsLost(pair, initiator)) {
    responderTimesOut();
    return timeOut(true, port);
  }
  for (const verifier of [responder, initiator]) {
    const ike = seenBy(verifier, port, true);
    const reason = whyNotAuthentic(pair, verifier, ike);
    if (reason === null) continue;
    const rejected = otherSide(verifier);
    const told = seenBy(rejected, port, true);
    script.gateway(verifier, 150, reason);
    fails(verifier, 160, ike, 'refused');
    const notify = { name: 'AUTHENTICATION_FAILED', code: 24, version: 2 } as const;
    script.gateway(rejected, 200, { what: 'notify-received', notify, ike: told });
    fails(rejected, 210, told, 'refused');
    return { steps: script.steps, tookMs: 300 };
  }

  bothSucceed(script, attempt, 2, port, { responder: 180, initiator: 220 });
  const natTraversal = port === 4500;
  return {
    steps: script.steps,
    tookMs: 250,
    sa: { version: 2, mode: 'IKEv2', port, natTraversal, transforms: agreed },
  };
}

/** What the verifier finds wrong; null when all is well. */
function whyNotAuthentic(pair: EffectivePair, verifier: Side, ike: IkeExchange): Happening | null {
  const peer = pair[otherSide(verifier)];
  if (!acceptsIdentity(pair, verifier)) {
    const payload = ike.role === 'responder' ? 'ID_I' : 'ID_R';
    return { what: 'identity-refused', ike, payload, sent: sentIdentity(peer) };
  }
  const theirs = peer.gateway.authentication;
  const ours = pair[verifier].gateway.authentication;
  if (ours.method === 'certificate') {
    const reason = theirs.method === 'certificate' ? theirs.problem : 'peer did not send a certificate';
    return reason === undefined ? null : { what: 'certificate-refused', ike, reason };
  }
  if (theirs.method === 'certificate') return { what: 'method-refused', ike };
  if (ours.key === theirs.key) return null;
  return { what: 'key-refused', ike, said: !(ours.unsaid || theirs.unsaid) };
}
