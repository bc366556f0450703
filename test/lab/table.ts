// Every fault against every view: what the diagnosis said, and whether that was right, honestly undecided or wrong.
import type { Cause } from '../../src/domain/causes.js';
import type { Confidence } from '../../src/domain/verdict.js';
import { type AskedEnds, TUNNEL } from './cli.js';
import { ABSTENTIONS, type Fault, type View } from './fault.js';
import { figuresText, formsOf, usualOf } from './figures.js';
import { startLab } from './lab.js';
import { askedNobody, askProduct } from './product.js';
import { withTraffic } from './recordings.js';

export const VIEWS: readonly View[] = ['left', 'right', 'both'];

export interface Verdict {
  cause: Cause;
  confidence: Confidence;
}

/** What was answered; `NO_DEVICE` when nobody could be asked (exit code 3 of the command line). */
export interface Told {
  state: string;
  verdict: Verdict;
  alternatives: readonly Verdict[];
  summary: string;
  /** The lines that the findings of the verdict's cause stand on. */
  lines: readonly string[];
  seconds: number;
  calls: number;
}

/** `UNNAMED`: it abstains, but does not name the cause among its first three alternatives. */
export type Grade = 'right' | 'undecided' | 'UNNAMED' | 'WRONG';

export interface Row {
  fault: Fault;
  told: Record<View, Told>;
  grades: Record<View, Grade>;
  /** The forms of the lines that both logs hold. */
  printed: ReadonlySet<string>;
}

const NO_DEVICE: Told = {
  state: 'unknown',
  verdict: { cause: 'device-unreachable', confidence: 'certain' },
  alternatives: [],
  summary: 'no device could be asked',
  lines: [],
  seconds: 0,
  calls: 0,
};

interface DiagnosisJson {
  state: string;
  verdict: Verdict & { summary: string };
  alternatives: Verdict[];
  findings: { cause: Cause; evidence: { text: string }[] }[];
}

/** @param logFile the partner's log, given as `--file` does. */
export async function diagnoseFrom(lab: AskedEnds, view: View, logFile?: string): Promise<Told> {
  try {
    const { json, seconds, calls } = await askProduct(lab, view, ['diagnose', TUNNEL], logFile);
    const { state, verdict, alternatives, findings } = json as DiagnosisJson;
    const lines = findings
      .filter(({ cause }) => cause === verdict.cause)
      .flatMap(({ evidence }) => evidence.map(({ text }) => text));
    return { state, verdict, alternatives, summary: verdict.summary, lines, seconds, calls };
  } catch (error) {
    if (askedNobody(error)) return NO_DEVICE;
    throw error;
  }
}

/**
 * With both ends only the cause itself counts. From one end alone it may also be undecided: an abstention or a verdict of
 * at most `possible` with the cause among the first three alternatives, or what is honest from that end (`fault.honest`).
 * What is honest from one end is never certain: the other end could show another cause.
 */
export function grade(fault: Fault, view: View, told: Told): Grade {
  const truths: readonly Cause[] = [fault.cause, ...(fault.alsoTrue ?? [])];
  const { cause, confidence } = told.verdict;
  if (truths.includes(cause)) return view === 'both' && confidence === 'none' ? 'UNNAMED' : 'right';
  if (view !== 'both' && fault.honest?.[view]?.includes(cause)) {
    return confidence === 'certain' && cause !== 'device-unreachable' ? 'WRONG' : 'undecided';
  }
  if (confident(told)) return 'WRONG';
  const named = told.alternatives.slice(0, 3).some((alternative) => truths.includes(alternative.cause));
  return named ? 'undecided' : 'UNNAMED';
}

function confident({ verdict }: Told): boolean {
  if (ABSTENTIONS.includes(verdict.cause)) return false;
  return verdict.confidence === 'certain' || verdict.confidence === 'likely';
}

/** The states that an end reported and that the fault does not allow; a daemon that does not run has none. */
export function wrongStates({ fault, told }: Row): string[] {
  return (['left', 'right'] as const).flatMap((side) => {
    const { state, verdict } = told[side];
    const allowed: readonly string[] = fault.states[side];
    if (verdict.cause === 'device-unreachable' || allowed.includes(state)) return [];
    return [`${fault.name}, ${side}: state ${state} instead of ${allowed.join(' or ')}`];
  });
}

/** Makes one fault and has it diagnosed from each view. */
export async function examine(fault: Fault): Promise<Row> {
  const lab = await startLab(fault.spec);
  try {
    await fault.trigger(lab);
    const told = await withTraffic(lab, fault, async () => {
      const [left, right, both] = await Promise.all(VIEWS.map((view) => diagnoseFrom(lab, view)));
      return { left, right, both } as Record<View, Told>;
    });
    const grades = Object.fromEntries(VIEWS.map((view) => [view, grade(fault, view, told[view])]));
    const printed = formsOf(`${await lab.left.log()}\n${await lab.right.log()}`);
    return { fault, told, grades: grades as Record<View, Grade>, printed };
  } finally {
    await lab.stop();
  }
}

const GRADES: readonly Grade[] = ['right', 'undecided', 'UNNAMED', 'WRONG'];

/** The table as markdown, with the figures on top and what was not right below. */
export function tableText(rows: readonly Row[]): string {
  const cell = (row: Row, view: View): string => {
    const { verdict } = row.told[view];
    return `${row.grades[view]}: ${verdict.cause} (${verdict.confidence})`;
  };
  const lines = rows.map((row) =>
    [row.fault.name, row.fault.cause, ...VIEWS.map((view) => cell(row, view))].join(' | '),
  );
  const count = (view: View, wanted: Grade): number =>
    rows.filter((row) => row.grades[view] === wanted).length;
  const figures = VIEWS.map((view) => `| ${view} | ${GRADES.map((one) => count(view, one)).join(' | ')} |`);
  return [
    '# Diagnoses of real tunnels',
    '',
    `${rows.length} situations between two strongSwan daemons in network namespaces, each diagnosed by the command line with`,
    'the left end readable, the right end readable, and both. Made by `npm run lab:table` as root.',
    '',
    'right: the cause that was injected. undecided: from one end alone it cannot be told, and the verdict says so and names the',
    'cause among its alternatives, or says what is true of that end. UNNAMED: it abstains without naming the cause. WRONG:',
    'anything else. With both ends every row must be right; from one end alone the last two must not occur.',
    '',
    `| readable | ${GRADES.join(' | ')} |`,
    '|---|---|---|---|---|',
    ...figures,
    '',
    '| situation | cause | left alone | right alone | both |',
    '|---|---|---|---|---|',
    ...lines.map((line) => `| ${line} |`),
    '',
    ...figuresText(
      rows.flatMap(({ fault, told }) =>
        VIEWS.map((view) => ({ cause: fault.cause, readable: view, told: told[view] })),
      ),
      usualOf(rows.map(({ fault, printed }) => ({ cause: fault.cause, printed }))),
    ),
    '## What was not right, with the alternatives that were named',
    '',
    ...rows.flatMap(notRight),
    ...rows.flatMap(wrongStates).map((line) => `- ${line}`),
    '',
  ].join('\n');
}

function notRight(row: Row): string[] {
  return VIEWS.filter((view) => row.grades[view] !== 'right').map((view) => {
    const { verdict, alternatives } = row.told[view];
    const others = alternatives.slice(0, 4).map(({ cause, confidence }) => `${cause} (${confidence})`);
    const named = others.length === 0 ? 'no alternative' : others.join(', ');
    return `- ${row.fault.name}, ${view}: ${verdict.cause} (${verdict.confidence}); ${named}`;
  });
}
