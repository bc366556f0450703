// Whether what each end sends arrives at the other, by SPI; and what proof of traffic there is at all.

import { countText, sizeText } from '../domain/amount.js';
import type { EndEvidence } from '../domain/evidence.js';
import { sinceUtc } from '../domain/utc.js';
import type { EvidenceLine } from '../domain/verdict.js';
import { type Arrival, arrivalOf } from './arrival.js';
import { lastSpan } from './counters.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  knownFact,
  number,
  unknownFact,
  yes,
  yesNo,
} from './fact.js';
import { movementFacts, nothingCameIn } from './movement.js';
import type { Passage, Tally } from './passage.js';
import { type EndFact, forEachEnd, lineOf, type Sight } from './perEnd.js';

/** Devices tell whole seconds, and an answer takes up to one: from here on nobody answered. */
const unansweredSeconds = 3;
/** So many missing bytes are no matter of how two vendors count. */
const noticedPercent = 30;
const askBoth = 'Read the counters of this SA at both ends at the same moment.';

function counted({ packets, bytes }: Tally): string {
  return `${countText(packets)} packets${bytes === null ? '' : ` (${sizeText(bytes)})`}`;
}

function spanOf(passage: Passage, covers: 'sa' | 'longer', now: string): string {
  if (covers === 'longer') return 'since the counters began';
  return passage.since === null ? 'since the SA was installed' : `since ${sinceUtc(passage.since, now)}`;
}

function nowText({ now }: Passage, way: 'sent' | 'received', end: EndEvidence): string {
  return now === null ? '' : `; ${countText(now[way])} ${lastSpan(end)}`;
}

function tallyOf(passage: Passage, way: 'sent' | 'received', end: EndEvidence): string {
  const at = looked(end);
  const span = spanOf(passage, passage.covers[way], at.known ? at.value.at : '');
  return `${way} ${counted(passage[way])} on SPI ${passage.spis.join(', ')} ${span}${nowText(passage, way, end)}`;
}

/** What the sender counted, then what the receiver counted on the same SPI. */
function linesOf(arrivals: readonly Arrival[], from: EndEvidence, to: EndEvidence): EvidenceLine[] {
  return arrivals.flatMap(({ passage }) => {
    const sent = `${passage.child}: ${tallyOf(passage, 'sent', from)}`;
    return [...lineOf(looked(from), sent), ...lineOf(looked(to), tallyOf(passage, 'received', to))];
  });
}

function looked(end: EndEvidence) {
  return end.later.known ? end.later : end.live;
}

/** Reads the worst child; unknown with the reason when no child can be compared. */
function fromWorst({ end, other }: Sight, read: (worst: Arrival) => string | number): FactState {
  const { arrivals, open } = arrivalOf(end, other);
  const [worst] = arrivals;
  if (worst) return knownFact(read(worst), linesOf(arrivals, end, other));
  return unknownFact(open[0] ?? `${end.name} holds no IPsec SA that sends.`, askBoth);
}

const perEnd: readonly EndFact[] = [
  {
    name: 'arrival',
    type: choice('all', 'part', 'stopped', 'none', 'nothing-sent'),
    says: 'How much of what {end} sent on its SAs the other end received, since they were set up and now; `stopped`: it arrived, and then nothing any more. Where an end tells no SPIs, `none` by what moved now.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: (sight) => {
      const bySpi = fromWorst(sight, ({ state }) => state);
      return bySpi.known ? bySpi : (nothingCameIn(sight) ?? bySpi);
    },
  },
  {
    name: 'arrival.compared',
    type: yesNo,
    says: 'Whether every IPsec SA that {end} sends with could be compared with the other end by SPI.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: ({ end, other }) => {
      const { arrivals, open } = arrivalOf(end, other);
      if (arrivals.length === 0 && open.length > 0) return unknownFact(open[0] ?? '', askBoth);
      return knownFact(yes(arrivals.length > 0 && open.length === 0), linesOf(arrivals, end, other));
    },
  },
  {
    name: 'arrival.lost-share',
    type: number('percent'),
    says: 'Which share of the packets that {end} sent did not arrive, in the worst IPsec SA.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: (sight) =>
      fromWorst(sight, ({ share }) => (share < 10 ? Math.round(share * 10) / 10 : Math.round(share))),
  },
  {
    name: 'arrival.lost-when',
    type: choice('now', 'sa', 'before', 'unclear'),
    says: 'When packets of {end} were lost: between two looks, within the life of the SA, or at some time that counters cover which outlive their SAs; then all of the last ones arrived (`before`), or nothing tells (`unclear`).',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: (sight) => fromWorst(sight, ({ when }) => when),
  },
  {
    name: 'arrival.lost-packets',
    type: number('packets'),
    says: 'How many packets that {end} sent did not arrive, in the worst IPsec SA.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: (sight) => fromWorst(sight, ({ lost }) => lost),
  },
  {
    name: 'arrival.lost-sizes',
    type: choice('large', 'every', 'unclear'),
    says: 'Whether the lost packets of {end} are larger than those that arrive, by average sizes.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: (sight) => fromWorst(sight, ({ sizes }) => sizes),
  },
  {
    name: 'arrival.sure',
    type: yesNo,
    says: 'Whether the counters of both ends are known to cover the same time for what {end} sent.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: (sight) => fromWorst(sight, ({ sure }) => yes(sure)),
  },
  {
    name: 'arrival.close',
    type: yesNo,
    says: 'Whether even a small loss of what {end} sent would show: the looks at both ends were near to each other, or the packets many.',
    needs: ['live', 'later'],
    from: ['other:traffic'],
    derive: (sight) => {
      const { arrivals } = arrivalOf(sight.end, sight.other);
      return fromWorst(sight, () => yes(arrivals.every(({ close }) => close)));
    },
  },
  {
    name: 'traffic.unanswered',
    type: number('seconds'),
    says: 'How long {end} went on sending after the last packet came in, over the life of its SAs.',
    needs: ['live', 'later'],
    derive: ({ end }) => apart(end, (out, into) => out - into),
  },
  {
    name: 'traffic.unreplied',
    type: number('seconds'),
    says: 'How long packets went on coming in at {end} after the last one went out, over the life of its SAs.',
    needs: ['live', 'later'],
    derive: ({ end }) => apart(end, (out, into) => into - out),
  },
];

/**
 * Only where the device tells when packets last passed, and both ways passed at some time. The child that was used last
 * counts: the ends of a conversation of long ago say nothing.
 */
function apart(end: EndEvidence, between: (outMs: number, inMs: number) => number): FactState {
  const look = looked(end);
  const children = look.known ? look.value.children : [];
  const [last] = children
    .flatMap(({ name, counters }) => {
      const [out, into] = [counters?.lastOutAt ?? null, counters?.lastInAt ?? null];
      return out === null || into === null ? [] : [{ name, out, into }];
    })
    .sort((a, b) => newer(b).localeCompare(newer(a)));
  if (!last)
    return unknownFact(
      `${end.name} does not tell when packets last passed.`,
      `Check the SAs of ${end.name}.`,
    );
  const seconds = between(Date.parse(last.out), Date.parse(last.into)) / 1000;
  return knownFact(
    Math.max(0, Math.round(seconds)),
    lineOf(look, `${last.name}: last packet out ${last.out}, last packet in ${last.into}`),
  );
}

function newer({ out, into }: { readonly out: string; readonly into: string }): string {
  return out > into ? out : into;
}

const bad: readonly string[] = ['part', 'stopped', 'none'];
type Speaks = readonly [string, (value: unknown) => boolean];

/** What speaks against a working tunnel: the fact, and the values that do. */
const against: readonly Speaks[] = [
  ['spis.match', (value) => value === 'no'],
  ...(['ours', 'theirs'] as const).flatMap((end): Speaks[] => [
    [`${end}.arrival`, (value) => bad.includes(String(value))],
    [`${end}.traffic.since-installed`, (value) => value === 'only-out' || value === 'only-in'],
    [`${end}.traffic.unanswered`, (value) => Number(value) >= unansweredSeconds],
    [`${end}.traffic.unreplied`, (value) => Number(value) >= unansweredSeconds],
    [`${end}.traffic`, (value) => value === 'only-out' || value === 'only-in'],
    [`${end}.arrival.missing-bytes`, (value) => Number(value) >= noticedPercent],
    [`${end}.request.open`, (value) => value === 'yes'],
    [`${end}.monitor.state`, (value) => value === 'down'],
  ]),
];

const ends = ['ours', 'theirs'] as const;

const proof: FactDefinition = {
  name: 'traffic.proof',
  type: choice('both-ends-now', 'both-ends', 'few', 'one-end', 'older', 'none', 'against'),
  says: 'What proves that traffic passes: all that each end sent on its SAs arrived, and it passes now (`both-ends-now`) or passed earlier (`both-ends`), or it passes but too few packets to see a small loss (`few`); one end counted packets both ways on its SAs (`one-end`); only counters older than the SAs show any (`older`); nothing does (`none`); or something speaks against it.',
  needs: [],
  from: [
    ...against.map(([name]) => name),
    ...ends.flatMap((end) => [`${end}.arrival.compared`, `${end}.arrival.close`, `${end}.traffic.counters`]),
  ],
  derive: ({ fact }) => {
    for (const [name, speaks] of against) {
      const state = fact(name);
      if (state.known && speaks(state.value)) return knownFact('against', state.evidence);
    }
    const is = (name: string, value: string) => {
      const state = fact(name);
      return state.known && state.value === value;
    };
    const lines = (...names: string[]) =>
      names.map(fact).flatMap((state) => (state.known ? state.evidence : []));
    const moving = ends.filter((end) => is(`${end}.traffic`, 'both-ways'));
    const ofSas = ends.filter((end) => is(`${end}.traffic.counters`, 'sa'));
    const arrives = ends.every((end) => is(`${end}.arrival`, 'all') && is(`${end}.arrival.compared`, 'yes'));
    if (arrives && !ends.every((end) => is(`${end}.arrival.close`, 'yes')))
      return knownFact('few', lines('ours.arrival', 'theirs.arrival'));
    if (arrives && (moving.length === 2 || ofSas.length === 2)) {
      const value = moving.length === 2 ? 'both-ends-now' : 'both-ends';
      return knownFact(value, lines('ours.arrival', 'theirs.arrival'));
    }
    const [now] = moving;
    if (now) return knownFact('one-end', lines(`${now}.traffic`));
    const counted = ends.filter((end) => is(`${end}.traffic.since-installed`, 'both-ways'));
    const shown = counted.find((end) => ofSas.includes(end)) ?? counted[0];
    if (shown) {
      const value = ofSas.includes(shown) ? 'one-end' : 'older';
      return knownFact(value, lines(`${shown}.traffic.since-installed`));
    }
    return knownFact('none', lines('ours.traffic.since-installed', 'theirs.traffic.since-installed'));
  },
};

export const arrivalFacts: readonly FactDefinition[] = [...forEachEnd([...perEnd, ...movementFacts]), proof];
