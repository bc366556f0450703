// How often verdicts were right: counted by cause and confidence.

import type { Cause } from '../../domain/causes.js';
import { causeInfo } from '../../domain/causes.js';
import type { Confidence } from '../../domain/verdict.js';
import type { FollowedVerdict } from '../../incidents/verdicts.js';

/** What is known of a verdict. A person's word counts before what the incident was closed with. */
type Outcome = 'right' | 'wrong' | 'closedOtherwise' | 'notTold';

export interface Count extends Readonly<Record<Outcome, number>> {
  readonly cause: Cause;
  readonly confidence: Confidence;
}

function outcomeOf({ judged, closedWith, cause }: FollowedVerdict): Outcome {
  if (judged) return judged.right ? 'right' : 'wrong';
  // That a tunnel worked again before the incident was closed says nothing against what was wrong with it.
  if (closedWith === null || causeInfo(cause).kind === 'not-a-fault') return 'notTold';
  return closedWith === cause ? 'right' : 'closedOtherwise';
}

/** Those first of which most is known. A verdict without a cause claims nothing, so it is not counted. */
export function countVerdicts(verdicts: readonly FollowedVerdict[]): readonly Count[] {
  const counts = new Map<string, Count>();
  for (const verdict of verdicts) {
    const { cause, confidence } = verdict;
    if (confidence === 'none') continue;
    const key = `${cause} ${confidence}`;
    const before = counts.get(key) ?? {
      cause,
      confidence,
      right: 0,
      wrong: 0,
      closedOtherwise: 0,
      notTold: 0,
    };
    const outcome = outcomeOf(verdict);
    counts.set(key, { ...before, [outcome]: before[outcome] + 1 });
  }
  return [...counts.values()].sort(
    (a, b) => known(b) - known(a) || b.notTold - a.notTold || a.cause.localeCompare(b.cause),
  );
}

/** Of how many the truth is known. */
export function known({ right, wrong, closedOtherwise }: Omit<Count, 'cause' | 'confidence'>): number {
  return right + wrong + closedOtherwise;
}
