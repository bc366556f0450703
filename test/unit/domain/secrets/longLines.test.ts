// Texts are scrubbed before anything else is done with them: no line may hold the process, whatever it is made of.

import { expect, it } from 'vitest';
import { scrub } from '../../../../src/domain/secrets/index.js';

it('a line of blanks below the name of a secret is read in the time of its length', () => {
  for (const name of ['pre-shared key:', 'psk =', 'secret:', 'secrets {']) {
    const { text } = scrub(`${name}\n${' '.repeat(20_000)}k3y-of-nobody\nend\n`);
    expect([name, text.split('\n').length]).toEqual([name, 4]);
  }
});
