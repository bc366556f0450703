// What moved at both ends between two looks, where an end tells no SPIs by which more could be compared.

import { countText } from '../domain/amount.js';
import type { EndEvidence } from '../domain/evidence.js';
import { isUp } from '../domain/live.js';
import { lastSpan, movedBetween } from './counters.js';
import { type FactState, knownFact } from './fact.js';
import { lineOf, type Sight } from './perEnd.js';

/** So much that was sent between two looks is no packet or two that are still on their way. */
const manySent = { packets: 20n, bytes: 20_000n } as const;

/**
 * Where an end tells no SPIs, only movement can be compared: between the two looks one end sent, and nothing came in at the other,
 * whose counters are seen to move because it sends itself. Null: that is not what they show.
 */
export function nothingCameIn({ end, other }: Sight): FactState | null {
  if (![end, other].some(hidesSpis)) return null;
  const [sent, came] = [movedBetween(end), movedBetween(other)];
  if ('why' in sent || 'why' in came) return null;
  if (sent.out < manySent[sent.unit] || came.in > 0n || came.out === 0n) return null;
  return knownFact('none', [
    ...lineOf(end.later, `sent ${countText(sent.out)} ${sent.unit} ${lastSpan(end)}`),
    ...lineOf(other.later, `received 0 ${came.unit} ${lastSpan(other)}, sent ${countText(came.out)}`),
  ]);
}

function hidesSpis({ live }: EndEvidence): boolean {
  return (
    live.known && live.value.children.some((one) => isUp(one) && one.spiIn === null && one.spiOut === null)
  );
}
