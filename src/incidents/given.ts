// What people gave, laid over what devices said: answers, and the log of an end that nobody can read.

import type { Answer, TunnelEvidence } from '../domain/evidence.js';
import type { LogReading } from '../domain/log.js';
import { known } from '../domain/observation.js';
import { tellingAnswers } from './walk.js';

export interface GivenLog {
  readonly reading: LogReading;
  readonly by: string;
  /** ISO 8601 UTC: when it was given. */
  readonly at: string;
}

/** A log that was read from a device is never replaced by one that was pasted. */
export function withGiven(
  evidence: TunnelEvidence,
  answers: readonly Answer[],
  log: GivenLog | null,
): TunnelEvidence {
  const told = { ...evidence, answers: [...evidence.answers, ...tellingAnswers(answers)] };
  if (log === null || evidence.theirs.log.known) return told;
  const { theirs } = evidence;
  return {
    ...told,
    theirs: {
      ...theirs,
      vendor: theirs.vendor ?? (log.reading.vendor === 'unknown' ? null : log.reading.vendor),
      log: known(log.reading, {
        device: theirs.name,
        request: `log given by ${log.by}`,
        at: log.at,
        fromCache: false,
        calls: 0,
      }),
    },
  };
}
