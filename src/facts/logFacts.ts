// What the logs of both ends say together: the deciding line, its end, and who started.

import { causeCodes } from '../domain/causes.js';
import type { EndEvidence } from '../domain/evidence.js';
import { isPossibleAt } from '../domain/possible.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  knownFact,
  list,
  number,
  text,
  unknownFact,
  type View,
  yesNo,
} from './fact.js';
import { jointCandidates } from './logCandidates.js';
import { logDifferenceFacts } from './logDifference.js';
import { bothLogs, fromLead, howToGetLogs } from './logLead.js';
import { noFaultFacts } from './logNoFault.js';
import { endLogFacts } from './logOfEnd.js';
import { fromGap, lineOf, logSays } from './perEnd.js';

/** All logs within our reach, and those that were given, were read and say nothing: that is an answer, and not a gap. */
function readWithoutCause({ evidence: { ours, theirs } }: View): FactState | null {
  const reach = [ours, theirs].filter((end) => end.readable || end.log.known);
  if (!reach.every((end) => end.log.known)) return null;
  return knownFact(
    'none',
    reach.flatMap((end) => logSays(end, 'its log points to no cause')),
  );
}

/** Of the log that decides, else of the only one that shows a negotiation. */
function excludedFact(view: View): FactState {
  const { ours, theirs } = view.evidence;
  const [lead] = jointCandidates(view);
  const ends = lead ? [view.evidence[lead.end]] : [ours, theirs];
  const read = ends.filter((end) => end.log.known && end.log.value.stop.stage !== null);
  const [end] = read;
  if (!end?.log.known || read.length > 1)
    return unknownFact('No log that was read shows where a negotiation stopped.', howToGetLogs(view));
  const { stop } = end.log.value;
  return knownFact(
    causeCodes.filter((cause) => !isPossibleAt(cause, stop)),
    logSays(end, `the negotiation in its log stopped at: ${stop.stage}`),
  );
}

function initiatorFact(view: View): FactState {
  const { ours, theirs } = view.evidence;
  for (const [end, other] of [
    [ours, 'theirs'],
    [theirs, 'ours'],
  ] as const) {
    const role = roleOf(end);
    if (role) return knownFact(role.role === 'initiator' ? end.end : other, role.evidence);
  }
  return unknownFact('No SA and no log shows which end starts the negotiation.', howToGetLogs(view));
}

function roleOf(end: EndEvidence) {
  if (end.log.known && end.log.value.side) {
    return {
      role: end.log.value.side,
      evidence: logSays(end, `its log reads as ${end.log.value.side}`),
    };
  }
  const sa = end.live.known ? end.live.value.ike.find((one) => one.role !== null) : undefined;
  return sa?.role ? { role: sa.role, evidence: lineOf(end.live, `role in its IKE SA: ${sa.role}`) } : null;
}

/** Yes when one is; no only when all that there are were read. */
function anyOf(states: readonly FactState[]): FactState {
  const hit = states.find((state) => state.known && state.value === 'yes');
  if (hit) return hit;
  const open = states.find((state) => !state.known);
  if (open) return open;
  return knownFact(
    'no',
    states.flatMap((state) => (state.known ? state.evidence : [])),
  );
}

const joint: readonly FactDefinition[] = [
  fromLead(
    'log.cause',
    choice(...causeCodes, 'none'),
    'The cause that the logs of both ends support best; the end that refuses decides. `none`: every log that we can read was read, and none points to a cause.',
    (lead) => lead.cause,
    'No log that was read points to a cause.',
    readWithoutCause,
  ),
  fromLead(
    'log.confidence',
    choice('certain', 'likely', 'possible'),
    'How sure the logs are of that cause.',
    (lead) => lead.confidence,
  ),
  fromLead('log.decider', choice('ours', 'theirs'), 'The end whose log decides.', (lead) => lead.end),
  fromLead(
    'log.refuser',
    choice('ours', 'theirs'),
    'The end that refuses: the one whose log decides, or the other one where the deciding line only tells that it refused.',
    (lead) => lead.refuser,
  ),
  fromLead('log.device', text, 'The device whose log decides.', (lead) => lead.device),
  fromLead(
    'log.role',
    choice('initiator', 'responder'),
    'The role of the end whose log decides.',
    (lead) => lead.role,
    'The deciding log does not show who started.',
  ),
  fromLead(
    'log.line',
    text,
    'The deciding log line; it says so when no signature knows it and it was read by its words.',
    (lead) => {
      const [line] = lead.evidence;
      if (!line) return lead.why;
      return lead.byWords
        ? `${line.text} (no signature knows this line: it was read by its words)`
        : line.text;
    },
  ),
  fromLead(
    'log.detail',
    choice('certificate-out-of-date', 'certificate-not-sent', 'own-certificate', 'none'),
    'What exactly the deciding log line says is wrong, where it says more than the cause.',
    (lead) => lead.detail ?? 'none',
  ),
  fromLead('log.why', text, 'Why the logs support that cause, in one sentence.', (lead) => lead.why),
  fromLead('log.others', list, 'Other causes that the logs support less.', (lead, view) =>
    jointCandidates(view)
      .map((one) => one.cause)
      .filter((cause) => cause !== lead.cause),
  ),
  {
    name: 'log.excluded',
    type: list,
    says: 'Causes that the negotiation in the deciding log cannot have: it got past them, or its IKE version does not know them.',
    needs: bothLogs,
    from: ['log.cause'],
    derive: excludedFact,
  },
  {
    name: 'initiator',
    type: choice('ours', 'theirs'),
    says: 'Which end started the negotiation that the logs or SAs show.',
    needs: [...bothLogs, { end: 'ours', kind: 'live' }, { end: 'theirs', kind: 'live' }],
    from: [],
    derive: initiatorFact,
  },
  {
    name: 'responder.log',
    type: choice('read', 'foreign', 'unread'),
    says: 'Whether the log of the responder, which knows the reason, was read; `foreign` when it belongs to somebody else and was not given.',
    needs: [],
    from: ['initiator', 'ours.log.read', 'theirs.log.read'],
    derive: ({ evidence, fact }) => {
      const initiator = fact('initiator');
      if (!initiator.known) return initiator;
      const responder = initiator.value === 'ours' ? evidence.theirs : evidence.ours;
      const read = fact(`${responder.end}.log.read`);
      const value = read.known && read.value === 'yes' ? 'read' : responder.readable ? 'unread' : 'foreign';
      return knownFact(value, [...initiator.evidence, ...(read.known ? read.evidence : [])]);
    },
  },
  {
    name: 'log.negotiations',
    type: yesNo,
    says: 'Whether any log that was read shows a negotiation.',
    needs: [],
    from: ['ours.log.negotiations', 'theirs.log.negotiations'],
    derive: ({ fact }) => anyOf([fact('ours.log.negotiations'), fact('theirs.log.negotiations')]),
  },
  {
    name: 'rekeys.collide',
    type: yesNo,
    says: 'Whether a log that was read tells of rekeys that both ends began at once.',
    needs: [],
    from: ['ours.log.rekeys-collide', 'theirs.log.rekeys-collide'],
    derive: ({ fact }) => anyOf([fact('ours.log.rekeys-collide'), fact('theirs.log.rekeys-collide')]),
  },
  {
    name: 'log.candidates',
    type: number('causes'),
    says: 'How many causes the logs of both ends support.',
    needs: bothLogs,
    from: [],
    derive: (view) => {
      const { ours, theirs } = view.evidence;
      if (!ours.log.known && !theirs.log.known) return fromGap(ours.log);
      return knownFact(jointCandidates(view).length, [
        ...lineOf(ours.log, 'log read'),
        ...lineOf(theirs.log, 'log read'),
      ]);
    },
  },
];

export const logFacts = [...endLogFacts, ...joint, ...logDifferenceFacts, ...noFaultFacts];
