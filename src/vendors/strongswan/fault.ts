// What can go wrong between us and a daemon, in the sentence and remedy that an operator needs.

import type { Fault } from '../outcome.js';

export const tooLate: Fault = {
  reason: 'timeout',
  says: 'The daemon did not answer over VICI before the question was given up.',
  remedy: 'Ask again; if it stays, look at the load of the daemon (swanctl --stats).',
};

export const noTunnel: Fault = {
  reason: 'not-asked',
  says: 'No tunnel was named.',
  remedy: 'Ask for one tunnel.',
};

export function unknownCommand(name: string): Fault {
  return {
    reason: 'not-supported',
    says: `This daemon does not know the VICI command or event "${name}".`,
    remedy:
      name === 'get-counters'
        ? 'Load the counters plugin of strongSwan.'
        : 'A newer strongSwan knows it; `swanctl --version --daemon` shows the version.',
  };
}
