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
} from './fact.js';

/** Facts by name. Evidence outranks an answer: an answer only fills what is unknown. */
export interface FactBook {
  fact(name: string): FactState;
}

/** @throws RangeError for a name that is not in the catalogue; the loader of playbooks makes that impossible. */
export function readFacts(evidence: TunnelEvidence, states: States): FactBook {
  const known = new Map<string, FactState>();
  const view = { evidence, states, fact };
  function fact(name: string): FactState {
    const remembered = known.get(name);
    if (remembered) return remembered;
    const definition = factsByName.get(name);
    if (!definition) throw new RangeError(`There is no fact called ${name}.`);
    const state = withAnswer(definition, definition.derive(view), evidence.answers);
    known.set(name, state);
    return state;
  }
  return { fact };
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
