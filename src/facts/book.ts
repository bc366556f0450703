// All facts about one tunnel, derived when they are asked for and remembered; answers of people fill what is unknown.

import type { Answer, TunnelEvidence } from '../domain/evidence.js';
import { askedWords, saidWords } from './answerWords.js';
import { factsByName } from './catalogue.js';
import {
  type FactDefinition,
  type FactState,
  type FactType,
  type FactValue,
  knownFact,
  type States,
  unknownFact,
  type View,
} from './fact.js';

/** Facts by name. Evidence outranks an answer: an answer only fills what is unknown. */
export interface FactBook {
  fact(name: string): FactState;
}

/** The facts of one evidence. */
export interface EvidenceFacts extends View {
  /** With one answer more, the newest. What does not rest on it is derived once for both. */
  withAnswer(answer: Answer): EvidenceFacts;
}

/** What was derived, with the facts that an answer would change it by. */
interface Derived<T> {
  readonly value: T;
  readonly restsOn: ReadonlySet<string>;
}

type Found = (view: View) => unknown;

/** Facts by their names, what many of them rest on by the function that finds it. */
type Known = (of: string | Found) => Derived<unknown>;

/** @throws RangeError for a name that is not in the catalogue; the loader of playbooks makes that impossible. */
export function readFacts(evidence: TunnelEvidence, states: States): EvidenceFacts {
  return factsOver(evidence, states, () => null);
}

/** @param shared what was derived already, and holds here too; null where nothing does. */
function factsOver(
  evidence: TunnelEvidence,
  states: States,
  shared: (...of: Parameters<Known>) => Derived<unknown> | null,
): EvidenceFacts {
  const known = new Map<string | Found, Derived<unknown>>();
  /** What the derivation that runs has looked at so far rests on: one begins within another, and ends before it goes on. */
  let restsOn = onNothing;
  function derived(of: string | Found): Derived<unknown> {
    const found = known.get(of);
    if (found) return found;
    const made = shared(of) ?? derive(of);
    known.set(of, made);
    return made;
  }
  function looked(of: string | Found): unknown {
    const found = derived(of);
    restsOn = joined(restsOn, found.restsOn);
    return found.value;
  }
  const view: View = {
    evidence,
    states,
    fact: (name) => looked(name) as FactState,
    once: <T>(find: (view: View) => T) => looked(find) as T,
  };
  function derive(of: string | Found): Derived<unknown> {
    const outer = restsOn;
    restsOn = onNothing;
    try {
      if (typeof of !== 'string') return { value: of(view), restsOn };
      const definition = factsByName.get(of);
      if (!definition) throw new RangeError(`There is no fact called ${of}.`);
      const state = definition.derive(view);
      if (state.known) return { value: state, restsOn };
      return {
        value: withAnswer(definition, state, evidence.answers),
        restsOn: joined(restsOn, new Set([of])),
      };
    } finally {
      restsOn = outer;
    }
  }
  return {
    evidence,
    states,
    fact: (name) => derived(name).value as FactState,
    once: <T>(find: (view: View) => T) => derived(find).value as T,
    withAnswer: (answer) =>
      factsOver({ ...evidence, answers: [...evidence.answers, answer] }, states, (of) => {
        const found = derived(of);
        return found.restsOn.has(answer.fact) ? null : found;
      }),
  };
}

/** Of most facts: an answer to a question changes few. */
const onNothing: ReadonlySet<string> = new Set();

function joined(some: ReadonlySet<string>, more: ReadonlySet<string>): ReadonlySet<string> {
  if (more.size === 0 || some === more) return some;
  if (some.size === 0) return more;
  let all: Set<string> | null = null;
  for (const fact of more) {
    if (some.has(fact)) continue;
    all ??= new Set(some);
    all.add(fact);
  }
  return all ?? some;
}

function withAnswer(definition: FactDefinition, state: FactState, answers: readonly Answer[]): FactState {
  if (state.known) return state;
  const answer = answers.findLast((one) => one.fact === definition.name);
  const value = answer ? parseValue(definition.type, answer.value) : null;
  if (!answer || value === null) return state;
  return knownFact(value, [
    {
      device: answer.by,
      source: 'answer',
      at: answer.at,
      text: `${askedWords(answer.fact)}: ${saidWords(answer.fact, answer.value)}`,
    },
  ]);
}

/** Facts from given values, for the tests of playbooks; everything else is unknown. */
export function givenFacts(values: Readonly<Record<string, FactValue>>): FactBook {
  return {
    fact: (name) => {
      const value = values[name];
      if (value === undefined) return unknownFact(`${name} is not given.`, `Give ${name}.`);
      const device = name.startsWith('theirs.') ? 'their end' : 'our end';
      return knownFact(value, [{ device, source: 'test', at: null, text: `${name}: ${String(value)}` }]);
    },
  };
}

/** Reads what a person typed as a value of that type; null when it is none. */
export function parseValue(type: FactType, typed: string): FactValue | null {
  const trimmed = typed.trim();
  switch (type.kind) {
    case 'yes-no':
      return /^(yes|true|y)$/i.test(trimmed) ? 'yes' : /^(no|false|n)$/i.test(trimmed) ? 'no' : null;
    case 'choice':
      return type.values.includes(trimmed) ? trimmed : null;
    case 'number':
      return trimmed !== '' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : null;
    case 'text':
      return trimmed === '' ? null : trimmed;
    case 'list':
      return trimmed === 'none' || trimmed === '' ? [] : trimmed.split(',').map((one) => one.trim());
  }
}
