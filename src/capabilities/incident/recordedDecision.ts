// A verdict of the timeline as the decision that every card draws.

import { causeInfo } from '../../domain/causes.js';
import type { Decision } from '../../domain/decision.js';
import type { TunnelState } from '../../domain/live.js';
import type { RecordedVerdict } from '../../incidents/events.js';

export function decisionFrom(verdict: RecordedVerdict, state: TunnelState): Decision {
  const { cause, confidence, side, summary, since = null, trigger = null, untriggered = '' } = verdict;
  const isCalm = causeInfo(cause).kind === 'not-a-fault';
  return {
    state,
    since,
    ...(verdict.onlyFailuresSince === undefined ? {} : { onlyFailuresSince: verdict.onlyFailuresSince }),
    cause: isCalm ? null : { code: cause, says: summary, confidence },
    trigger,
    untriggered,
    remedies: verdict.remedies ?? [],
    acts: side,
  };
}
