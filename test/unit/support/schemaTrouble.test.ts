// What a schema refuses is said in one wording, whatever kind of file it is.

import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { readBySchema } from '../../../src/support/schemaTrouble.js';
import { readYamlDocument, type YamlTrouble } from '../../../src/support/yamlDocument.js';

const animal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('cat'), lives: z.int().min(1).max(9) }),
  z.strictObject({ kind: z.literal('dog'), barks: z.boolean().optional() }),
]);
const schema = z.strictObject({
  animals: z.record(z.string(), animal).default({}),
  match: z.union([z.string(), z.array(z.string().min(1)).min(1)]).optional(),
  size: z.enum(['small', 'large']).default('small'),
});

function troubles(text: string): readonly YamlTrouble[] {
  const yaml = readYamlDocument(text);
  if (!yaml.ok) return yaml.troubles;
  const read = readBySchema({ yaml, schema, noun: 'key', hint: 'Ask.' });
  return read.ok ? [] : read.troubles;
}

describe('what a schema refuses', () => {
  const cases: readonly [string, string, YamlTrouble][] = [
    [
      'a misspelled key, before the right one that is missing because of it',
      'animals:\n  tom:\n    kind: cat\n    livse: 7\n',
      { line: 4, says: '"livse" is not a key of "animals.tom"', hint: 'Did you mean "lives"?' },
    ],
    [
      'a key that nothing resembles',
      'weight: 1\n',
      {
        line: 1,
        says: '"weight" is not a key of this file',
        hint: 'Keys here are: animals, match, size.',
      },
    ],
    [
      'a word that is not one of those',
      'size: larg\n',
      { line: 1, says: '"size" must be small or large', hint: 'Did you mean "large"?' },
    ],
    [
      'an alternative that does not exist',
      'animals:\n  rex: { kind: dogg }\n',
      { line: 2, says: '"dogg" is not a kind that "animals.rex" can have', hint: 'Did you mean "dog"?' },
    ],
    [
      'no alternative at all',
      'animals:\n  rex: { barks: true }\n',
      { line: 2, says: '"animals.rex.kind" is missing', hint: 'Kinds are: cat, dog.' },
    ],
    [
      'a kind of value that none of several shapes takes',
      'match: 5\n',
      { line: 1, says: '"match" must be text or a list, not 5', hint: 'Ask.' },
    ],
    [
      'what is wrong inside the shape that was meant',
      'match:\n  - a\n  - ""\n',
      { line: 3, says: '"match[2]" must not be empty', hint: 'Ask.' },
    ],
    [
      'a number out of its bounds',
      'animals: { tom: { kind: cat, lives: 10 } }\n',
      { line: 1, says: '"animals.tom.lives" must be at most 9', hint: 'Ask.' },
    ],
  ];
  it.each(cases)('is said with its line: %s', (_, text, trouble) => {
    expect(troubles(text)[0]).toEqual(trouble);
  });

  it('is told one by one, each misspelling of its own', () => {
    expect(troubles('siz: small\nmatsh: a\n').map(({ line, hint }) => [line, hint])).toEqual([
      [1, 'Did you mean "size"?'],
      [2, 'Did you mean "match"?'],
    ]);
  });
});
