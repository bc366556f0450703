// Killed and restarted at each step, on PGlite: the next process finds the data folder free, and what was held is free at once.

import { describe } from 'vitest';
import { restartAtEachStep } from './triageRestart.js';

// At once, while the work is under way, and when most of it is done: each an incident of its own, so one kill meets all three.
describe('incidents of a service that is killed 0, 40 and 150 ms after it acknowledged', () => {
  restartAtEachStep([0, 40, 150], null);
});
