// What moved at both ends between two looks, where an end tells no SPIs by which more could be compared.

import { countText } from '../domain/amount.js';
import type { EndEvidence } from '../domain/evidence.js';
import { isUp } from '../domain/live.js';
import { apartOfDifference, skewSeconds } from './apart.js';
import { inBytes, lastSpan, type Moved, movedBetween } from './counters.js';
import { type FactState, knownFact, number, unknownFact } from './fact.js';
import { type EndFact, lineOf, type Sight } from './perEnd.js';

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

/** What a packet carries more on the way than inside (ESP in UDP with AES-CBC and SHA-256); vendors count one or the other. */
const overheadBytes = 80n;

/**
 * Of what this end sent between two looks, at least so many percent were not counted as received there. Only where an end tells
 * no SPIs, so that nothing better can be compared. One vendor counts what is inside of ESP, another what is outside, and the looks
 * are never of one moment: what both can explain is not missing.
 */
function missingBytes({ end, other }: Sight): FactState {
  const [sent, came] = [movedBetween(end, inBytes), movedBetween(other, inBytes)];
  if ('why' in sent) return unknownFact(sent.why, again);
  if ('why' in came) return unknownFact(came.why, again);
  if (![end, other].some(hidesSpis))
    return unknownFact('Both ends tell SPIs, which compare more.', 'Compare the counters of each SPI.');
  const seconds = secondsOf(end);
  if (sent.out < manySent.bytes || seconds < 1)
    return unknownFact(`${end.name} sent too little between the two readings to compare.`, again);
  const least = Number(sent.out - overheadBytes * packetsOf(movedBetween(end), movedBetween(other)));
  const looks = [end.live, end.later, other.live, other.later];
  const apart = apartOfDifference(Number(sent.out) / seconds, seconds - secondsOf(other), looks);
  const missing = least - Number(came.in) - apart.expected;
  const share = missing > apart.doubt ? Math.round((missing / least) * 100) : 0;
  return knownFact(share, [
    ...lineOf(end.later, `sent ${countText(sent.out)} bytes ${lastSpan(end)}`),
    ...lineOf(other.later, `received ${countText(came.in)} bytes ${lastSpan(other)}`),
  ]);
}

const again = 'Diagnose again while the tunnel carries traffic.';

function secondsOf({ live, later }: EndEvidence): number {
  return skewSeconds(later, live) ?? 0;
}

/** Packets of the direction, as one of the two ends counts them; none where neither does. */
function packetsOf(sent: Moved | { readonly why: string }, came: Moved | { readonly why: string }): bigint {
  if (!('why' in sent) && sent.unit === 'packets') return sent.out;
  return !('why' in came) && came.unit === 'packets' ? came.in : 0n;
}

export const movementFacts: readonly EndFact[] = [
  {
    name: 'arrival.missing-bytes',
    type: number('percent'),
    says: 'Where an end tells no SPIs: how many percent, at least, of the bytes that {end} sent between two readings the other end did not count.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: missingBytes,
  },
];

function hidesSpis({ live }: EndEvidence): boolean {
  return (
    live.known && live.value.children.some((one) => isUp(one) && one.spiIn === null && one.spiOut === null)
  );
}
