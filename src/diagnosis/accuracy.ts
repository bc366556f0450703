// How often analyze-log is right on labelled cases: each verdict falls into the first class that fits, and the classes are counted.

import { Readable } from 'node:stream';
import { type Cause, causeInfo, isCause } from '../domain/causes.js';
import type { Confidence, Diagnosis } from '../domain/verdict.js';
import { readLog } from '../logs/readLog.js';
import { ownSignatureSet, type SignatureSet, without } from '../logs/signature/set.js';
import { streamSource } from '../logs/stream/source.js';
import { ownPlaybookSet } from '../playbook/folder.js';
import { examineLog } from './pastedLog.js';

/** One line of a file of cases: what was printed, and what an expert who sees only this text can conclude. */
export interface LabelledCase {
  readonly id: string;
  readonly vendor: string | null;
  readonly text: string;
  /** What the text shows. A bare refusal is an abstention: naming a key or a proposal from it alone is a guess. */
  readonly label: Cause;
  /** Other causes that the text supports as well. */
  readonly also_acceptable?: readonly string[];
  /** The fault that was really there, shown by the text or not. */
  readonly truth?: string | null;
  /** Where abstaining is acceptable: one of these must be among the first three alternatives, or the abstention helps nobody. */
  readonly must_list?: readonly string[];
  /** The text alone proves nothing: not counted. */
  readonly weak?: boolean;
}

export const outcomes = [
  'right',
  'right-but-unhelpful',
  'missed',
  'healthy-wrong',
  'confident-wrong',
  'guess',
] as const;
export type Outcome = (typeof outcomes)[number];

export interface JudgedCase {
  readonly case: LabelledCase;
  readonly diagnosis: Diagnosis;
  readonly vendorFound: string;
  readonly outcome: Outcome;
  /** Missed, though a good cause stands among the first three alternatives. */
  readonly listed: boolean;
  /** A guess that happens to be the fault that was there. */
  readonly trueNotShown: boolean;
}

export function parseCases(text: string): LabelledCase[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as LabelledCase);
}

/** Nothing is wrong, said in three ways that a text seldom tells apart. */
const healthy: readonly string[] = ['tunnel-up-healthy', 'idle-on-demand', 'rekey-in-progress'];
const abstentions: readonly string[] = [
  'auth-rejected-by-peer',
  'proposal-rejected-by-peer',
  'insufficient-data',
];

/** The same way as `analyze-log` without options: only the text is given. */
export async function judgeCase(labelled: LabelledCase, signatures?: SignatureSet): Promise<JudgedCase> {
  const source = streamSource(Readable.from([Buffer.from(labelled.text)]), labelled.id);
  const reading = await readLog(source, { name: labelled.id, ...(signatures ? { signatures } : {}) });
  const { diagnosis } = examineLog(reading, labelled.id, ownPlaybookSet());
  const { cause } = diagnosis.verdict;
  const good = goodCauses(labelled);
  const outcome = outcomeOf(diagnosis, labelled);
  const first = diagnosis.alternatives.slice(0, 3).map((alternative) => alternative.cause);
  return {
    case: labelled,
    diagnosis,
    vendorFound: reading.vendor,
    outcome,
    listed: outcome === 'missed' && first.some((one) => good.has(one) || isWanted(labelled, one)),
    trueNotShown: outcome === 'guess' && cause === labelled.truth,
  };
}

function goodCauses(labelled: LabelledCase): ReadonlySet<string> {
  const good = [labelled.label, ...(labelled.also_acceptable ?? [])];
  return new Set(good.some((one) => healthy.includes(one)) ? [...good, ...healthy] : good);
}

function isWanted({ must_list: wanted = [] }: LabelledCase, cause: string): boolean {
  return wanted.includes(cause);
}

/** What somebody concluded from a text: this product, or whoever is measured beside it. */
export interface Conclusion {
  readonly verdict: { readonly cause: Cause; readonly confidence: Confidence };
  readonly alternatives: readonly { readonly cause: Cause }[];
}

/** The first class that fits. */
export function outcomeOf(diagnosis: Conclusion, labelled: LabelledCase): Outcome {
  const good = goodCauses(labelled);
  const { cause, confidence } = diagnosis.verdict;
  const isGood = good.has(cause);
  const abstains =
    (causeInfo(cause).kind === 'abstains' && cause !== 'other') || (confidence === 'none' && !isGood);
  if (!abstains && isGood) return 'right';
  if (abstains) {
    if (!abstentions.some((one) => good.has(one))) return 'missed';
    const { must_list: wanted = [] } = labelled;
    const told = [cause, ...diagnosis.alternatives.slice(0, 3).map((one) => one.cause)];
    return wanted.length === 0 || told.some((one) => isWanted(labelled, one))
      ? 'right'
      : 'right-but-unhelpful';
  }
  if (healthy.includes(cause)) return 'healthy-wrong';
  return confidence === 'certain' || confidence === 'likely' ? 'confident-wrong' : 'guess';
}

export type AccuracyFigures = Readonly<Record<Outcome, number>> & { readonly counted: number };

export function figuresOf(judged: readonly JudgedCase[]): AccuracyFigures {
  const counts = Object.fromEntries(
    outcomes.map((outcome) => [outcome, judged.filter((one) => one.outcome === outcome).length]),
  ) as Record<Outcome, number>;
  return { counted: judged.length, ...counts };
}

export function isCounted(labelled: LabelledCase): boolean {
  return labelled.weak !== true && isCause(labelled.label);
}

export async function judgeAll(
  cases: readonly LabelledCase[],
  signatures?: SignatureSet,
): Promise<JudgedCase[]> {
  const judged: JudgedCase[] = [];
  for (const labelled of cases) if (isCounted(labelled)) judged.push(await judgeCase(labelled, signatures));
  return judged;
}

/**
 * How the next unknown vendor will fare: each vendor's signatures are taken away in turn and its cases judged. A product that
 * runs another's daemon prints that one's lines, so the file that knows a case is the one that is taken away.
 */
export async function leaveOneVendorOut(
  cases: readonly LabelledCase[],
): Promise<{ vendor: string; judged: JudgedCase[] }[]> {
  const whole = ownSignatureSet();
  const read = await judgeAll(cases, whole);
  const rows: { vendor: string; judged: JudgedCase[] }[] = [];
  for (const { vendor } of whole.files) {
    const theirs = read.filter((one) => one.vendorFound === vendor).map((one) => one.case);
    if (theirs.length > 0) rows.push({ vendor, judged: await judgeAll(theirs, without(whole, vendor)) });
  }
  return rows;
}

/** What `npm run accuracy` prints. */
export function accuracyText(judged: readonly JudgedCase[], showFailures: boolean): string {
  const figures = figuresOf(judged);
  const percent = (part: number): string => `${((100 * part) / Math.max(1, figures.counted)).toFixed(1)} %`;
  const row = (title: string, part: number): string =>
    `${title.padEnd(22)} ${String(part).padStart(5)}  ${percent(part)}`;
  const lines = [
    `${'cases counted'.padEnd(22)} ${String(figures.counted).padStart(5)}`,
    ...outcomes.map((outcome) => row(outcome, figures[outcome])),
    row('  missed but listed', judged.filter(({ listed }) => listed).length),
    row('  guess, true unshown', judged.filter(({ trueNotShown }) => trueNotShown).length),
    '',
    ...matrix('by cause (label → verdict)', judged, (one) => one.case.label),
    '',
    ...matrix(
      'by vendor (class)',
      judged,
      (one) => one.case.vendor ?? 'not said',
      (one) => one.outcome,
    ),
  ];
  if (showFailures) lines.push('', 'not right:', ...judged.flatMap(failureText));
  return `${lines.join('\n')}\n`;
}

function failureText({ case: labelled, outcome, diagnosis }: JudgedCase): string[] {
  if (outcome === 'right') return [];
  const { cause, confidence } = diagnosis.verdict;
  const others = diagnosis.alternatives.map((one) => one.cause).join(', ');
  return [
    `${labelled.id}  ${outcome}  label ${labelled.label}  verdict ${cause} (${confidence})  then ${others}`,
  ];
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
