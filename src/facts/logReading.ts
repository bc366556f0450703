// How well the log of an end was read: how many lines are known, errors that nobody knows, whether it speaks of the tunnel at all.

import type { EndEvidence } from '../domain/evidence.js';
import { type FactState, knownFact, list, number, unknownFact, yesNo } from './fact.js';
import { attemptsBetween, holdsNoLine } from './logSilence.js';
import { type EndFact, fromGap, fromLog, logSays, printedLine } from './perEnd.js';

const mostQuoted = 5;

/** Only a log that a person gave: a device is asked for one tunnel, so its log never tells of others. */
function silent(end: EndEvidence, other: EndEvidence): FactState {
  if (!end.log.known) return fromGap(end.log);
  const { from, to, lines } = end.log.value;
  if (end.readable || !holdsNoLine(end.log.value))
    return knownFact('no', logSays(end, `its log speaks of ${other.name}, or of no tunnel at all`));
  const attempts = other.log.known && from && to ? attemptsBetween(other.log.value, from, to) : null;
  if (!attempts?.last)
    return unknownFact(
      `Whether the log of ${end.name} covers an attempt of ${other.name} is not known.`,
      `Get the log of ${end.name} for the minutes of an attempt, with its times.`,
    );
  if (attempts.answer) return knownFact('no', [printedLine(other, attempts.answer.line)]);
  return knownFact('yes', [
    ...logSays(end, `${lines} lines from ${from} to ${to}, and none about ${other.name}`),
    printedLine(other, attempts.last.line, attempts.last.count),
  ]);
}

export const readingFacts: readonly EndFact[] = [
  {
    name: 'log.silent',
    type: yesNo,
    says: 'Whether a given log of {end} covers an attempt of the other end that nobody answered, and holds no line about it.',
    needs: ['log'],
    derive: ({ end, other }) => silent(end, other),
  },
  {
    name: 'log.lines',
    type: number('lines'),
    says: 'How many lines the log of {end} has.',
    needs: ['log'],
    derive: ({ end }) => fromLog(end, ({ lines }) => ({ value: lines, text: `${lines} log lines` }), ''),
  },
  {
    name: 'log.known-lines',
    type: number('known lines'),
    says: 'How many lines of the log of {end} a signature knows.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(
        end,
        ({ lines, recognized }) => ({ value: recognized, text: `${recognized} of ${lines} log lines known` }),
        '',
      ),
  },
  {
    name: 'log.unknown-errors',
    type: list,
    says: 'Lines of the log of {end} that no signature knows, that have the shape of an error, and that no later success cured.',
    needs: ['log'],
    derive: ({ end }) => {
      if (!end.log.known) return fromGap(end.log);
      const lines = end.log.value.unknownErrors;
      return knownFact(
        lines.slice(0, mostQuoted).map((line) => line.text),
        lines.length > 0
          ? lines.slice(0, mostQuoted).map((line) => printedLine(end, line))
          : logSays(end, 'no unknown error in its log'),
      );
    },
  },
  {
    name: 'log.leaves-open',
    type: list,
    says: 'What may be behind a line of the log of {end} that only says that something failed, the likeliest first.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(end, ({ leavesOpen }) => ({ value: leavesOpen, text: leavesOpen.join(', ') || 'nothing' }), ''),
  },
  {
    name: 'log.notes',
    type: list,
    says: 'What weakens the reading of the log of {end}: lines of two vendors, another order, no line of this tunnel.',
    needs: ['log'],
    derive: ({ end }) =>
      fromLog(end, ({ notes }) => ({ value: notes, text: notes.join(' ') || 'nothing weakens it' }), ''),
  },
];
