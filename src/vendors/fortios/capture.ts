// Every reply of a FortiGate as JSON again, as it can become a fixture: keys were dropped as it entered.

import type { CapturedReply } from '../../domain/capture.js';
import { mapKnown } from '../../domain/observation.js';
import { eachRead, replyTo } from './eachRead.js';
import type { Question } from './question.js';
import type { FortiReply } from './reply.js';
import { readRequest } from './requests.js';

export async function* captureReplies(question: Question): AsyncGenerator<CapturedReply> {
  for (const one of await eachRead(question)) {
    const reply = mapKnown(await replyTo(question, one), printed);
    yield { read: one.name, request: readRequest(one.name, one.values).says, form: 'json', reply };
  }
}

function printed({ results, envelope }: FortiReply): string {
  return JSON.stringify({ ...envelope, results }, null, 2);
}
