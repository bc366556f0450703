// How a tone and a step's outcome look without color: signs of different shapes, and words for those who hear them.

import type { ShownStep, Tone } from '../../domain/report.js';
import type { Task } from './shapes.js';

export const toneSigns: Readonly<Record<Tone, string>> = {
  good: '✅',
  warning: '⚠️',
  bad: '❌',
  quiet: 'ℹ️',
  unknown: '❔',
};

export const toneWords: Readonly<Record<Tone, string>> = {
  good: 'Good',
  warning: 'Warning',
  bad: 'Fault',
  quiet: 'Note',
  unknown: 'Unknown',
};

interface StepLook {
  readonly sign: string;
  readonly word: string;
  readonly status: Task['status'];
}

/**
 * `found` is an error in Slack's plan: a cause was found there, and a red cross is what one looks for.
 * Only what was cleared gets the check mark: unclear and skipped must never look like a yes.
 */
export const stepLooks: Readonly<Record<ShownStep['state'], StepLook>> = {
  found: { sign: '❌', word: 'found', status: 'error' },
  cleared: { sign: '✓', word: 'cleared', status: 'complete' },
  unclear: { sign: '❔', word: 'unclear', status: 'pending' },
  skipped: { sign: '–', word: 'skipped', status: 'pending' },
};
