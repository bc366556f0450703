// Facts that rest on the cause which the logs of both ends support best, and on the line that decides it.

import {
  type FactDefinition,
  type FactState,
  type FactType,
  knownFact,
  unknownFact,
  type View,
} from './fact.js';
import { type JointCandidate, jointCandidates } from './logCandidates.js';

/** What rests on the logs of both ends. */
export const bothLogs: FactDefinition['needs'] = [
  { end: 'ours', kind: 'log' },
  { end: 'theirs', kind: 'log' },
];

export function fromLead(
  name: string,
  type: FactType,
  says: string,
  read: (lead: JointCandidate, view: View) => string | readonly string[] | null,
  missing = 'No log that was read points to a cause.',
  otherwise: (view: View) => FactState | null = () => null,
): FactDefinition {
  return {
    name,
    type,
    says,
    needs: bothLogs,
    from: [
      'ike.proposals.shared',
      'child.proposals.shared',
      'child.selectors.match',
      'ike.auth.shared',
      'ike.version.shared',
      'ike.mode.shared',
      'child.pfs.shared',
    ],
    derive: (view) => {
      const [lead] = jointCandidates(view);
      const value = lead ? read(lead, view) : null;
      if (lead && value !== null) return knownFact(value, lead.evidence);
      return (lead ? null : otherwise(view)) ?? unknownFact(missing, howToGetLogs(view));
    },
  };
}

export function howToGetLogs({ evidence: { ours, theirs } }: View): string {
  if (!theirs.readable)
    return `Ask the people of ${theirs.name} for the log of their end at the time of the failure.`;
  const silent = [ours, theirs].find((end) => !end.log.known);
  return silent
    ? `Make the log of ${silent.name} readable.`
    : 'Start the tunnel once and read the logs of both ends again.';
}
