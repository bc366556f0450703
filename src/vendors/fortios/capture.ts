// Every reply of a FortiGate as JSON again, as it can become a fixture: keys were dropped as it entered.

import type { CapturedReply } from '../../domain/capture.js';
import type { CallContext } from '../../domain/device.js';
import { mapKnown } from '../../domain/observation.js';
import { eachRead, replyTo } from './eachRead.js';
import { Question } from './question.js';
import type { FortiReply } from './reply.js';
import { readRequest } from './requests.js';
import type { Session } from './session.js';

export async function* captureReplies(session: Session, call: CallContext): AsyncGenerator<CapturedReply> {
  const question = new Question(session, call, { needsActive: false });
  try {
    for (const one of await eachRead(question)) {
      const reply = await replyTo(question, one);
      yield {
        read: one.name,
        request: readRequest(one.name, one.values).says,
        form: 'json',
        reply: mapKnown(reply, printed),
      };
    }
  } finally {
    question.end();
  }
}

function printed({ results, envelope }: FortiReply): string {
  return JSON.stringify({ ...envelope, results }, null, 2);
}
