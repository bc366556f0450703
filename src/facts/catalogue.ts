// Every fact there is, by name: the vocabulary of playbooks.

import { addressFacts } from './addresses.js';
import { answerFacts } from './answers.js';
import { arrivalFacts } from './arrivalFacts.js';
import { availabilityFacts } from './availability.js';
import { certificateFacts } from './certificates.js';
import { changeFacts } from './changes.js';
import { childFacts } from './children.js';
import { disabledCallFacts } from './disabledCalls.js';
import type { FactDefinition } from './fact.js';
import { forwardingFacts } from './forwarding.js';
import { gatewayFacts } from './gateway.js';
import { gatewayCompareFacts } from './gatewayCompare.js';
import { identityFacts } from './identities.js';
import { livenessFacts } from './liveness.js';
import { liveFacts } from './liveSas.js';
import { logFacts } from './logFacts.js';
import { monitorFacts } from './monitor.js';
import { outageFacts } from './outages.js';
import { outsideFacts } from './outside.js';
import { pathFacts } from './path.js';
import { proposalFacts } from './proposals.js';
import { restartFacts } from './restarts.js';
import { selectorFacts } from './selectors.js';
import { sinceGoodFacts } from './sinceGood.js';
import { surroundingFacts } from './surroundings.js';
import { trafficFacts } from './traffic.js';
import { unseenFacts } from './unseen.js';

/** In the order of a diagnosis: what is recognized first, phase 1, phase 2, what was established, what surrounds it. */
export const catalogue: readonly FactDefinition[] = [
  ...availabilityFacts,
  ...gatewayFacts,
  ...gatewayCompareFacts,
  ...addressFacts,
  ...identityFacts,
  ...proposalFacts,
  ...childFacts,
  ...selectorFacts,
  ...liveFacts,
  ...trafficFacts,
  ...livenessFacts,
  ...restartFacts,
  ...arrivalFacts,
  ...monitorFacts,
  ...outsideFacts,
  ...pathFacts,
  ...forwardingFacts,
  ...certificateFacts,
  ...logFacts,
  ...outageFacts,
  ...disabledCallFacts,
  ...changeFacts,
  ...sinceGoodFacts,
  ...surroundingFacts,
  ...unseenFacts,
  ...answerFacts,
];

export const factsByName: ReadonlyMap<string, FactDefinition> = new Map(
  catalogue.map((fact) => [fact.name, fact]),
);

export function isFact(name: string): boolean {
  return factsByName.has(name);
}
