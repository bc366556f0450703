// Our requests were tried once, those that one right covers: whether it is there.

import { type CheckFinding, fails, warns, well } from '../../domain/check.js';
import type { Gap, Observation } from '../../domain/observation.js';

/** What the firewall has not, or its version does not know, it was willing to tell. */
const allowed = ['not-supported', 'not-present', 'device-error'];

/** @param whose what holds the right, at the beginning of a sentence: `The role of the API user` */
export function judgeTrials(answers: readonly Observation<unknown>[], whose: string): CheckFinding {
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
  const tried = `${whose} has it: ${answers.length} of our requests were tried, none was refused.`;
  return well(unknown.length === 0 ? tried : `${tried} This version does not know ${unknown.join(', ')}.`);
}
