// Killed and restarted at each step, on PostgreSQL: another replica might live, so what was held waits until its claim has run out.

import { describe } from 'vitest';
import { openOwnDatabase } from './ownDatabase.js';
import { restartAtEachStep } from './triageRestart.js';

describe('an incident of a service on PostgreSQL that is killed 40 ms after it acknowledged', () => {
  restartAtEachStep([40], openOwnDatabase);
});
