// Steps that are written once and count for each end: `this` and `other` become `ours` and `theirs`; the value `this` does too, `other` is a cause.

import type { EndName } from '../domain/evidence.js';
import type { RawStep } from './schema.js';

const turns: readonly { readonly end: EndName; readonly other: EndName }[] = [
  { end: 'ours', other: 'theirs' },
  { end: 'theirs', other: 'ours' },
];

export interface ExpandedStep {
  readonly raw: RawStep;
  readonly end: EndName | null;
}

export function expandEnds(raw: RawStep): readonly ExpandedStep[] {
  if (raw.for === undefined) return [{ raw, end: null }];
  return turns.map(({ end, other }) => ({
    raw: { ...turned(raw, end, other), id: `${raw.id}-${end}` },
    end,
  }));
}

/** Rewrites names in keys, in placeholders and in the words `this` and `other` of `acts` and `next`. */
function turned(raw: RawStep, end: EndName, other: EndName): RawStep {
  const rename = (name: string) => name.replace(/^this(?=\.|$)/, end).replace(/^other(?=\.|$)/, other);
  const text = (value: string) =>
    value.replace(
      /\{(seen:|enable:)?(this|other)\./g,
      (_whole, what: string | undefined, word: string) => `{${what ?? ''}${word === 'this' ? end : other}.`,
    );
  const deep = (value: unknown): unknown => {
    if (value === 'this') return end;
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [rename(key), deep(inner)]));
    }
    return value;
  };
  const step = deep(raw) as RawStep;
  const finding = step.finding;
  if (!finding) return step;
  const confidence =
    typeof finding.confidence === 'object'
      ? { ...finding.confidence, fact: rename(finding.confidence.fact) }
      : finding.confidence;
  const acts = rename(finding.acts) as typeof finding.acts;
  const evidence = finding.evidence?.map(rename);
  return {
    ...step,
    finding: {
      ...finding,
      acts,
      ...(confidence === undefined ? {} : { confidence }),
      ...(evidence === undefined ? {} : { evidence }),
    },
  };
}
