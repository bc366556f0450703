// How an IKEv2 IKE_SA_INIT and IKE_AUTH goes between two ends, and what each end logs about it.
import type { EffectivePair } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';
import { type EndSpec, lifetimeSeconds } from '../model/spec.js';
import { dhGroupInTable, encryptionNames, hashInTable } from './algorithms.js';
import { ikev2, NO_SPI } from './ike-texts.js';
import {
  acceptsIdentity,
  agreeIke,
  aimsAtPeer,
  authMessageIsLost,
  floatsTo4500,
  ikeArrives,
  knowsPeer,
  type MissingParameter,
  type PhaseOneAttempt,
  type PhaseOneResult,
  RETRANSMIT_MS,
  sentIdentity,
} from './phase-one.js';
import { endpoints, type LogEvent, Script } from './script.js';

/** RFC 7296 sections 1.2 and 2.21: the end that refuses knows why, the other gets a bare notify. */
export function negotiateIkev2(attempt: PhaseOneAttempt): PhaseOneResult {
  const { pair, initiator, initiatorSpi, responderSpi, serial } = attempt;
  const responder = otherSide(initiator);
  const rekey = attempt.rekey ? 'rekey' : 'non-rekey';
  const half = `${initiatorSpi}:${NO_SPI}`;
  const both = `${initiatorSpi}:${responderSpi}`;
  const script = new Script(pair);
  const ends = (side: Side, port: 500 | 4500) => endpoints(pair, side, port);

  script.gateway(initiator, 0, ikev2.started('initiator', ends(initiator, 500), half, rekey));
  const timeOut = (spis: string, port: 500 | 4500): PhaseOneResult => {
    script.gateway(
      initiator,
      RETRANSMIT_MS,
      ikev2.failed('initiator', ends(initiator, port), spis, ikev2.timeout, rekey),
    );
    return { lines: script.lines, tookMs: RETRANSMIT_MS };
  };
  const responderStarted = () =>
    script.gateway(responder, 40, ikev2.started('responder', ends(responder, 500), both, rekey));

  if (!aimsAtPeer(pair, initiator) || !ikeArrives(pair, initiator, 500)) return timeOut(half, 500);
  if (!knowsPeer(pair, responder)) {
    script.nameless(responder, 40, ikev2noConfiguration(pair, responder));
    return timeOut(half, 500);
  }
  if (pair[responder].gateway.version === 'ikev1') {
    script.nameless(responder, 40, ikev2.unknownPeer());
    return timeOut(half, 500);
  }
  responderStarted();
  if (!ikeArrives(pair, responder, 500)) {
    script.gateway(
      responder,
      RETRANSMIT_MS,
      ikev2.failed('responder', ends(responder, 500), both, ikev2.timeout, rekey),
    );
    return timeOut(half, 500);
  }

  const agreed = agreeIke(pair[initiator], pair[responder]);
  if ('parameter' in agreed) {
    for (const line of refusedProposal(pair[responder], agreed)) script.gateway(responder, 60, line);
    script.gateway(responder, 70, ikev2.failed('responder', ends(responder, 500), both, '', rekey));
    script.gateway(initiator, 110, ikev2.receivedNotify('NO_PROPOSAL_CHOSEN'));
    script.gateway(initiator, 120, ikev2.failed('initiator', ends(initiator, 500), half, '', rekey));
    return { lines: script.lines, tookMs: 200 };
  }

  const port = floatsTo4500(pair) ? 4500 : 500;
  if (!ikeArrives(pair, initiator, port) || authMessageIsLost(pair, initiator)) {
    script.gateway(
      responder,
      RETRANSMIT_MS,
      ikev2.failed('responder', ends(responder, 500), both, ikev2.timeout, rekey),
    );
    return timeOut(both, port);
  }

  const refusedBy = (verifier: Side, reasons: readonly LogEvent[]): PhaseOneResult => {
    const rejected = otherSide(verifier);
    const role = (side: Side) => (side === initiator ? 'initiator' : 'responder');
    for (const reason of reasons) script.gateway(verifier, 150, reason);
    script.gateway(verifier, 160, ikev2.failed(role(verifier), ends(verifier, port), both, '', rekey));
    script.gateway(rejected, 200, ikev2.receivedNotify('AUTHENTICATION_FAILED'));
    script.gateway(rejected, 210, ikev2.failed(role(rejected), ends(rejected, port), both, '', rekey));
    return { lines: script.lines, tookMs: 300 };
  };
  for (const verifier of [responder, initiator]) {
    const reasons = whyNotAuthentic(pair, verifier, verifier === responder ? 'ID_I' : 'ID_R');
    if (reasons !== null) return refusedBy(verifier, reasons);
  }

  const lifetime = (side: Side) => lifetimeSeconds(pair[side].ikeCrypto.lifetime);
  script.gateway(
    responder,
    180,
    ikev2.succeeded('responder', ends(responder, port), both, serial, lifetime(responder), rekey),
  );
  script.gateway(
    initiator,
    220,
    ikev2.succeeded('initiator', ends(initiator, port), both, serial, lifetime(initiator), rekey),
  );
  return {
    lines: script.lines,
    tookMs: 250,
    sa: { version: 2, mode: 'IKEv2', port, natTraversal: port === 4500, transforms: agreed },
  };
}

function ikev2noConfiguration(pair: EffectivePair, responder: Side): LogEvent {
  const from = endpoints(pair, responder, 500).split('-')[1] ?? '';
  return {
    eventid: 'ike-nego-p1-fail-common',
    severity: 'informational',
    text: `IKE phase-1 negotiation is failed. Couldn't find configuration for IKE phase-1 request for peer IP ${from}`,
  };
}

/** From 11.2 on the log names the parameter; before, it only says that nothing fitted. */
function refusedProposal(responder: EndSpec, missing: MissingParameter): LogEvent[] {
  const [major = 11, minor = 2] = (responder.release ?? '11.2').split('.').map(Number);
  if (major < 11 || (major === 11 && minor < 2)) return [ikev2.noSuitableProposal()];
  const spoken = {
    enc: encryptionNames(missing.configured).ike,
    hash: hashInTable(missing.configured),
    dh: dhGroupInTable(missing.configured),
  }[missing.parameter];
  return [
    ikev2.parameterMissing(responder.gateway.name, missing.parameter, spoken),
    ikev2.noProposalChosen(),
  ];
}

/** What the verifier logs about it, which may be nothing; null when all is well. */
function whyNotAuthentic(pair: EffectivePair, verifier: Side, payload: 'ID_I' | 'ID_R'): LogEvent[] | null {
  const peer = pair[otherSide(verifier)];
  const own = pair[verifier];
  if (!acceptsIdentity(pair, verifier)) {
    const sent = sentIdentity(peer);
    return [ikev2.idMismatch(payload, sent.type, sent.id)];
  }
  const theirs = peer.gateway.authentication;
  const ours = own.gateway.authentication;
  if (ours.method === 'certificate' && theirs.method === 'certificate') {
    return theirs.problem === undefined ? null : [ikev2.certificate(theirs.problem)];
  }
  if (ours.method === 'certificate') return [ikev2.certificate('peer did not send a certificate')];
  if (theirs.method === 'certificate') return [ikev2.authenticationFailure()];
  if (ours.key === theirs.key) return null;
  return ours.unsaid || theirs.unsaid ? [] : [ikev2.preSharedKey()];
}
