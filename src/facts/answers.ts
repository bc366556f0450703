// What only a person can tell about an end that belongs to somebody else; unknown until somebody says it.

import { choice, type FactDefinition, unknownFact, yesNo } from './fact.js';

/** How a person settles what a given log contradicts: its words are those of the buttons. */
export const logCounts = {
  fact: 'answer.log-counts',
  counts: 'the log is right',
  not: 'the log is not of this tunnel and time',
} as const;

function told(name: string, says: string, why: string, how: string): FactDefinition {
  return { name, type: yesNo, says, needs: [], from: [], derive: () => unknownFact(why, how) };
}

export const answerFacts: readonly FactDefinition[] = [
  told(
    'answer.peer-answers-elsewhere',
    'Whether the gateway of the other end is reachable from another network, as a person tried it.',
    'Not tested: whether the gateway of the other end is reachable from another network.',
    'Try it from another line, or ask whether other tunnels of that gateway are up.',
  ),
  {
    name: logCounts.fact,
    type: choice(logCounts.counts, logCounts.not),
    says: 'Whether a log that was given counts where something else contradicts it, as a person said.',
    needs: [],
    from: [],
    derive: () => unknownFact('Nobody said which of the two is right.', 'Ask whoever gave the log.'),
  },
  told(
    'answer.peer-changed',
    'Whether the people of the other end changed settings, software, line or address shortly before it broke, as they said.',
    'Nobody asked the people of the other end whether they changed something.',
    'Ask them.',
  ),
  told(
    'answer.key-changed',
    'Whether the pre-shared key was entered anew at either end shortly before it broke, as a person said.',
    'Nobody said whether the key was entered anew.',
    'Ask the people of both ends.',
  ),
];
