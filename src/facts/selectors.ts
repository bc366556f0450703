// Proxy IDs / traffic selectors of both ends as mirror images, with narrowing (RFC 7296 section 2.9).

import type { EndEvidence } from '../domain/evidence.js';
import { contains, isAny, overlaps, type Selector, sameSelector, selectorText } from '../domain/selector.js';
import type { ChildConfig } from '../domain/tunnelConfig.js';
import {
  choice,
  type FactDefinition,
  type FactState,
  knownFact,
  list,
  unknownFact,
  type View,
  yes,
  yesNo,
} from './fact.js';
import { type EndFact, forEachEnd, fromGap, lineOf, observed } from './perEnd.js';

interface Pair {
  readonly local: readonly Selector[];
  readonly remote: readonly Selector[];
}

function pairText(pair: Pair): string {
  return `${pair.local.map(selectorText).join('+')} to ${pair.remote.map(selectorText).join('+')}`;
}

/** As the other end would have to write it. */
function mirrored(pair: Pair): Pair {
  return { local: pair.remote, remote: pair.local };
}

function everyIn(inner: readonly Selector[], outer: readonly Selector[]): boolean {
  return inner.every((one) => outer.some((other) => contains(other, one)));
}

function samePair(a: Pair, b: Pair): boolean {
  const same = (x: readonly Selector[], y: readonly Selector[]) =>
    x.length === y.length && x.every((one) => y.some((other) => sameSelector(one, other)));
  return same(a.local, b.local) && same(a.remote, b.remote);
}

function overlapping(a: Pair, b: Pair): boolean {
  const meet = (x: readonly Selector[], y: readonly Selector[]) =>
    x.some((one) => y.some((other) => overlaps(one, other)));
  return meet(a.local, b.local) && meet(a.remote, b.remote);
}

function pairsOf(end: EndEvidence): { pairs: readonly ChildConfig[] } | FactState {
  if (!end.config.known) return fromGap(end.config);
  const { children, unreadable, places } = end.config.value;
  const why = unreadable['child.selectors'];
  if (why !== undefined || children.some((child) => child.local.length === 0 || child.remote.length === 0)) {
    return unknownFact(
      why ?? `${end.name} does not tell its traffic selectors.`,
      `Check ${places['child.selectors'] ?? 'the traffic selectors'} on ${end.name}.`,
    );
  }
  return { pairs: children };
}

type SelectorMatch = 'mirrored' | 'narrowed' | 'differ';

interface Matched {
  readonly match: SelectorMatch;
  /** Pairs of an end that the other end has no mirror image of, in the words of the end that carries them. */
  readonly unmatched: { readonly ours: readonly string[]; readonly theirs: readonly string[] };
}

/** Compares all pairs: the worst one decides. Narrowed means that the other end has only a part, or a wider one. */
export function matchSelectors(ours: readonly Pair[], theirs: readonly Pair[]): Matched {
  const theirsMirrored = theirs.map(mirrored);
  const classify = (one: Pair, others: readonly Pair[]): SelectorMatch =>
    others.some((other) => samePair(one, other))
      ? 'mirrored'
      : others.some((other) => overlapping(one, other))
        ? 'narrowed'
        : 'differ';
  const mine = ours.map((one) => ({ one, match: classify(one, theirsMirrored) }));
  const other = theirs.map((one, index) => ({ one, match: classify(theirsMirrored[index] ?? one, ours) }));
  const all = [...mine, ...other].map((entry) => entry.match);
  const bad = (entries: typeof mine) =>
    entries.filter((entry) => entry.match !== 'mirrored').map((entry) => pairText(entry.one));
  return {
    match: all.includes('differ') ? 'differ' : all.includes('narrowed') ? 'narrowed' : 'mirrored',
    unmatched: { ours: bad(mine), theirs: bad(other) },
  };
}

const perEnd: readonly EndFact[] = [
  {
    name: 'child.selectors',
    type: list,
    says: 'The configured proxy IDs / traffic selectors of {end}, local to remote.',
    needs: ['config'],
    derive: ({ end }) => {
      const found = pairsOf(end);
      if (!('pairs' in found)) return found;
      const texts = found.pairs.map(pairText);
      const place = end.config.known ? end.config.value.places['child.selectors'] : undefined;
      return knownFact(texts, lineOf(end.config, `selectors: ${texts.join(', ')}`, place));
    },
  },
  {
    name: 'child.selectors.must-be',
    type: list,
    says: 'What {end} must carry so that its selectors mirror those of the other end.',
    needs: [],
    from: ['other:child.selectors'],
    derive: ({ other, others }) => {
      const found = pairsOf(other);
      const state = others('child.selectors');
      if (!('pairs' in found) || !state.known) return state;
      return knownFact(
        found.pairs.map((pair) => pairText(mirrored(pair))),
        state.evidence,
      );
    },
  },
  {
    name: 'child.selectors.any',
    type: yesNo,
    says: 'Whether {end} is route-based: it selects any to any.',
    needs: ['config'],
    derive: ({ end }) => {
      const found = pairsOf(end);
      if (!('pairs' in found)) return found;
      const any = found.pairs.every((pair) => pair.local.every(isAny) && pair.remote.every(isAny));
      return knownFact(yes(any), lineOf(end.config, `selectors: ${found.pairs.map(pairText).join(', ')}`));
    },
  },
  {
    name: 'sa.selectors',
    type: list,
    says: 'The traffic selectors that were negotiated, as {end} holds them.',
    needs: ['live'],
    derive: ({ end }) =>
      observed(
        end.live,
        ({ children }) => {
          const pairs = children.filter(
            (child) => child.state === 'installed' && child.local.length > 0 && !child.beingReplaced,
          );
          if (pairs.length === 0) return null;
          const texts = pairs.map(pairText);
          return { value: texts, text: `negotiated selectors: ${texts.join(', ')}` };
        },
        `${end.name} shows no negotiated traffic selectors.`,
      ),
  },
  {
    name: 'sa.narrowed',
    type: yesNo,
    says: 'Whether an IPsec SA of {end} covers less than its configuration asks for.',
    needs: ['config', 'live'],
    derive: ({ end }) => {
      const found = pairsOf(end);
      if (!('pairs' in found)) return found;
      return observed(
        end.live,
        ({ children }) => {
          const up = children.filter(
            (child) => child.state === 'installed' && child.local.length > 0 && !child.beingReplaced,
          );
          if (up.length === 0) return null;
          const narrow = up.filter((sa) => {
            const wanted = found.pairs.filter((pair) => pair.name === sa.name);
            return wanted.some((pair) => !everyIn(pair.local, sa.local) || !everyIn(pair.remote, sa.remote));
          });
          const text = (narrow.length > 0 ? narrow : up)
            .map((sa) => `${sa.name} carries ${pairText(sa)}`)
            .join('; ');
          return { value: yes(narrow.length > 0), text };
        },
        `${end.name} shows no negotiated traffic selectors.`,
      );
    },
  },
];

function matchFact(
  name: string,
  says: string,
  read: (matched: Matched) => string | readonly string[],
): FactDefinition {
  const isList = name !== 'child.selectors.match';
  return {
    name,
    type: isList ? list : choice('mirrored', 'narrowed', 'differ'),
    says,
    needs: [],
    from: ['ours.child.selectors', 'theirs.child.selectors'],
    derive: (view: View) => {
      const ours = pairsOf(view.evidence.ours);
      const theirs = pairsOf(view.evidence.theirs);
      if (!('pairs' in ours)) return ours;
      if (!('pairs' in theirs)) return theirs;
      const lines = ['ours', 'theirs'].flatMap((end) => {
        const state = view.fact(`${end}.child.selectors`);
        return state.known ? state.evidence : [];
      });
      return knownFact(read(matchSelectors(ours.pairs, theirs.pairs)), lines);
    },
  };
}

export const selectorFacts: readonly FactDefinition[] = [
  ...forEachEnd(perEnd),
  matchFact(
    'child.selectors.match',
    'Whether the selectors of the ends are mirrored; `narrowed` when they overlap but are not equal.',
    (matched) => matched.match,
  ),
  matchFact(
    'child.selectors.unmatched-ours',
    'Our selectors that the other end does not mirror.',
    (matched) => matched.unmatched.ours,
  ),
  matchFact(
    'child.selectors.unmatched-theirs',
    'Their selectors that our end does not mirror.',
    (matched) => matched.unmatched.theirs,
  ),
];
