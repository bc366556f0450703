// Where the negotiation stopped when a line was printed, in the words that decide which causes are possible.

import type { EventWord } from '../../domain/eventWords.js';
import { type LogEvent, refusalIn } from '../../domain/log.js';
import { anywhere, type Stage, type StopPoint } from '../../domain/possible.js';
import { responderAsksForCertificate } from '../exchange/facts.js';
import { exchangeOf, type Moment, reached } from './moment.js';

const silent: ReadonlySet<EventWord> = new Set(['no-answer', 'retransmit']);
/** @param phase the phase that the line speaks of, null when it does not tell */
export function stopPointOf(moment: Moment, event: LogEvent | null, phase: 1 | 2 | null): StopPoint {
  const exchange = exchangeOf(moment);
  const says = event?.says ?? 'no-answer';
  const refusal = event ? refusalIn(event) : null;
  return {
    ...anywhere,
    ikeVersion: moment.ikeVersion,
    stage: provesKeys(says, moment.ikeVersion) ? underKeys(stageOf(moment, phase)) : stageOf(moment, phase),
    how: silent.has(says) ? 'silent' : says === 'decrypt-failed' ? 'garbled' : refusal ? 'refused' : null,
    isAggressive:
      exchange.messages.some((one) => one.exchange === 'aggressive') || moment.exchange === 'aggressive',
    proof:
      refusal === 'own'
        ? exchange.auth.theirs
        : refusal === 'received'
          ? (exchange.auth.ours ?? moment.auth)
          : null,
    certificateAsked: responderAsksForCertificate(exchange),
  };
}

/** Only a message under the keys can be garbled, a certificate stands in none before, and IKEv2 looks at a proof only there (RFC 7296 section 1.2). */
function provesKeys(says: string, ikeVersion: 1 | 2 | null): boolean {
  return (
    says === 'decrypt-failed' ||
    says === 'certificate-bad' ||
    (ikeVersion === 2 && (says === 'auth-rejected' || says === 'auth-failed'))
  );
}

/** The proposals were agreed, whatever the log leaves out. */
function underKeys(stage: Stage | null): Stage | null {
  return stage === 'first-message' ? 'proof' : stage;
}

function stageOf(moment: Moment, phase: 1 | 2 | null): Stage | null {
  const isChild =
    moment.exchange === 'quick' || moment.exchange === 'create-child' || moment.everUp || moment.rekey;
  // With IKEv1 one end may hold the IKE SA for established while the other still refuses its proof.
  const isProof = moment.exchange === 'main' || moment.exchange === 'aggressive';
  if (phase === 1 && isProof && moment.ikeVersion === 1 && reached(moment, 'authenticated')) return 'proof';
  if (phase === 2 || reached(moment, 'authenticated')) {
    if (moment.everUp && phase !== 2) return 'established';
    if (isChild) return moment.exchange === 'informational' ? null : 'child';
    return moment.ikeVersion === 2 ? 'first-child' : moment.ikeVersion === 1 ? 'child' : null;
  }
  if (moment.stood) return null;
  if (reached(moment, 'proposals-agreed')) return 'proof';
  if (moment.exchange === 'ike-auth') return 'proof';
  return reached(moment, 'started') ? 'first-message' : null;
}
