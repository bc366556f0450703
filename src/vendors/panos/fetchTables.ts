// The two tables of a whole firewall that several kinds of evidence need: flow summary and IKE SAs.

import type { Observation } from '../../domain/observation.js';
import { type FlowWords, type IkeSaWords, parseFlows, parseIkeSas } from './parseVpn.js';
import type { Question } from './question.js';

/** Every tunnel that the dataplane has, up or not; remembers their ids. */
export function readFlows(question: Question): Promise<Observation<readonly FlowWords[]>> {
  return question.session.flowTable.ask(question, 0, async (part) => {
    const reply = await part.read('flow', {}, { table: 'wrapped' });
    if (!reply.known) return reply;
    const flows = parseFlows(reply.value);
    part.session.memory.learnRows(flows);
    return part.known(flows);
  });
}

/** Only SAs that are up have a row. */
export function readIkeSas(question: Question): Promise<Observation<readonly IkeSaWords[]>> {
  return question.session.ikeTable.ask(question, 0, async (part) => {
    const reply = await part.read('ike-sa', {}, { table: 'bare' });
    return reply.known ? part.known(parseIkeSas(reply.value)) : reply;
  });
}
