// What a person sees when a question could not be asked: one sentence, what to do, and a menu when names fit.

import { commandNames } from '../domain/commandLine.js';
import { Problem } from '../domain/problem.js';
import { bareReport, type Choice, type Report } from '../domain/report.js';

/** @param commandFor the command to run when a name was chosen; null when there is nothing to run again. */
export function composeProblem(problem: Problem, commandFor: ((name: string) => string) | null): Report {
  const choice = commandFor ? choiceOf(problem.fits, commandFor) : null;
  return {
    ...bareReport,
    kind: 'problem',
    tone: problem.code === 'no-device' ? 'unknown' : 'warning',
    title: problem.message,
    // The menu asks already which one is meant.
    summary: choice ? [] : [{ kind: 'paragraph', text: problem.remedy }],
    choice,
    audience: 'asker',
    json: {
      schema: 1,
      problem: problem.code,
      says: problem.message,
      remedy: problem.remedy,
      fits: problem.fits,
    },
  };
}

function choiceOf(fits: readonly string[], commandFor: (name: string) => string): Choice | null {
  if (fits.length === 0) return null;
  return {
    prompt: 'Which one is meant?',
    options: fits.slice(0, 100).map((name) => ({ label: name, command: commandFor(name) })),
  };
}

/** Our own fault: the sentence never carries exception text; the log does. */
export function composeFault(): Report {
  return {
    ...composeProblem(new Problem('usage', { detail: '', help: commandNames.help }), null),
    title: 'This question could not be answered because of a fault in Tunnelmedic.',
    summary: [{ kind: 'paragraph', text: 'Its log has the details. Please report it.' }],
    json: { schema: 1, problem: 'fault' },
  };
}
