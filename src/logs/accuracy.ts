// How often analyze-log is right on labelled cases: the figures of CAUSES.md, by cause and by vendor.

import { Readable } from 'node:stream';
import { type Cause, causeInfo, isCause } from '../domain/causes.js';
import type { Diagnosis } from '../domain/verdict.js';
import { readLog } from './readLog.js';
import { streamSource } from './stream/source.js';
import { diagnosisFromReading } from './verdict.js';

/** One line of `cases.jsonl`. */
export interface LabelledCase {
  readonly id: string;
  readonly vendor: string;
  readonly text: string;
  readonly label: Cause;
  readonly also_acceptable?: readonly string[];
  /** The text alone proves nothing: not counted. */
  readonly weak?: boolean;
}

export type Outcome = 'right' | 'undecided' | 'undecided-without' | 'wrong' | 'confidently-wrong';

export interface JudgedCase {
  readonly case: LabelledCase;
  readonly diagnosis: Diagnosis;
  readonly vendorFound: string;
  readonly outcome: Outcome;
  /** The verdict or the first alternative is the label or acceptable. */
  readonly topTwo: boolean;
}

export function parseCases(text: string): LabelledCase[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledCase);
}

/** The same way as `analyze-log` without options: only the text is given. */
export async function judgeCase(labelled: LabelledCase): Promise<JudgedCase> {
  const source = streamSource(Readable.from([Buffer.from(labelled.text)]), labelled.id);
  const reading = await readLog(source, { name: labelled.id });
  const diagnosis = diagnosisFromReading(reading, { source: labelled.id });
  const right = new Set<string>([labelled.label, ...(labelled.also_acceptable ?? [])]);
  const { cause } = diagnosis.verdict;
  const alternatives = diagnosis.alternatives.map((alternative) => alternative.cause);
  return {
    case: labelled,
    diagnosis,
    vendorFound: reading.vendor,
    outcome: outcomeOf(diagnosis, labelled.label, right),
    topTwo: right.has(cause) || right.has(alternatives[0] ?? ''),
  };
}

function outcomeOf(diagnosis: Diagnosis, label: Cause, right: ReadonlySet<string>): Outcome {
  const { cause, confidence } = diagnosis.verdict;
  if (right.has(cause) && confidence !== 'none') return 'right';
  const abstains = confidence === 'none' || (cause !== 'other' && causeInfo(cause).kind === 'abstains');
  if (abstains)
    return diagnosis.alternatives.slice(0, 3).some((one) => one.cause === label)
      ? 'undecided'
      : 'undecided-without';
  return confidence === 'certain' || confidence === 'likely' ? 'confidently-wrong' : 'wrong';
}

export interface AccuracyFigures {
  readonly counted: number;
  readonly right: number;
  readonly topTwo: number;
  readonly undecided: number;
  readonly wrong: number;
  readonly confidentlyWrong: number;
}

export function figuresOf(judged: readonly JudgedCase[]): AccuracyFigures {
  const count = (...outcomes: Outcome[]): number =>
    judged.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return {
    counted: judged.length,
    right: count('right'),
    topTwo: judged.filter(({ topTwo }) => topTwo).length,
    undecided: count('undecided'),
    wrong: count('wrong', 'undecided-without', 'confidently-wrong'),
    confidentlyWrong: count('confidently-wrong'),
  };
}

export async function judgeAll(cases: readonly LabelledCase[]): Promise<JudgedCase[]> {
  const judged: JudgedCase[] = [];
  for (const labelled of cases)
    if (labelled.weak !== true && isCause(labelled.label)) judged.push(await judgeCase(labelled));
  return judged;
}

/** What `npm run accuracy` prints. */
export function accuracyText(judged: readonly JudgedCase[], showFailures: boolean): string {
  const figures = figuresOf(judged);
  const percent = (part: number): string => `${((100 * part) / Math.max(1, figures.counted)).toFixed(1)} %`;
  const lines = [
    `cases counted                       ${figures.counted}`,
    `right outright (label or acceptable) ${figures.right}  ${percent(figures.right)}`,
    `top two                             ${figures.topTwo}  ${percent(figures.topTwo)}`,
    `honestly undecided                  ${figures.undecided}  ${percent(figures.undecided)}`,
    `right or honestly undecided         ${figures.right + figures.undecided}  ${percent(figures.right + figures.undecided)}`,
    `confidently wrong                   ${figures.confidentlyWrong}`,
    '',
    ...matrix('by cause (label → verdict)', judged, (one) => one.case.label),
    '',
    ...matrix(
      'by vendor (outcome)',
      judged,
      (one) => one.case.vendor,
      (one) => one.outcome,
    ),
  ];
  if (showFailures) {
    lines.push('', 'not right:');
    for (const { case: labelled, outcome, diagnosis } of judged)
      if (outcome !== 'right')
        lines.push(
          `${labelled.id}  ${outcome}  label ${labelled.label}  verdict ${diagnosis.verdict.cause} (${diagnosis.verdict.confidence})  then ${diagnosis.alternatives.map(({ cause }) => cause).join(', ')}`,
        );
  }
  return `${lines.join('\n')}\n`;
}

/** Rows of "key: what × how often", the most frequent first. */
function matrix(
  title: string,
  judged: readonly JudgedCase[],
  key: (one: JudgedCase) => string,
  value: (one: JudgedCase) => string = (one) => one.diagnosis.verdict.cause,
): string[] {
  const rows = new Map<string, Map<string, number>>();
  for (const one of judged) {
    const row = rows.get(key(one)) ?? new Map<string, number>();
    row.set(value(one), (row.get(value(one)) ?? 0) + 1);
    rows.set(key(one), row);
  }
  return [
    title,
    ...[...rows.entries()].sort().map(([name, row]) => {
      const cells = [...row.entries()].sort((a, b) => b[1] - a[1]).map(([cell, count]) => `${cell} ${count}`);
      return `  ${name.padEnd(28)} ${cells.join(', ')}`;
    }),
  ];
}
