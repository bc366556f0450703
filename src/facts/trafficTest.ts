// The test that proves traffic: a ping from inside, in the words of each end's product.

import type { EndEvidence } from '../domain/evidence.js';
import { selectorText } from '../domain/selector.js';
import { knownFact, text } from './fact.js';
import { forEachEnd, lineOf } from './perEnd.js';

/** By vendor: the command, where A is an own protected address and B one behind the other end. */
const pings: Readonly<Record<string, (end: EndEvidence) => string>> = {
  panos: ({ tunnel }) =>
    `\`ping source A host B\`, and \`test vpn ipsec-sa tunnel ${tunnel ?? 'NAME'}\` when the SA is missing`,
  strongswan: () => '`ping -I A B`',
};

function network(end: EndEvidence, side: 'local' | 'remote'): string {
  const [first] = end.config.known ? end.config.value.children.flatMap((child) => child[side]) : [];
  return first ? ` in ${selectorText(first)}` : '';
}

function pingOf(end: EndEvidence, other: EndEvidence): string {
  const command = pings[end.vendor ?? '']?.(end);
  if (!command) return `Send a ping from a host behind ${end.name} to a host behind ${other.name}`;
  const own = `A is an address of ${end.name}${network(end, 'local')}`;
  return `On ${end.name}: ${command}; ${own}, B a host${network(end, 'remote')} that answers`;
}

export const trafficTestFacts = forEachEnd([
  {
    name: 'test.ping',
    type: text,
    says: 'The ping from inside {end} that proves whether traffic passes, as its product spells it.',
    // Without the configuration it still names the ends.
    needs: [],
    derive: ({ end, other }) =>
      knownFact(pingOf(end, other), lineOf(end.config, 'the networks that the tunnel protects')),
  },
]);
