// From the written form of a condition to the structured one; unknown facts, operators and values are complaints.

import { factsByName } from '../facts/catalogue.js';
import type { FactType } from '../facts/fact.js';
import { type Condition, type Operator, operators } from './condition.js';
import { didYouMean, type Suggest } from './yamlFile.js';

export interface Trouble {
  readonly path: readonly PropertyKey[];
  readonly detail: string;
  readonly hint: string;
}

const allowed: Readonly<Record<FactType['kind'], readonly Operator[]>> = {
  'yes-no': ['is', 'is-not'],
  choice: ['is', 'is-not', 'in'],
  number: ['is', 'above', 'below'],
  text: ['is', 'is-not', 'in', 'contains'],
  list: ['is', 'is-not', 'includes'],
};

/** Reads a mapping; several keys in one mapping must all hold. Trouble is collected, not thrown. */
export function readCondition(
  raw: unknown,
  path: readonly PropertyKey[],
  suggest: Suggest,
  trouble: Trouble[],
): Condition {
  const nothing: Condition = { all: [] };
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    trouble.push({
      path,
      detail: 'a condition is a mapping such as `fact: { is: value }`',
      hint: 'playbooks/README.md shows conditions.',
    });
    return nothing;
  }
  const members = Object.entries(raw).map(([key, value]): Condition => {
    const here = [...path, key];
    if (key === 'all' || key === 'any') {
      const list: unknown[] = Array.isArray(value) ? value : [];
      if (list.length === 0)
        trouble.push({ path: here, detail: `"${key}" wants a list of conditions`, hint: '' });
      const inner = list.map((one, index) => readCondition(one, [...here, index], suggest, trouble));
      return key === 'all' ? { all: inner } : { any: inner };
    }
    if (key === 'not') return { not: readCondition(value, here, suggest, trouble) };
    return readFactCondition(key, value, here, suggest, trouble);
  });
  if (members.length === 0)
    trouble.push({ path, detail: 'an empty condition', hint: 'Leave it out when the step always counts.' });
  const [only] = members;
  return members.length === 1 && only ? only : { all: members };
}

function readFactCondition(
  fact: string,
  raw: unknown,
  path: readonly PropertyKey[],
  suggest: Suggest,
  trouble: Trouble[],
): Condition {
  const definition = factsByName.get(fact);
  if (!definition) {
    const hint = didYouMean(fact, [...factsByName.keys()], suggest) || 'playbooks/FACTS.md lists the facts.';
    trouble.push({ path, detail: `there is no fact called "${fact}"`, hint });
  }
  const entries = typeof raw === 'object' && raw !== null && !Array.isArray(raw) ? Object.entries(raw) : [];
  const conditions = entries.map(([operator, value]): Condition => {
    const here = [...path, operator];
    const known = operators.find((one) => one === operator);
    if (!known) {
      trouble.push({
        path: here,
        detail: `"${operator}" is not an operator`,
        hint: didYouMean(operator, operators, suggest) || `Operators are ${operators.join(', ')}.`,
      });
    } else if (definition) {
      checkValue(fact, definition.type, known, value, here, suggest, trouble);
    }
    const read = Array.isArray(value) ? value.map(String) : typeof value === 'number' ? value : String(value);
    return { fact, operator: known ?? 'is', value: read };
  });
  if (conditions.length === 0) {
    trouble.push({
      path,
      detail: `"${fact}" wants an operator and a value`,
      hint: `Write \`${fact}: { is: … }\`.`,
    });
  }
  const [only] = conditions;
  return conditions.length === 1 && only ? only : { all: conditions };
}

function checkValue(
  fact: string,
  type: FactType,
  operator: Operator,
  value: unknown,
  path: readonly PropertyKey[],
  suggest: Suggest,
  trouble: Trouble[],
): void {
  const complain = (detail: string, hint: string) => trouble.push({ path, detail, hint });
  if (operator === 'is' && (value === 'unknown' || value === 'known')) return;
  if (!allowed[type.kind].includes(operator)) {
    complain(
      `"${operator}" does not fit ${fact}, which is ${kindWords(type)}`,
      `Use ${allowed[type.kind].join(', ')}.`,
    );
    return;
  }
  if (operator === 'in' && !Array.isArray(value))
    complain(`"in" wants a list of values`, `Write { in: [a, b] }.`);
  const values: unknown[] = Array.isArray(value) ? value : [value];
  if (type.kind === 'number' && values.some((one) => typeof one !== 'number')) {
    complain(`${fact} is a number of ${type.unit}`, 'Write the number without its unit.');
  }
  const choices = type.kind === 'choice' ? type.values : type.kind === 'yes-no' ? ['yes', 'no'] : null;
  for (const one of choices ? values : []) {
    if (choices && !choices.includes(String(one))) {
      complain(
        `${fact} is never "${String(one)}"`,
        didYouMean(String(one), choices, suggest) || `It is one of ${choices.slice(0, 8).join(', ')}.`,
      );
    }
  }
  if (type.kind === 'list' && operator !== 'includes' && value !== 'empty')
    complain(`${fact} is a list`, 'Use { is: empty }, { is-not: empty } or { includes: value }.');
}

function kindWords(type: FactType): string {
  return type.kind === 'yes-no'
    ? 'yes or no'
    : type.kind === 'choice'
      ? `one of ${type.values.slice(0, 6).join(', ')}`
      : `a ${type.kind}`;
}
