// From a step that holds to a finding: texts filled, evidence lines gathered, confidence read.

import type { Cause } from '../domain/causes.js';
import type { EndName } from '../domain/evidence.js';
import type { ActingSide, Confidence, EvidenceLine, Finding } from '../domain/verdict.js';
import type { FactBook } from '../facts/book.js';
import type { FactState } from '../facts/fact.js';
import type { Judgment } from './condition.js';
import { type EndWords, factsInText, fill, fillBrief, fillWithoutSource, isFilled } from './placeholders.js';
import type { Breaks, ConfidenceRule, FindingText, Playbook, Step } from './playbook.js';

/** A finding with what the verdict needs to weigh it. */
export interface JudgedFinding {
  readonly finding: Finding;
  readonly confidence: Confidence;
  readonly acts: ActingSide;
  readonly breaks: Breaks;
  readonly confusedWith: readonly Cause[];
  readonly wouldChange: string | null;
  /** It forbids to call healthy or idle what only possibly is. */
  readonly unsettles: boolean;
}

const mostEvidence = 10;

/** A sentence has room for so many facts. */
const mostReasons = 3;

/** What the deciding facts show, in the words of their evidence; of log lines only what they amount to. */
export function reason({ facts }: Judgment, book: FactBook): string {
  const texts = new Set<string>();
  for (const name of facts) {
    if (texts.size === mostReasons) break;
    const text = shownBy(name, book.fact(name), facts.length > 1);
    if (text !== null) texts.add(text);
  }
  return texts.size === 0 ? 'nothing speaks for it.' : `${[...texts].join('; ')}.`;
}

/** @param amongOthers a fact without evidence is left out where others have some. */
function shownBy(name: string, state: FactState, amongOthers: boolean): string | null {
  if (!state.known) return `${name} is not known`;
  const [line] = state.evidence;
  if (line && !line.isLog)
    return `${line.device}: ${line.text.endsWith('.') ? line.text.slice(0, -1) : line.text}`;
  if (!line && amongOthers) return null;
  return `${name} is ${typeof state.value === 'object' ? state.value.join(', ') || 'none' : String(state.value)}`;
}

export function composeFinding(
  playbook: Playbook,
  step: Step,
  text: FindingText,
  judgment: Judgment,
  book: FactBook,
  words: EndWords,
): JudgedFinding {
  const names = [...judgment.facts, ...text.evidence, ...factsInText(text.says)];
  // Of a choice, a step with a value that nobody knows is none.
  const choice = (template: string) =>
    text.either && !isFilled(template, book) ? '' : fill(template, book, words);
  const next = { ours: choice(text.next.ours), theirs: choice(text.next.theirs) };
  return {
    finding: {
      id: step.id,
      playbook: playbook.id,
      severity: text.severity,
      ...(text.posture === null ? {} : { posture: text.posture }),
      cause: text.cause,
      says: fill(text.says, book, words),
      brief: fillBrief(text.says, book, words),
      withoutSource: fillWithoutSource(text.says, book, words),
      evidence: evidenceOf(names, book),
      next,
      ...(text.either && next.ours !== '' && next.theirs !== ''
        ? { either: { rather: endNamed(text.rather, book) } }
        : {}),
    },
    confidence: confidenceOf(text.confidence, book),
    acts: text.acts,
    breaks: text.breaks,
    confusedWith: text.confusedWith,
    wouldChange: text.wouldChange === null ? null : fill(text.wouldChange, book, words),
    unsettles: text.unsettles,
  };
}

function endNamed(fact: string | null, book: FactBook): EndName | null {
  const state = fact === null ? null : book.fact(fact);
  if (!state?.known) return null;
  return state.value === 'ours' || state.value === 'theirs' ? state.value : null;
}

const order: readonly Confidence[] = ['none', 'possible', 'likely', 'certain'];

function confidenceOf(rule: ConfidenceRule, book: FactBook): Confidence {
  if (typeof rule === 'string') return rule;
  const state = book.fact(rule.fact);
  const told = state.known ? order.indexOf(state.value as Confidence) : -1;
  return order[Math.min(Math.max(told, 1), order.indexOf(rule.atMost))] ?? 'possible';
}

function evidenceOf(names: readonly string[], book: FactBook): readonly EvidenceLine[] {
  const lines = [...new Set(names)].flatMap((name) => {
    const state = book.fact(name);
    return state.known ? state.evidence : [];
  });
  const seen = new Set<string>();
  return lines
    .filter((line) => {
      const key = `${line.device} ${line.source} ${line.text}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, mostEvidence);
}
