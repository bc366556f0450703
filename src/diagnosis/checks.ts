// The few things that are worth a person's time now: those whose answer would change the verdict most, each once.

import { causeInfo } from '../domain/causes.js';
import type { Examination } from './diagnose.js';

/** One thing to find out, as people read it. */
export interface Check {
  readonly says: string;
  /** The question of the walk that it answers; null for what no answer fills in. */
  readonly fact: string | null;
}

/** More than these nobody does at night. */
const mostChecks = 3;

/** The questions of the walk in their order (ranked by what they decide), then what the deciding finding names, then what was not read. */
export function checksFor({ diagnosis }: Examination): readonly Check[] {
  const { verdict, wouldChange, asks = [] } = diagnosis;
  const isCalm = causeInfo(verdict.cause).kind === 'not-a-fault';
  if (isCalm && verdict.confidence === 'certain') return [];
  // Without a failure there is nothing that the log of its time could show.
  const asked = asks.filter((ask) => !(isCalm && ask.form === 'log'));
  const isLogAsked = asked.some((ask) => ask.form === 'log');
  const named =
    isCalm || verdict.confidence === 'certain'
      ? []
      : wouldChange.filter((one) => !(isLogAsked && one.log === 'theirs'));
  return [
    ...asked.map(({ fact, question }) => ({ fact, says: question })),
    ...named.map(({ says }) => ({ fact: null, says })),
  ].slice(0, mostChecks);
}
