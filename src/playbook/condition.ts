// Structured conditions over facts and the one evaluator: yes, no or unknown; unknown is never no.

import type { FactBook } from '../facts/book.js';
import type { FactState, FactValue, UnknownFact } from '../facts/fact.js';

export type Operator = 'is' | 'is-not' | 'in' | 'above' | 'below' | 'includes' | 'contains';
export const operators: readonly Operator[] = [
  'is',
  'is-not',
  'in',
  'above',
  'below',
  'includes',
  'contains',
];

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | FactCondition;

interface FactCondition {
  readonly fact: string;
  readonly operator: Operator;
  readonly value: string | number | readonly string[];
}

type Truth = 'yes' | 'no' | 'unknown';

export interface Judgment {
  readonly truth: Truth;
  /** The facts that decided it. */
  readonly facts: readonly string[];
  /** When unknown: which facts are missing and why. */
  readonly missing: readonly { readonly fact: string; readonly state: UnknownFact }[];
}

export function judge(condition: Condition, book: FactBook): Judgment {
  if ('all' in condition) return joined(condition.all, 'no', 'yes', book);
  if ('any' in condition) return joined(condition.any, 'yes', 'no', book);
  if ('not' in condition) {
    const inner = judge(condition.not, book);
    return { ...inner, truth: opposite(inner.truth) };
  }
  const { fact } = condition;
  const state = book.fact(fact);
  const truth = truthOfFact(condition, state);
  if (truth === 'unknown' && !state.known) return { truth, facts: [], missing: [{ fact, state }] };
  return { truth, facts: [fact], missing: [] };
}

/** What `judge` finds, without what decided it: it looks no further than it must. */
export function truthOf(condition: Condition, book: FactBook): Truth {
  if ('all' in condition) return joinedTruth(condition.all, 'no', 'yes', book);
  if ('any' in condition) return joinedTruth(condition.any, 'yes', 'no', book);
  if ('not' in condition) return opposite(truthOf(condition.not, book));
  return truthOfFact(condition, book.fact(condition.fact));
}

function joinedTruth(
  members: readonly Condition[],
  deciding: 'yes' | 'no',
  rest: 'yes' | 'no',
  book: FactBook,
): Truth {
  let truth: Truth = rest;
  for (const member of members) {
    const found = truthOf(member, book);
    if (found === deciding) return deciding;
    if (found === 'unknown') truth = 'unknown';
  }
  return truth;
}

function opposite(truth: Truth): Truth {
  if (truth === 'unknown') return truth;
  return truth === 'yes' ? 'no' : 'yes';
}

function truthOfFact({ operator, value }: FactCondition, state: FactState): Truth {
  if (operator === 'is' && (value === 'unknown' || value === 'known'))
    return (value === 'known') === state.known ? 'yes' : 'no';
  if (!state.known) return 'unknown';
  return holds(state.value, operator, value) ? 'yes' : 'no';
}

/** One deciding member is enough; unknown members stay unknown otherwise. */
function joined(
  members: readonly Condition[],
  deciding: 'yes' | 'no',
  rest: 'yes' | 'no',
  book: FactBook,
): Judgment {
  let truth: Truth = rest;
  let facts: string[] = [];
  const missing: Judgment['missing'][number][] = [];
  for (const member of members) {
    const one = judge(member, book);
    if (one.truth === deciding && truth !== deciding) {
      truth = deciding;
      facts = [];
    }
    if (truth === deciding && one.truth !== deciding) continue;
    // They are few: a set would take longer.
    for (const fact of one.facts) if (!facts.includes(fact)) facts.push(fact);
    if (one.truth !== 'unknown') continue;
    truth = 'unknown';
    missing.push(...one.missing);
  }
  return { truth, facts, missing: truth === 'unknown' ? missing : [] };
}

function holds(actual: FactValue, operator: Operator, wanted: string | number | readonly string[]): boolean {
  switch (operator) {
    case 'is':
      return same(actual, wanted);
    case 'is-not':
      return !same(actual, wanted);
    case 'in':
      return typeof wanted === 'object' && wanted.some((one) => same(actual, one));
    case 'above':
      return Number(actual) > Number(wanted);
    case 'below':
      return Number(actual) < Number(wanted);
    case 'includes':
      return typeof actual === 'object' && actual.includes(String(wanted));
    case 'contains':
      return typeof actual === 'string' && actual.toLowerCase().includes(String(wanted).toLowerCase());
  }
}

function same(actual: FactValue, wanted: string | number | readonly string[]): boolean {
  if (typeof actual === 'object')
    return wanted === 'empty' ? actual.length === 0 : actual.join(', ') === String(wanted);
  return String(actual) === String(wanted);
}

/** Every fact that a condition names. */
export function factsOf(condition: Condition | null): readonly string[] {
  if (!condition) return [];
  if ('all' in condition) return condition.all.flatMap(factsOf);
  if ('any' in condition) return condition.any.flatMap(factsOf);
  if ('not' in condition) return factsOf(condition.not);
  return [condition.fact];
}
