// The faults of a tunnel that stands inside the small machine: those of the list, and those that only a kernel's ESP makes.
import { type EstablishedFault, establishedFaults } from '../established/faults.js';

const flush = 'ip xfrm state flush';

const onlyWithKernel: readonly EstablishedFault[] = [
  {
    name: 'kernel-lost-sas',
    title: 'Somebody flushed the SAs in the kernel of right; its daemon knows nothing of it',
    after: [{ at: 'right', run: flush }],
    cause: 'sa-mismatch',
    // Right drops what it has no SA for: from the counters alone that is a path that drops.
    alsoTrue: ['esp-blocked'],
    blind: ['right'],
  },
  {
    name: 'kernel-lost-sas-left',
    title:
      'Somebody flushed the SAs in the kernel of left; what it wants to send makes its daemon set up new ones',
    after: [{ at: 'left', run: flush }],
    // The kernel asks for an SA, nobody gives that one, and four seconds later the daemon takes the lost pair for expired and makes another.
    cause: 'tunnel-up-healthy',
    alsoTrue: ['sa-mismatch', 'rekey-in-progress'],
  },
];

export const machineFaults: readonly EstablishedFault[] = [...establishedFaults, ...onlyWithKernel];

/** What the test looks at when the whole table is too much for it: one of each kind that only ESP of a kernel shows. */
export const boundedFaults: readonly string[] = [
  'esp-lost-both-ways',
  'third-lost-to-left',
  'large-lost-to-right',
  'far-policy',
  'kernel-lost-sas',
  'healthy',
];
