// Each request of the adapter tried once, by the right that it needs: what the role of the API user lacks is found before somebody needs it.

import pLimit from 'p-limit';
import type { CheckCall, CheckFinding } from '../../domain/check.js';
import { judgeTrials } from '../https/judgeTrials.js';
import { eachRead, replyTo } from './eachRead.js';
import { Question } from './question.js';
import { reads } from './reads.js';
import { rightFor } from './rights.js';
import type { Session } from './session.js';

/** The rights in the words of the role editor, in the order in which it lists them. */
export const neededRights: readonly string[] = [
  ...new Set(Object.values(reads).map(({ form }) => rightFor(form))),
];

/** A query of a log mostly waits for its job. */
const logsAtATime = 5;

/** One request after the other, so that people's questions find a free line. */
export async function tryRight(session: Session, right: string, call: CheckCall): Promise<CheckFinding> {
  const question = new Question(session, call, { needsActive: false });
  try {
    const limit = pLimit(right === rightFor(reads['log-poll'].form) ? logsAtATime : 1);
    const tried = (await eachRead(question)).filter(({ name }) => rightFor(reads[name].form) === right);
    // Whether it may be asked counts here, not what it says.
    const answers = await Promise.all(tried.map((one) => limit(() => replyTo(question, one, 1))));
    call.signal.throwIfAborted();
    return judgeTrials(answers, 'The role of the API user');
  } finally {
    question.end();
  }
}
