// What was said about every fault inside the small machine, classed as labelled logs are, and as a document.
import type { Looked } from '../established/examine.js';
import { figuresText, usualOf } from '../figures.js';
import { VIEWS } from '../table.js';

/** `guess`: wrong, and said to be only possible. `wrong`: wrong and sure of it. `healthy-wrong`: a fault taken for health. */
export const classes = ['right', 'undecided', 'guess', 'wrong', 'healthy-wrong'] as const;
export type Class = (typeof classes)[number];

const moments = ['flowing', 'stopped'] as const;

export function classOf({ grade, told }: Looked): Class {
  if (grade === 'HEALTHY-WRONG') return 'healthy-wrong';
  if (grade !== 'WRONG') return grade;
  const { confidence } = told.verdict;
  return confidence === 'certain' || confidence === 'likely' ? 'wrong' : 'guess';
}

const title = (looked: Looked): string => `${looked.fault.name}, ${looked.moment}, ${looked.view}`;

/** What must not be: a fault taken for health, a wrong verdict that is sure, and with both ends anything but right. */
export function failuresOf(looked: readonly Looked[]): string[] {
  return looked.flatMap((one) => {
    const found = classOf(one);
    const fine =
      found === 'right' ||
      (found === 'undecided' && (one.view !== 'both' || one.fault.undecidable === true)) ||
      (found === 'guess' && one.view !== 'both');
    return fine ? [] : [lineOf(one)];
  });
}

export function lineOf(one: Looked): string {
  const { verdict, state, alternatives, summary } = one.told;
  const others = alternatives.slice(0, 4).map(({ cause }) => cause);
  return `${title(one)}: ${classOf(one)}: ${verdict.cause} (${verdict.confidence}), state ${state}; then ${others.join(', ') || 'nothing'}. ${summary}`;
}

/** The document, with the figures on top and what was not right below. */
export function kernelText(looked: readonly Looked[]): string {
  const names = [...new Set(looked.map(({ fault }) => fault.name))];
  const figures = moments.flatMap((moment) =>
    VIEWS.map((view) => {
      const here = looked.filter((one) => one.moment === moment && one.view === view);
      const counts = classes.map((one) => here.filter((two) => classOf(two) === one).length);
      return `| ${view}, ${moment} | ${counts.join(' | ')} |`;
    }),
  );
  const rows = names.flatMap((name) =>
    moments.map((moment) => {
      const here = looked.filter((one) => one.fault.name === name && one.moment === moment);
      const cells = VIEWS.map((view) => {
        const one = here.find((two) => two.view === view);
        if (one === undefined) return '';
        return `${classOf(one)}: ${one.told.verdict.cause} (${one.told.verdict.confidence})`;
      });
      return `| ${name} | ${here[0]?.fault.cause ?? ''} | ${moment} | ${cells.join(' | ')} |`;
    }),
  );
  return [
    '# Diagnoses of tunnels that stand, with ESP of a real kernel',
    '',
    `${names.length} situations between two strongSwan daemons inside an emulated machine with Debian's cloud kernel, where ESP is`,
    'protocol 50, each diagnosed while traffic flows and after it stopped, with the left end readable, the right',
    'end readable, and both. Made by `npm run lab:kernel` as root.',
    '',
    'right: the cause that was made. undecided: at most possible, with the cause among the alternatives. guess: another cause, said to',
    'be only possible. wrong: another cause, likely or certain. healthy-wrong: a fault taken for health.',
    '',
    `| readable, moment | ${classes.join(' | ')} |`,
    '|---|---|---|---|---|---|',
    ...figures,
    '',
    '| situation | cause | traffic | left alone | right alone | both |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    ...figuresText(
      looked.map(({ fault, view, moment, told }) => ({
        cause: fault.cause,
        readable: `${view}, ${moment}`,
        told,
      })),
      usualOf(looked.map(({ fault, printed }) => ({ cause: fault.cause, printed }))),
    ),
    '## What was not right, with the alternatives that were named',
    '',
    ...looked.filter((one) => classOf(one) !== 'right').map((one) => `- ${lineOf(one)}`),
    '',
    '## The situations',
    '',
    ...names.map((name) => `- ${name}: ${looked.find((one) => one.fault.name === name)?.fault.title}`),
    '',
  ].join('\n');
}
