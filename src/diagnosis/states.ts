// The states of both ends and of the tunnel, by the same rules that `status` uses.

import type { EndEvidence, TunnelEvidence } from '../domain/evidence.js';
import type { States } from '../facts/fact.js';
import { combineEnds, underMaintenance, withLoss } from '../fleet/combine.js';
import { deriveEndState, type EndState } from '../fleet/state.js';

export function statesOf(evidence: TunnelEvidence): States & { readonly tunnel: EndState } {
  const ours = named(evidence.ours);
  const theirs = named(evidence.theirs);
  const read = evidence.theirs.readable;
  const combined = withLoss(
    combineEnds(ours, read ? theirs : null),
    evidence.ours,
    read ? evidence.theirs : null,
  );
  const tunnel = underMaintenance(combined, evidence.declared.maintenance, new Date(evidence.collectedAt));
  return { ours, theirs, tunnel };
}

function named(end: EndEvidence): EndState & { readonly device: string } {
  return { ...deriveEndState(end), device: end.name };
}
