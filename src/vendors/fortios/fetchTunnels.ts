// The one table of what runs: every tunnel of the virtual domain, or one by its name; it is told in one call whatever its size.

import type { Gap, Observation } from '../../domain/observation.js';
import { parseTunnels, type TunnelRow } from './parseTunnels.js';
import type { Question } from './question.js';

/** One reply serves everybody who asks at the same moment; a whole table is never reused. */
export function readTunnels(question: Question): Promise<Observation<readonly TunnelRow[]>> {
  return question.session.tunnels.ask(question, 0, async (part) => {
    const told = await part.readRows('ipsec');
    return told.known ? part.knownRows(told.value, parseTunnels(told.value)) : told;
  });
}

/** The row of a phase 1, or the rows of the peers that dialed in: a name alone would leave those out. */
export async function readTunnel(
  question: Question,
  name: string,
  isDialUp: boolean,
): Promise<Observation<readonly TunnelRow[]>> {
  if (isDialUp) return readTunnels(question);
  const told = await question.readRows('ipsec-of', { tunnel: name });
  return told.known ? question.knownRows(told.value, parseTunnels(told.value)) : told;
}

export function notRunning(question: Question, name: string): Gap {
  return question.gap(
    'not-present',
    `The firewall lists no tunnel "${name}" among those that run.`,
    'Check the name and the virtual domain, and whether a phase 2 and a firewall policy use it.',
  );
}
