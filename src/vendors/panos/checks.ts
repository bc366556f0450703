// What is tried of a firewall before evidence is asked of it: its key, and each right of its role.

import pLimit from 'p-limit';
import type { Observation } from '../../domain/observation.js';
import type { SessionChecks } from '../https/sessionChecks.js';
import type { PanosClient } from './client.js';
import { eachRead, replyTo } from './eachRead.js';
import type { Question } from './question.js';
import { reads } from './reads.js';
import { readRequest } from './requests.js';
import { rightFor } from './rights.js';

/** A query of a log mostly waits for its job. */
const logsAtATime = 5;

export const panosChecks: SessionChecks<Question, PanosClient> = {
  keyName: 'API key',
  tryKey: (client, frame) => client.read(readRequest('system-info'), frame),
  // In the words of the role editor, in the order in which it lists them.
  rights: [...new Set(Object.values(reads).map(({ form }) => rightFor(form)))],
  whose: 'The role of the API user',
  tryRight,
};

/** One request after the other, so that people's questions find a free line. */
async function tryRight(question: Question, right: string): Promise<readonly Observation<unknown>[]> {
  const limit = pLimit(right === rightFor(reads['log-poll'].form) ? logsAtATime : 1);
  const tried = (await eachRead(question)).filter(({ name }) => rightFor(reads[name].form) === right);
  // Whether it may be asked counts here, not what it says.
  return await Promise.all(tried.map((one) => limit(() => replyTo(question, one, 1))));
}
