// The whole suite: every fault that the lab can make, and the quiet situations that must stay without a verdict of fault.
import type { Fault } from './fault.js';
import { certificateFaults } from './faults-certificates.js';
import { outageFaults, quietSituations } from './faults-outage.js';
import { phase1Faults } from './faults-phase1.js';
import { phase2Faults } from './faults-phase2.js';

export const faults: readonly Fault[] = [
  ...phase1Faults,
  ...certificateFaults,
  ...phase2Faults,
  ...outageFaults,
  ...quietSituations,
];
