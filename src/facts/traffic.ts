// Traffic by counters: over two looks at the same SA when there are two, else the totals since it was installed.

import type { EndEvidence } from '../domain/evidence.js';
import type { Counters } from '../domain/live.js';
import { add, counted, directions, distinct, movedBetween, sentText, totals } from './counters.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  knownFact,
  list,
  number,
  unknownFact,
  yes,
  yesNo,
} from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';

function now(end: EndEvidence): FactState {
  const moved = movedBetween(end);
  if ('why' in moved) return unknownFact(moved.why, 'Diagnose again while the tunnel carries traffic.');
  const evidence = [...lineOf(end.later, `between the two looks: ${moved.in} in, ${moved.out} out`)];
  return knownFact(directions(moved), evidence);
}

function sinceInstall(end: EndEvidence): FactState {
  const look = end.later.known ? end.later : end.live;
  if (!look.known) return fromGap(look);
  const all = distinct(counted(look.value.children))
    .map(totals)
    .filter((one) => one !== null);
  if (all.length === 0)
    return unknownFact(
      `${end.name} shows no counters for both directions.`,
      `Look at the counters on ${end.name}.`,
    );
  const sum = all.reduce(add);
  return knownFact(directions(sum), lineOf(look, `counters: ${sum.in} in, ${sum.out} out`));
}

type ErrorName = keyof Counters['errors'];

/** Errors that were counted between the looks, else since the SA was installed. */
function errors(end: EndEvidence, name: ErrorName): FactState {
  const look = end.later.known ? end.later : end.live;
  return observed(
    look,
    ({ children }) => {
      const values = distinct(counted(children))
        .map((one) => one.errors[name])
        .filter((one) => one !== null);
      if (values.length === 0) return null;
      const total = values.reduce((sum, one) => sum + one, 0n);
      return { value: Number(total), text: `${name} errors: ${total}` };
    },
    `${end.name} does not count ${name} errors.`,
  );
}

const directionType = choice('both-ways', 'only-out', 'only-in', 'none');

const perEnd: readonly EndFact[] = [
  {
    name: 'traffic',
    type: directionType,
    says: 'Which way packets move at {end} between two looks at the same SA.',
    needs: ['live', 'later'],
    derive: ({ end }) => now(end),
  },
  {
    name: 'traffic.since-installed',
    type: directionType,
    says: 'Which way packets have moved at {end} since the counters began.',
    needs: ['live', 'later'],
    derive: ({ end }) => sinceInstall(end),
  },
  {
    name: 'errors.replay',
    type: number('packets'),
    says: 'Packets that {end} dropped because their sequence number was outside of the replay window.',
    needs: ['live', 'later'],
    derive: ({ end }) => errors(end, 'replay'),
  },
  {
    name: 'errors.decryption',
    type: number('packets'),
    says: 'Packets that {end} could not decrypt.',
    needs: ['live', 'later'],
    derive: ({ end }) => errors(end, 'decryption'),
  },
  {
    name: 'errors.authentication',
    type: number('packets'),
    says: 'Packets of the tunnel whose integrity check failed at {end}.',
    needs: ['live', 'later'],
    derive: ({ end }) => errors(end, 'authentication'),
  },
  {
    name: 'acquires',
    type: number('requests'),
    says: 'How often traffic asked for keys at {end} while there was no SA.',
    needs: ['live', 'later'],
    derive: ({ end }) => {
      const look = end.later.known ? end.later : end.live;
      return observed(
        look,
        ({ children }) => {
          const values = children.flatMap((child) =>
            child.counters?.acquires != null ? [child.counters.acquires] : [],
          );
          if (values.length === 0) return null;
          const total = values.reduce((sum, one) => sum + one, 0n);
          return { value: Number(total), text: `acquires: ${total}` };
        },
        `${end.name} does not count requests for keys.`,
      );
    },
  },
  {
    name: 'drops.size',
    type: yesNo,
    says: 'Whether the device of {end} counts packets that were too large; it counts for all of its traffic.',
    needs: ['drops'],
    derive: ({ end }) =>
      observed(
        end.drops,
        (drops) => {
          const hits = drops.filter(
            (one) => one.value > 0n && /mtu|frag|too.?big|length/i.test(`${one.name} ${one.meaning}`),
          );
          const text = hits.map((one) => `${one.name} ${one.value} (${one.meaning})`).join('; ');
          return {
            value: yes(hits.length > 0),
            text: text === '' ? 'no counter of packets that were too large' : text,
          };
        },
        '',
      ),
  },
  {
    name: 'drops',
    type: list,
    says: 'Drop counters of the device of {end} that touch IPsec and are not zero.',
    needs: ['drops'],
    derive: ({ end }) =>
      observed(
        end.drops,
        (drops) => {
          const some = drops.filter((one) => one.value > 0n);
          const text = some.map((one) => `${one.name} ${one.value} (${one.meaning})`).join('; ');
          return {
            value: some.map((one) => one.name),
            text: text === '' ? 'no IPsec drop counter is above zero' : text,
          };
        },
        '',
      ),
  },
];

/** Packets that one end sends and the other does not get. */
function lost(from: EndEvidence, to: EndEvidence): 'yes' | 'no' | null {
  const [sent, got] = [movedBetween(from), movedBetween(to)];
  if ('why' in sent || 'why' in got) return null;
  if (sent.out === 0n) return null;
  return yes(got.in === 0n);
}

/** Fewer packets say nothing about a share that is lost. */
const leastPackets = 20n;

/** The worse of both directions, in percent; null when no direction carried enough packets. */
function worstLoss(ours: EndEvidence, theirs: EndEvidence): number | null {
  const [here, there] = [movedBetween(ours), movedBetween(theirs)];
  if ('why' in here || 'why' in there) return null;
  const shares = [
    [here.out, there.in],
    [there.out, here.in],
  ].flatMap(([sent = 0n, got = 0n]) =>
    sent < leastPackets ? [] : [Number(((sent > got ? sent - got : 0n) * 100n) / sent)],
  );
  return shares.length === 0 ? null : Math.max(...shares);
}

const joint: readonly FactDefinition[] = [
  {
    name: 'traffic.loss',
    type: number('percent'),
    says: 'Which share of the packets that one end sends does not arrive at the other, in the worse direction.',
    needs: [],
    from: ['ours.traffic', 'theirs.traffic'],
    derive: ({ evidence: { ours, theirs } }) => {
      const loss = worstLoss(ours, theirs);
      if (loss === null)
        return unknownFact(
          'Too few packets passed between the two looks to tell a share that is lost.',
          'Diagnose again while the tunnel carries traffic.',
        );
      return knownFact(loss, [
        ...lineOf(ours.later, sentText(ours)),
        ...lineOf(theirs.later, sentText(theirs)),
      ]);
    },
  },
  {
    name: 'traffic.lost',
    type: choice('nowhere', 'towards-theirs', 'towards-ours', 'both-ways'),
    says: 'In which direction packets leave one end and do not arrive at the other, by the counters of both ends.',
    needs: [],
    from: ['ours.traffic', 'theirs.traffic'],
    derive: ({ evidence: { ours, theirs }, fact }) => {
      const [there, back] = [lost(ours, theirs), lost(theirs, ours)];
      if (there === null && back === null) {
        const open = [fact('ours.traffic'), fact('theirs.traffic')].find((state) => !state.known);
        return (
          open ??
          unknownFact(
            'Neither end sent packets between the two looks.',
            'Send a ping through the tunnel and diagnose again.',
          )
        );
      }
      const lines = [fact('ours.traffic'), fact('theirs.traffic')].flatMap((state) =>
        state.known ? state.evidence : [],
      );
      if (there === 'yes' && back === 'yes') return knownFact('both-ways', lines);
      if (there === 'yes') return knownFact('towards-theirs', lines);
      return knownFact(back === 'yes' ? 'towards-ours' : 'nowhere', lines);
    },
  },
  {
    name: 'traffic.two-way',
    type: yesNo,
    says: 'Whether packets are known to pass both ways, by any end that could be read.',
    needs: [],
    from: ['ours.traffic', 'theirs.traffic'],
    derive: ({ fact }) => {
      const states = [fact('ours.traffic'), fact('theirs.traffic')];
      const both = states.find((state) => state.known && state.value === 'both-ways');
      if (both?.known) return knownFact('yes', both.evidence);
      const known = states.find((state) => state.known);
      if (known?.known) return knownFact('no', known.evidence);
      return states[0] ?? unknownFact('No end shows counters.', 'Ask the ends.');
    },
  },
];

export const trafficFacts = [...forEachEnd(perEnd), ...joint];
