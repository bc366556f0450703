// The whole suite: every fault that the lab can make, and the quiet situations that must stay without a verdict of fault.
import type { Fault } from './fault.js';
import { certificateFaults } from './faultsCertificates.js';
import { outageFaults, quietSituations } from './faultsOutage.js';
import { phase1Faults } from './faultsPhase1.js';
import { phase2Faults } from './faultsPhase2.js';

export const faults: readonly Fault[] = [
  ...phase1Faults,
  ...certificateFaults,
  ...phase2Faults,
  ...outageFaults,
  ...quietSituations,
];
