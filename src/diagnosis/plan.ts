// What to collect is computed from the playbooks: a playbook names facts, a fact names the evidence it needs.

import type { EndName } from '../domain/evidence.js';
import { factsByName } from '../facts/catalogue.js';
import type { EndKind } from '../facts/fact.js';
import { factsUsed } from '../playbook/factsUsed.js';
import type { Playbook } from '../playbook/playbook.js';

/** Kinds of evidence for each end; asking more costs device calls and tells no playbook anything. */
export type EvidencePlan = Readonly<Record<EndName, ReadonlySet<EndKind>>>;

/** The state of the tunnel always needs these. */
const always: readonly EndKind[] = ['config', 'live', 'ha', 'log'];

export function planEvidence(playbooks: readonly Playbook[]): EvidencePlan {
  const plan = { ours: new Set<EndKind>(always), theirs: new Set<EndKind>(always) };
  const seen = new Set<string>();
  const queue = playbooks.flatMap(factsUsed);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const fact = factsByName.get(name);
    for (const need of fact?.needs ?? []) plan[need.end].add(need.kind);
    queue.push(...(fact?.from ?? []));
  }
  return plan;
}
