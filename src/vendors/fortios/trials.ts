// Each request of the adapter tried once, by the right that it needs: what the admin profile lacks is found before somebody needs it.

import type { CheckCall, CheckFinding } from '../../domain/check.js';
import type { Observation } from '../../domain/observation.js';
import { judgeTrials } from '../https/judgeTrials.js';
import { eachRead, type FilledRead, replyTo } from './eachRead.js';
import { parseHaMode } from './parseSystem.js';
import { Question } from './question.js';
import { reads } from './reads.js';
import type { Session } from './session.js';

/** By the names of `config system accprofile`, in the order in which they are first needed. */
export const neededRights: readonly string[] = [
  ...new Set(Object.values(reads).map(({ right }) => right)),
].filter((right) => right !== 'any');

/** One request after the other, so that people's questions find a free line. */
export async function tryRight(session: Session, right: string, call: CheckCall): Promise<CheckFinding> {
  const question = new Question(session, call, { needsActive: false });
  try {
    const answers: Observation<unknown>[] = [];
    for (const one of await eachRead(question))
      if (reads[one.name].right === right) answers.push(await tryOne(question, one));
    call.signal.throwIfAborted();
    return judgeTrials(answers, 'The admin profile of the API user');
  } finally {
    question.end();
  }
}

async function tryOne(question: Question, one: FilledRead): Promise<Observation<unknown>> {
  const reply = await replyTo(question, one);
  // Without the right this one is answered too, with less in it.
  const isLess = reply.known && one.name === 'ha-config' && parseHaMode(reply.value.results) === null;
  return isLess ? question.lacking(one.name) : reply;
}
