// What a negative line means at its moment: the same notify means one thing before the IKE SA stands and another after.

import type { Cause } from '../../domain/causes.js';
import type { EventWord } from '../../domain/eventWords.js';
import type { LogEvent } from '../../domain/log.js';
import { peerDeleted, proofUnread } from './afterProof.js';
import { type Moment, reached } from './moment.js';
import { answerLost, noAnswer } from './silence.js';
import { beside, type Meaning, transportRefused, weak } from './weight.js';

/** Null when the line says nothing against the tunnel. */
export function meaningOf(event: LogEvent, moment: Moment): Meaning | null {
  const meaning = atItsMoment(event, moment);
  if (!meaning || event.readBy !== 'concept' || meaning.strength === 'consequence') return meaning;
  return { ...meaning, strength: 'hint' };
}

function atItsMoment(event: LogEvent, moment: Moment): Meaning | null {
  if (event.harmless) return null;
  const special = byPosition(event, moment);
  if (special) return special;
  const phase = event.phase ?? (reached(moment, 'authenticated') ? 2 : 1);
  if (event.proves)
    return {
      strength: 'proof',
      causes: [event.proves, ...event.confusedWith],
      abstains: null,
      phase,
      why: event.means,
    };
  if (event.suggests.length === 0) return null;
  // It failed, is down, deleted or gone, and the line does not say why: that is no cause, only what is to be looked for.
  if (event.consequence && event.suggests.length > 1 && endings.has(event.says)) {
    const causes = event.suggests[0] === 'other' ? event.suggests.slice(1) : event.suggests;
    return { strength: 'consequence', causes, abstains: 'insufficient-data', phase, why: event.means };
  }
  return {
    strength: event.consequence ? 'consequence' : event.suggests.length === 1 ? 'strong' : 'weak',
    causes: [...event.suggests, ...event.confusedWith],
    abstains: null,
    phase,
    why: event.means,
  };
}

/** What is over, in a word that does not say why. */
const endings: ReadonlySet<EventWord> = new Set([
  'down',
  'deleted',
  'peer-deleted',
  'child-failed',
  'consequence',
]);

function byPosition(event: LogEvent, moment: Moment): Meaning | null {
  if (event.says === 'payloads') return ofPayloads(event, moment);
  if (event.says === 'selector-refused' && moment.transport) return transportRefused();
  if (event.proves !== null) return null;
  switch (event.says) {
    case 'proposal-refused':
      return event.suggests.length > 0 ? null : proposalRefused(event, moment);
    case 'proposal-rejected':
      return event.suggests.length > 0 ? null : proposalRejected(event, moment);
    case 'auth-rejected':
      return event.suggests.length > 0 ? null : authRejected(moment);
    case 'id-rejected':
      return idRejected(event, moment);
    case 'peer-deleted':
      return peerDeleted(event, moment);
    case 'retransmit':
      if (event.printedBy === 'responder') return answerLost(event, moment);
      return event.suggests.length > 0 ? null : noAnswer(event, moment);
    case 'no-answer':
      return event.suggests.length > 0 ? null : noAnswer(event, moment);
    default:
      return null;
  }
}

/** N(…) inside a message that charon parsed or generated; the lines beside it say it in words, so this only counts when they are missing. */
function ofPayloads(event: LogEvent, moment: Moment): Meaning | null {
  const payloads = event.captures.payloads ?? '';
  const own = event.context.direction === 'sent';
  if (payloads.includes('EAP/FAIL'))
    return weak(
      ['other', 'auth-method-mismatch', 'psk-mismatch'],
      1,
      'EAP failed: the user or its password was refused, not the key of the gateway.',
    );
  if (payloads.includes('N(AUTH_FAILED)'))
    return own
      ? beside(authCauses(moment), 1, 'This end refused the authentication; the line before says why.')
      : authRejected(moment);
  if (payloads.includes('N(TS_UNACCEPT)'))
    return {
      ...weak(['traffic-selector-mismatch'], 2, 'The traffic selectors were refused.'),
      strength: 'strong',
    };
  if (payloads.includes('N(NO_PROP)'))
    return own
      ? beside(
          isPhase2(event, moment)
            ? ['esp-proposal-mismatch', 'pfs-mismatch']
            : ['ike-proposal-mismatch', 'unknown-peer'],
          null,
          'This end refused the proposals; the line before says why.',
        )
      : proposalRejected(event, moment);
  if (payloads.includes('N(PLD_MAL)')) return own ? null : proofUnread(moment);
  if (payloads.includes('N(INVAL_ID)')) return idRejected(event, moment);
  if (payloads.includes('N(FAIL_CP_REQ)') || payloads.includes('N(INT_ADDR_FAIL)'))
    return weak(
      ['other', 'traffic-selector-mismatch'],
      2,
      'The peer shall ask for an address and does not, or none is left for it.',
    );
  return null;
}

function isPhase2(event: LogEvent, moment: Moment): boolean {
  if (event.phase !== null) return event.phase === 2;
  if (moment.exchange === 'quick' || moment.exchange === 'create-child') return true;
  if (moment.exchange === 'ike-auth' && moment.ikeVersion === 2) return true;
  return moment.hash === true || moment.stood || reached(moment, 'authenticated');
}

function proposalRejected(event: LogEvent, moment: Moment): Meaning {
  if (!isPhase2(event, moment))
    return {
      strength: 'weak',
      causes: ['ike-proposal-mismatch', 'unknown-peer', 'ike-version-mismatch'],
      abstains: 'proposal-rejected-by-peer',
      phase: 1,
      why: 'The peer chose none of our phase 1 proposals, or has no gateway for our address; only its log says which.',
    };
  const rekey = moment.rekey || (moment.everUp && moment.exchange === 'create-child');
  const causes: Cause[] =
    rekey || moment.ke === true
      ? ['pfs-mismatch', 'esp-proposal-mismatch', 'traffic-selector-mismatch']
      : moment.transport
        ? ['encapsulation-mode-mismatch', 'esp-proposal-mismatch', 'pfs-mismatch']
        : ['esp-proposal-mismatch', 'pfs-mismatch', 'encapsulation-mode-mismatch'];
  return {
    strength: 'weak',
    causes,
    abstains: null,
    phase: 2,
    why: rekey
      ? 'The peer rejected the proposals of a rekey. IKEv2 checks PFS only at a rekey, so a PFS mismatch shows only now.'
      : 'Phase 1 stands and the peer refused the phase 2 proposals; its log says which parameter.',
  };
}

/** This end refused and does not say what: before the IKE SA stands it is phase 1, after it phase 2. */
function proposalRefused(event: LogEvent, moment: Moment): Meaning {
  return isPhase2(event, moment)
    ? weak(
        ['esp-proposal-mismatch', 'pfs-mismatch', 'traffic-selector-mismatch'],
        2,
        'Phase 1 stands and this end refused the phase 2 proposals of the peer.',
      )
    : weak(
        ['ike-proposal-mismatch', 'exchange-mode-mismatch', 'esp-proposal-mismatch'],
        1,
        'This end refused the proposals of the peer.',
      );
}

/** Key and identity first; then the method when it is known how this end authenticates, else certificates. */
function authCauses(moment: Moment): Cause[] {
  if (moment.auth === 'certificate')
    return ['certificate-problem', 'peer-id-mismatch', 'auth-method-mismatch', 'psk-mismatch'];
  if (moment.auth === 'eap')
    return ['other', 'auth-method-mismatch', 'peer-id-mismatch', 'certificate-problem'];
  if (moment.auth === 'null') return ['auth-method-mismatch', 'peer-id-mismatch', 'certificate-problem'];
  if (moment.auth === 'psk')
    return ['psk-mismatch', 'peer-id-mismatch', 'auth-method-mismatch', 'certificate-problem'];
  return ['psk-mismatch', 'peer-id-mismatch', 'certificate-problem', 'auth-method-mismatch'];
}

function authRejected(moment: Moment): Meaning {
  const abstains: Cause = 'auth-rejected-by-peer';
  if (moment.ikeVersion === 1 && moment.exchange === 'aggressive' && moment.hash !== true)
    return {
      ...weak(
        ['exchange-mode-mismatch', 'psk-mismatch', 'peer-id-mismatch'],
        1,
        'The peer refused aggressive mode before any encrypted message: the mode, the key or the identity.',
      ),
      abstains,
    };
  if (moment.ikeVersion === 1 && moment.hash === true && moment.auth !== 'certificate')
    return {
      ...weak(
        ['peer-id-mismatch', 'exchange-mode-mismatch', 'unknown-peer', 'psk-mismatch'],
        1,
        'The refusal came encrypted, so the peer derived the same keys; with a pre-shared key that speaks against a wrong key and for the identity.',
      ),
      abstains,
    };
  return {
    ...weak(authCauses(moment), 1, 'The peer refused authentication and does not say why; its log does.'),
    abstains,
  };
}

/** INVALID_ID_INFORMATION: identities or certificates before the IKE SA stands, selectors after (RFC 2408 section 5, RFC 2409). */
function idRejected(event: LogEvent, moment: Moment): Meaning {
  if (moment.transport) return transportRefused();
  if (
    isPhase2(event, moment) &&
    (moment.exchange === 'quick' || reached(moment, 'authenticated') || moment.exchange === null)
  )
    return weak(
      ['traffic-selector-mismatch', 'peer-id-mismatch'],
      2,
      'Phase 1 stands and the peer refused the identities of phase 2: the proxy IDs do not mirror its own.',
    );
  if (moment.auth === 'certificate')
    return weak(
      ['certificate-problem', 'peer-id-mismatch', 'auth-method-mismatch'],
      1,
      'The peer refused our identity or certificate.',
    );
  return weak(
    ['peer-id-mismatch', 'certificate-problem', 'traffic-selector-mismatch'],
    1,
    'The peer refused our identity.',
  );
}
