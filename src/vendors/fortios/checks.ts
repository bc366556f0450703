// What is tried of a FortiGate before evidence is asked of it: its token, and each right of its admin profile.

import type { Observation } from '../../domain/observation.js';
import type { FilledRead } from '../https/filledReads.js';
import type { SessionChecks } from '../https/sessionChecks.js';
import type { FortiClient } from './client.js';
import { eachRead, replyTo } from './eachRead.js';
import { parseHaMode } from './parseSystem.js';
import type { Question } from './question.js';
import { type ReadName, reads } from './reads.js';
import { readRequest } from './requests.js';

export const fortiosChecks: SessionChecks<Question, FortiClient> = {
  keyName: 'API token',
  tryKey: (client, frame) => client.read(readRequest('status'), frame),
  // By the names of `config system accprofile`, in the order in which they are first needed.
  rights: [...new Set(Object.values(reads).map(({ right }) => right))].filter((right) => right !== 'any'),
  whose: 'The admin profile of the API user',
  tryRight,
};

/** One request after the other, so that people's questions find a free line. */
async function tryRight(question: Question, right: string): Promise<readonly Observation<unknown>[]> {
  const answers: Observation<unknown>[] = [];
  for (const one of await eachRead(question))
    if (reads[one.name].right === right) answers.push(await tryOne(question, one));
  return answers;
}

async function tryOne(question: Question, one: FilledRead<ReadName>): Promise<Observation<unknown>> {
  const reply = await replyTo(question, one);
  // Without the right this one is answered too, with less in it.
  const isLess = reply.known && one.name === 'ha-config' && parseHaMode(reply.value.results) === null;
  return isLess ? question.lacking(one.name) : reply;
}
