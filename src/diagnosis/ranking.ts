// Which fault blocks first: phase 1 before phase 2 before what was established, in the order in which a negotiation meets them.

import { type Cause, causeInfo } from '../domain/causes.js';
import type { Confidence } from '../domain/verdict.js';
import type { JudgedFinding } from '../playbook/finding.js';

/** Recognized before anything is called a fault. */
const first: readonly Cause[] = ['device-unreachable', 'standby-node', 'admin-disabled'];

/** In the order in which they stop a negotiation; those that only describe a silence or a refusal come last. */
const order: readonly Cause[] = [
  'routing-missing',
  'policy-denied',
  'both-passive',
  'ike-version-mismatch',
  'exchange-mode-mismatch',
  'unknown-peer',
  'ike-proposal-mismatch',
  'nat-t-problem',
  'auth-method-mismatch',
  'peer-id-mismatch',
  'certificate-problem',
  'psk-mismatch',
  'fragmentation-mtu',
  'duplicate-peer',
  'encapsulation-mode-mismatch',
  'traffic-selector-mismatch',
  'esp-proposal-mismatch',
  'pfs-mismatch',
  'rekey-failure',
  'sa-mismatch',
  'esp-blocked',
  'tunnel-monitor-failure',
  'dpd-timeout',
  'peer-unreachable',
  'auth-rejected-by-peer',
  'proposal-rejected-by-peer',
  'other',
  'insufficient-data',
];

const confidenceRank: Readonly<Record<Confidence, number>> = { certain: 0, likely: 1, possible: 2, none: 3 };
const stage = { ike: 1, child: 2, traffic: 3, always: 3 } as const;

/** Lower leads. A cause that only says "refused" or "silent" gives way to one that says why, in the same phase. */
function weigh(one: JudgedFinding): readonly number[] {
  const cause = one.finding.cause ?? 'other';
  const early = first.indexOf(cause);
  const isWeak = confidenceRank[one.confidence] >= 2 ? 1 : 0;
  const thin =
    causeInfo(cause).kind === 'abstains' || cause === 'peer-unreachable' || cause === 'dpd-timeout' ? 1 : 0;
  return [
    early >= 0 ? early : first.length,
    isWeak,
    stage[one.breaks],
    thin,
    confidenceRank[one.confidence],
    order.indexOf(cause),
  ];
}

/** Faults, the one that blocks first at the front. */
export function ranked(faults: readonly JudgedFinding[]): readonly JudgedFinding[] {
  return faults
    .map((one) => ({ one, weight: weigh(one) }))
    .sort((a, b) => compare(a.weight, b.weight))
    .map(({ one }) => one);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, left] of a.entries()) {
    const difference = left - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

export function isEarly(cause: Cause): boolean {
  return first.includes(cause);
}
