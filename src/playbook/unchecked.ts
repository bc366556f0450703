// What could not be checked, told once for each reason, with the questions that would tell the remaining causes apart.

import type { Cause } from '../domain/causes.js';
import type { Unchecked } from '../domain/verdict.js';

/** A step that the evidence leaves open, with the cause that it would find. */
export interface OpenStep extends Unchecked {
  readonly cause: Cause | null;
}

/** More questions than these for one reason are a list that nobody asks a partner. */
const mostQuestions = 3;

/**
 * The same missing evidence stops many questions. Where they are many, those about the causes that are still possible are told,
 * one for each cause before a second one.
 * @param remaining causes that the verdict leaves open, the likeliest first
 */
export function merged(all: readonly OpenStep[], remaining: readonly Cause[]): readonly Unchecked[] {
  const groups: OpenStep[][] = [];
  for (const step of all) {
    const group = groups.find(([first]) => first?.why === step.why && first.how === step.how);
    if (!group) groups.push([step]);
    else if (!group.some((one) => one.what === step.what)) group.push(step);
  }
  return groups.flatMap((group) => {
    const [first] = group;
    return first ? [{ what: questions(group, remaining), why: first.why, how: first.how }] : [];
  });
}

function questions(group: readonly OpenStep[], remaining: readonly Cause[]): string {
  if (group.length <= mostQuestions) return group.map(({ what }) => what).join(' ');
  const rounds = remaining.flatMap((cause, rank) =>
    group.filter((step) => step.cause === cause).map((step, round) => ({ step, rank, round })),
  );
  const chosen = rounds
    .toSorted((a, b) => a.round - b.round || a.rank - b.rank)
    .slice(0, mostQuestions)
    .map(({ step }) => step.what);
  return chosen.length > 0
    ? chosen.join(' ')
    : `${group.length} questions whose answers would not change this verdict.`;
}
