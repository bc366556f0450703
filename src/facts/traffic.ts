// Traffic by counters: over two looks at the same SA when there are two, else the totals since it was installed.

import { countText } from '../domain/amount.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { Counters } from '../domain/live.js';
import { counted, directions, distinct, lastSpan, lifeOf, movedBetween, wayOfLife } from './counters.js';
import { choice, type FactState, knownFact, list, number, unknownFact, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, lineOf, observed } from './perEnd.js';

function now(end: EndEvidence): FactState {
  const moved = movedBetween(end);
  if ('why' in moved) return unknownFact(moved.why, 'Diagnose again while the tunnel carries traffic.');
  const evidence = [
    ...lineOf(
      end.later,
      `${lastSpan(end)}: ${countText(moved.in)} ${moved.unit} in, ${countText(moved.out)} out`,
    ),
  ];
  return knownFact(directions(moved), evidence);
}

function sinceInstall(end: EndEvidence): FactState {
  const look = end.later.known ? end.later : end.live;
  return observed(
    look,
    ({ children }) => {
      const [life, way] = [lifeOf(children), wayOfLife(children)];
      if (life === null || way === null) return null;
      const unit = life.unit === 'bytes' ? ' bytes' : '';
      return { value: way, text: `counters: ${life.in}${unit} in, ${life.out} out` };
    },
    `${end.name} shows no counters for both directions.`,
  );
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
    says: 'Which way packets move at {end} between two readings of the same SA.',
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
    name: 'traffic.counters',
    type: choice('sa', 'tunnel'),
    says: 'Whether the counters of {end} belong to its SAs and begin with them, or to a tunnel that outlives its SAs.',
    needs: ['live', 'later'],
    derive: ({ end }) =>
      observed(
        end.later.known ? end.later : end.live,
        ({ children }) => {
          const scopes = children.flatMap((child) => child.counters?.scope ?? []);
          if (scopes.length === 0) return null;
          const ofSas = scopes.every((scope) => scope === 'child-sa');
          return {
            value: ofSas ? 'sa' : 'tunnel',
            text: ofSas
              ? 'its counters begin with the SA'
              : 'its counters belong to the tunnel and outlive SAs',
          };
        },
        `${end.name} shows no counters.`,
      ),
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
            (one) => one.value > 0n && /mtu|frag|_df\b|too.?big|length/i.test(`${one.name} ${one.meaning}`),
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

export const trafficFacts = forEachEnd(perEnd);
