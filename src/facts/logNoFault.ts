// What the logs show that is no fault: the tunnel came up, waits, rekeys, is switched off, or another unit carries it.

import { causeCodes, causeInfo } from '../domain/causes.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  type FactType,
  knownFact,
  text,
  unknownFact,
  type View,
} from './fact.js';
import { type JointCandidate, withoutFault } from './logCandidates.js';
import { bothLogs, howToGetLogs } from './logLead.js';
import { fromGap, logSays } from './perEnd.js';

function fromNoFault(
  name: string,
  type: FactType,
  says: string,
  read: (found: JointCandidate) => string,
  otherwise: (view: View) => FactState,
): FactDefinition {
  return {
    name,
    type,
    says,
    needs: bothLogs,
    from: ['log.cause'],
    derive: (view) => {
      const found = withoutFault(view);
      return found ? knownFact(read(found), found.evidence) : otherwise(view);
    },
  };
}

const calm = causeCodes.filter((cause) => causeInfo(cause).kind === 'not-a-fault');

export const noFaultFacts: readonly FactDefinition[] = [
  fromNoFault(
    'log.no-fault',
    choice(...calm, 'none'),
    'What a log shows that is no fault: disabled, standby, and, where no SA could be read and every error is known, up, idle or rekeying. `none` when a log was read and shows none of these.',
    (found) => found.cause,
    ({ evidence: { ours, theirs } }) => {
      if (!ours.log.known && !theirs.log.known) return fromGap(ours.log);
      return knownFact(
        'none',
        [ours, theirs].flatMap((end) => logSays(end, 'its log does not say that nothing is wrong')),
      );
    },
  ),
  fromNoFault(
    'log.no-fault.confidence',
    choice('certain', 'likely', 'possible'),
    'How sure the log is of that.',
    (found) => found.confidence,
    notSaid,
  ),
  fromNoFault(
    'log.no-fault.decider',
    choice('ours', 'theirs'),
    'The end whose log says so.',
    (found) => found.end,
    notSaid,
  ),
  fromNoFault(
    'log.no-fault.line',
    text,
    'The line that says so.',
    (found) => found.evidence[0]?.text ?? found.why,
    notSaid,
  ),
  fromNoFault(
    'log.no-fault.why',
    text,
    'Why the log means that, in one sentence.',
    (found) => found.why,
    notSaid,
  ),
];

function notSaid(view: View): FactState {
  return unknownFact('No log that was read shows that nothing is wrong.', howToGetLogs(view));
}
