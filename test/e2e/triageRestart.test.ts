// Killed and restarted at each step, on PGlite: the next process finds the data folder free, and what was held is free at once.

import { describe } from 'vitest';
import { restartAtEachStep } from './triageRestart.js';

/** At once, while the work is under way, and when most of it is done. */
const delaysMs = [0, 40, 150] as const;

describe.each(delaysMs)('a service that is killed %i ms after it acknowledged', (delayMs) => {
  restartAtEachStep(delayMs, null);
});
