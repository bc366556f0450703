// What could not be checked: told once for a reason, and of many questions only those that tell the remaining causes apart.

import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../src/domain/causes.js';
import { merged } from '../../../src/playbook/unchecked.js';

const foreign = { why: 'Lyon belongs to somebody else.', how: 'Ask its people.' };
const about = (what: string, cause: Cause | null) => ({ what, cause, ...foreign });

const many = [
  about('Is there a zone?', 'policy-denied'),
  about('Is the key the same?', 'psk-mismatch'),
  about('Was the key entered anew?', 'psk-mismatch'),
  about('Does it expect our identity?', 'peer-id-mismatch'),
  about('Is its clock right?', null),
  about('Has its certificate expired?', 'certificate-problem'),
];

describe('what could not be checked', () => {
  it('is told once for a reason, with its questions', () => {
    expect(
      merged([about('Is it so?', null), about('And this?', null), about('Is it so?', null)], []),
    ).toEqual([{ what: 'Is it so? And this?', ...foreign }]);
  });

  it('names of many questions three, one for each cause that is left before a second one', () => {
    expect(merged(many, ['peer-id-mismatch', 'psk-mismatch'])).toEqual([
      {
        what: 'Does it expect our identity? Is the key the same? Was the key entered anew?',
        ...foreign,
      },
    ]);
    const [one] = merged(many, ['psk-mismatch', 'certificate-problem', 'peer-id-mismatch', 'policy-denied']);
    expect(one?.what).toBe('Is the key the same? Has its certificate expired? Does it expect our identity?');
  });

  it('says when none of them would decide anything', () => {
    expect(merged(many, [])[0]?.what).toBe('6 questions whose answers would not change this verdict.');
  });
});
