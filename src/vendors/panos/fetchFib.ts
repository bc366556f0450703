// Asking which way a packet would take: one address in one router, by whichever routing engine the firewall runs.

import type { Observation } from '../../domain/observation.js';
import { fetchSystem } from './fetchBasics.js';
import { type FibWords, parseFib } from './parsePath.js';
import type { Question } from './question.js';

export async function fetchFib(
  question: Question,
  router: string,
  address: string,
): Promise<Observation<FibWords>> {
  const system = await fetchSystem(question);
  const advanced = system.known && system.value.advancedRouting;
  const reply = await question.read(advanced ? 'fib-lookup-advanced' : 'fib-lookup', { router, ip: address });
  return reply.known ? question.known(parseFib(reply.value)) : reply;
}
