// Every reply of a firewall as XML again, as it can become a fixture: what was dropped as it entered is not in it.

import type { CapturedReply } from '../../domain/capture.js';
import { mapKnown } from '../../domain/observation.js';
import { eachRead, replyTo } from './eachRead.js';
import type { Question } from './question.js';
import { readRequest } from './requests.js';
import { writeXml, type XmlNode } from './xml.js';

/** Of a log: enough to see every kind of line that came lately. */
const logRows = 200;

export async function* captureReplies(question: Question): AsyncGenerator<CapturedReply> {
  for (const one of await eachRead(question)) {
    const reply = mapKnown(await replyTo(question, one, logRows), envelope);
    yield { read: one.name, request: readRequest(one.name, one.values).says, form: 'xml', reply };
  }
}

/** The reader hands on the `result` alone. */
function envelope(result: XmlNode): string {
  const attributes = { status: 'success' };
  return writeXml({ name: 'response', attributes, text: '', cdata: false, children: [result] });
}
