// What a person said about a log that contradicts something: that it counts, or that it is of another tunnel or time.

import type { OpenAsk } from '../../domain/ask.js';
import type { Answer, TunnelEvidence } from '../../domain/evidence.js';
import { gap } from '../../domain/observation.js';
import type { Contradiction } from '../../domain/verdict.js';
import { logCounts } from '../../facts/answers.js';
import { unusedLog } from './given.js';

/** What was said about a log that was given before is not about this one. A log that a person took back is not evidence. */
export function settled(evidence: TunnelEvidence): TunnelEvidence {
  const { theirs } = evidence;
  if (theirs.readable || !theirs.log.known) return evidence;
  const { at, request, file = request } = theirs.log.source;
  const isOfThis = (answer: Answer): boolean => answer.fact !== logCounts.fact || answer.at >= at;
  const answers = evidence.answers.filter(isOfThis);
  const said = answers.findLast(({ fact }) => fact === logCounts.fact);
  if (said?.value !== logCounts.not) return { ...evidence, answers };
  const says = `${said.by} said that it is not of this tunnel and time.`;
  const remedy = `Send the lines of the gateway of ${theirs.name} for an attempt of today.`;
  const log = gap({ reason: 'foreign', says, remedy, device: theirs.name, request, at });
  return {
    ...evidence,
    answers,
    setAside: [...(evidence.setAside ?? []), unusedLog(file, says, remedy)],
    theirs: { ...theirs, log },
  };
}

/** One question settles all contradictions of one log. */
export function settlingAsks(
  { theirs }: TunnelEvidence,
  contradictions: readonly Contradiction[],
): readonly OpenAsk[] {
  const open = contradictions.find(({ question }) => question !== null);
  if (!open?.question || !theirs.log.known) return [];
  return [
    {
      fact: logCounts.fact,
      question: open.question,
      step: 'contradiction',
      form: 'choice',
      choices: [logCounts.counts, logCounts.not],
      why: 'Nobody said which of the two is right.',
      since: theirs.log.source.at,
    },
  ];
}
