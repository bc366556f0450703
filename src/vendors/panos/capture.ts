// Every reply of a firewall as XML again, as it can become a fixture: what was dropped as it entered is not in it.

import type { CapturedReply } from '../../domain/capture.js';
import type { CallContext } from '../../domain/device.js';
import { mapKnown } from '../../domain/observation.js';
import { eachRead, replyTo } from './eachRead.js';
import { Question } from './question.js';
import { readRequest } from './requests.js';
import type { Session } from './session.js';
import { writeXml, type XmlNode } from './xml.js';

/** Of a log: enough to see every kind of line that came lately. */
const logRows = 200;

export async function* captureReplies(session: Session, call: CallContext): AsyncGenerator<CapturedReply> {
  const question = new Question(session, call, { needsActive: false });
  try {
    for (const one of await eachRead(question)) {
      const reply = await replyTo(question, one, logRows);
      yield {
        read: one.name,
        request: readRequest(one.name, one.values).says,
        form: 'xml',
        reply: mapKnown(reply, envelope),
      };
    }
  } finally {
    question.end();
  }
}

/** The reader hands on the `result` alone. */
function envelope(result: XmlNode): string {
  const attributes = { status: 'success' };
  return writeXml({ name: 'response', attributes, text: '', cdata: false, children: [result] });
}
