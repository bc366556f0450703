// What the firewall tells of the ways of several tunnels alike, read once for those that are asked about at the same moment: interfaces, sessions, policy-based forwarding.

import type { Observation } from '../../domain/observation.js';
import {
  type ForwardingWords,
  type InterfaceWords,
  parseForwarding,
  parseInterface,
  parseSessions,
  type SessionWords,
} from './parsePath.js';
import type { Question } from './question.js';
import type { ReadName } from './reads.js';

export function readInterface(question: Question, name: string): Promise<Observation<InterfaceWords | null>> {
  return question.session.interfaces.ask(question, { key: name }, async (part) => {
    const reply = await part.read('interface', { name });
    return reply.known ? part.known(parseInterface(reply.value)) : reply;
  });
}

export function readForwarding(question: Question): Promise<Observation<readonly ForwardingWords[]>> {
  return question.session.forwarding.ask(question, { key: 'all' }, async (part) => {
    const reply = await part.read('pbf-rules');
    return reply.known ? part.known(parseForwarding(reply.value)) : reply;
  });
}

export function readSessions(
  question: Question,
  name: ReadName,
  values: Readonly<Record<string, string>>,
): Promise<Observation<readonly SessionWords[]>> {
  const key = JSON.stringify([name, values]);
  return question.session.sessions.ask(question, { key }, async (part) => {
    const reply = await part.read(name, values, { table: 'bare' });
    return reply.known ? part.known(parseSessions(reply.value)) : reply;
  });
}
