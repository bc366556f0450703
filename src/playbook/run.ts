// Walks playbooks over facts: each step ends as found, cleared, unclear or skipped, with the reason.

import type { AskForm, OpenAsk } from '../domain/ask.js';
import type { StepResult } from '../domain/verdict.js';
import type { FactBook } from '../facts/book.js';
import { factsByName } from '../facts/catalogue.js';
import { type Judgment, judge, truthOf } from './condition.js';
import { composeFinding, type JudgedFinding, reason } from './finding.js';
import { type EndWords, fill } from './placeholders.js';
import type { Playbook, Question, Step } from './playbook.js';
import type { OpenStep } from './unchecked.js';

export interface Walk {
  readonly findings: readonly JudgedFinding[];
  readonly steps: readonly StepResult[];
  /** One for each step and each fact that is missing; `merged` tells them once for each reason. */
  readonly unchecked: readonly OpenStep[];
  /** Questions that nobody answered yet, in the order of the walk, each fact once. */
  readonly asks: readonly OpenAsk[];
  /** Playbooks that were called, in order. */
  readonly called: readonly string[];
}

export interface WalkOptions {
  readonly book: FactBook;
  /** By id; a call to one that is not there is recorded and not followed. */
  readonly playbooks: ReadonlyMap<string, Playbook>;
  /** What the vendors of the ends call things. */
  readonly words: EndWords;
  /** How the log of the other end is got, for a question that asks for it. */
  readonly howToGetLog?: () => string;
  /** Called after each step, for progress. */
  readonly onStep?: (step: StepResult) => void;
  /** What was found, without the sentences about everything else: most of the work of a walk is in those. */
  readonly findingsOnly?: true;
}

/** Of a step without a condition. */
const always: Judgment = { truth: 'yes', facts: [], missing: [] };

/** Runs playbooks in order; each playbook runs at most once in a walk, so calls cannot loop. */
export function walk(entries: readonly Playbook[], options: WalkOptions): Walk {
  const { book, playbooks, words, findingsOnly = false } = options;
  const findings: JudgedFinding[] = [];
  const steps: StepResult[] = [];
  const unchecked: OpenStep[] = [];
  const asks: OpenAsk[] = [];
  const called: string[] = [];
  const done = new Set<string>();
  let stopped: string | null = null;

  function note(
    playbook: Playbook,
    step: Pick<Step, 'id' | 'look'>,
    outcome: StepResult['outcome'],
    why: () => string,
  ): void {
    if (findingsOnly) return;
    const result = {
      playbook: playbook.id,
      area: playbook.title,
      step: step.id,
      look: fill(step.look, book, words),
      outcome,
      why: why(),
    };
    steps.push(result);
    options.onStep?.(result);
  }

  function runStep(playbook: Playbook, step: Step): void {
    if (stopped !== null) {
      const why = stopped;
      note(playbook, step, 'skipped', () => why);
      return;
    }
    if (step.given && truthOf(step.given, book) === 'no') {
      const { given } = step;
      note(playbook, step, 'skipped', () => `Does not apply: ${reason(judge(given, book), book)}`);
      return;
    }
    const judged = (): Judgment => (step.when ? judge(step.when, book) : always);
    if (step.call !== null) {
      runCall(playbook, step, judged);
      return;
    }
    // What decided it is needed for a finding, and for the sentence about what is none.
    if (findingsOnly && (!step.finding || (step.when && truthOf(step.when, book) !== 'yes'))) return;
    const judgment = judged();
    if (step.ask) {
      runQuestion(playbook, step, step.ask, judgment);
      return;
    }
    if (!step.finding) return;
    if (judgment.truth === 'no') {
      note(playbook, step, 'cleared', () => reason(judgment, book));
      return;
    }
    if (judgment.truth === 'unknown') {
      leaveOpen(playbook, step, judgment);
      return;
    }
    const found = composeFinding(playbook, step, step.finding, judgment, book, words);
    findings.push(found);
    note(playbook, step, 'found', () => found.finding.says);
    if (step.finding.stop) stopped = `Not asked, because ${playbook.id} found: ${found.finding.says}`;
  }

  function leaveOpen(playbook: Playbook, step: Step, { missing }: Judgment): void {
    const what = fill(step.look, book, words);
    unchecked.push(
      ...missing.map(({ state }) => ({
        what,
        why: state.why,
        how: state.how,
        cause: step.finding?.cause ?? null,
      })),
    );
    note(playbook, step, 'unclear', () => missing[0]?.state.why ?? 'The evidence does not tell.');
  }

  function runCall(playbook: Playbook, step: Step, judged: () => Judgment): void {
    if (step.when && truthOf(step.when, book) === 'no') {
      note(playbook, step, 'skipped', () => `Not needed: ${reason(judged(), book)}`);
      return;
    }
    const target = step.call ?? '';
    called.push(target);
    const next = playbooks.get(target);
    if (next) runPlaybook(next);
  }

  function runQuestion(playbook: Playbook, step: Step, question: Question, judgment: Judgment): void {
    if (judgment.truth === 'no') {
      note(playbook, step, 'skipped', () => `Not needed: ${reason(judgment, book)}`);
      return;
    }
    const { fact } = question;
    const state = book.fact(fact);
    if (state.known) {
      note(playbook, step, 'cleared', () => `Answered: ${fact}.`);
      return;
    }
    const text = fill(question.text, book, words);
    const how = question.as === 'log' ? (options.howToGetLog?.() ?? state.how) : state.how;
    unchecked.push({ what: text, why: state.why, how, cause: null });
    if (!asks.some((one) => one.fact === fact)) {
      const where = `${playbook.id}/${step.id}`;
      asks.push({ fact, question: text, step: where, why: state.why, ...formOf(question) });
    }
    note(playbook, step, 'unclear', () => state.why);
  }

  function runPlaybook(playbook: Playbook): void {
    if (done.has(playbook.id)) return;
    done.add(playbook.id);
    const { applies } = playbook;
    if (applies && truthOf(applies, book) === 'no') {
      const why = () => `Does not apply: ${reason(judge(applies, book), book)}`;
      note(playbook, { id: playbook.id, look: playbook.title }, 'skipped', why);
      return;
    }
    for (const step of playbook.steps) runStep(playbook, step);
  }

  for (const playbook of entries) runPlaybook(playbook);
  return { findings, steps, unchecked, asks, called };
}

/** A fact's type says how it is asked, unless the question says it. */
function formOf(question: Question): { readonly form: AskForm; readonly choices: readonly string[] } {
  if (question.as !== undefined) return { form: question.as, choices: [] };
  const type = factsByName.get(question.fact)?.type;
  if (type?.kind === 'choice') return { form: 'choice', choices: type.values };
  return { form: type?.kind ?? 'text', choices: [] };
}
