// Each request of the adapter tried once, by the right that it needs: what the role of the API user lacks is found before somebody needs it.

import pLimit from 'p-limit';
import { type CheckCall, type CheckFinding, fails, warns, well } from '../../domain/check.js';
import type { Gap, Observation } from '../../domain/observation.js';
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
  const question = new Question(session, call, false);
  try {
    const limit = pLimit(right === rightFor(reads['log-poll'].form) ? logsAtATime : 1);
    const tried = (await eachRead(question)).filter(({ name }) => rightFor(reads[name].form) === right);
    // Whether it may be asked counts here, not what it says.
    const answers = await Promise.all(tried.map((one) => limit(() => replyTo(question, one, 1))));
    call.signal.throwIfAborted();
    return judge(answers);
  } finally {
    question.end();
  }
}

/** What the firewall has not, or its version does not know, it was willing to tell. */
const allowed = ['not-supported', 'not-present', 'device-error'];

function judge(answers: readonly Observation<unknown>[]): CheckFinding {
  const gaps = answers.filter((one): one is Gap => !one.known);
  const lacking = gaps.filter(({ reason }) => reason === 'unauthorized');
  const [first] = lacking;
  if (first) {
    const others = lacking.length - 1;
    const more =
      others === 0 ? '' : ` ${others} more of our requests ${others === 1 ? 'is' : 'are'} refused too.`;
    return fails(`${first.says}${more}`, first.remedy);
  }
  const silent = gaps.filter(({ reason }) => !allowed.includes(reason));
  const [unanswered] = silent;
  if (unanswered) {
    const says = `${answers.length - silent.length} of ${answers.length} requests were answered; \`${unanswered.request}\` was not: ${unanswered.says}`;
    return silent.length === answers.length ? fails(says, unanswered.remedy) : warns(says, unanswered.remedy);
  }
  const unknown = gaps
    .filter(({ reason }) => reason === 'not-supported')
    .map(({ request }) => `\`${request}\``);
  const tried = `The role of the API user has it: ${answers.length} of our requests were tried, none was refused.`;
  return well(unknown.length === 0 ? tried : `${tried} This version does not know ${unknown.join(', ')}.`);
}
