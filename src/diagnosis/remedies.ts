// What to do about a finding, best first: who acts is known by name, and what lies behind the order is data of the playbook.

import type { Remedy } from '../domain/decision.js';
import type { EndName, TunnelEvidence } from '../domain/evidence.js';
import type { ActingSide, Finding } from '../domain/verdict.js';
import type { FoundTrigger } from './foundTrigger.js';

/**
 * Where one end is enough: first the end whose change leads to the stronger algorithm, else the one that was changed last, else the
 * one that we can change ourselves. Where both have to act, the one that was changed last begins.
 */
export function remediesOf(
  { next, either }: Finding,
  side: ActingSide,
  evidence: TunnelEvidence,
  trigger: FoundTrigger | null,
): readonly Remedy[] {
  const isAlternative = either !== undefined;
  const first = either?.rather ?? (trigger?.kind === 'change' ? trigger.end.end : null) ?? 'ours';
  const order: readonly EndName[] = first === 'ours' ? ['ours', 'theirs'] : ['theirs', 'ours'];
  return order
    .filter((end) => next[end] !== '' && (isAlternative || acts(end, side)))
    .map((end, index) => ({
      actor: evidence[end].name,
      byPartner: end === 'theirs' && !evidence.theirs.readable,
      isAlternative: isAlternative && index > 0,
      says: next[end],
    }));
}

/** Where one side acts, what the other one may look at besides is no remedy. */
function acts(end: EndName, side: ActingSide): boolean {
  return side === end || (side !== 'ours' && side !== 'theirs');
}
