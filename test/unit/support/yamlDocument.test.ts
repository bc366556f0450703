// What cannot be read as YAML is one sentence with its line, in every kind of file that people write.

import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/config/settings.js';
import { Problem } from '../../../src/domain/problem.js';
import { readSignatureFile } from '../../../src/logs/signature/load.js';
import { loadPlaybook } from '../../../src/playbook/load.js';
import { loadTest } from '../../../src/playbook/loadTest.js';
import { readYamlDocument } from '../../../src/support/yamlDocument.js';

const bomb = [
  'a: &a [x,x,x,x,x,x,x,x,x]',
  'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]',
  'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]',
  'd: [*c,*c,*c,*c,*c,*c,*c]',
].join('\n');

const unreadable: readonly [string, string, number, RegExp][] = [
  ['aliases that grow', bomb, 2, /the file repeats itself by aliases/],
  ['an alias without an anchor', 'a: 1\nb: *nowhere\n', 2, /the alias \*nowhere has no anchor before it/],
  ['an alias of itself', 'a: &a\n  b: *a\n', 2, /the alias \*a stands inside what it names/],
  ['a key that is a list', '? [a]\n: b\n', 1, /a key must be text/],
  ['a key that is another object', 'a: 1\n__proto__: { b: 1 }\n', 2, /"__proto__" cannot be a name/],
  ['the same below', 'devices:\n  __proto__: {}\n', 2, /"__proto__" cannot be a name/],
  ['the same key twice', 'a: 1\na: 2\n', 2, /the same key stands there twice/],
  ['brackets that are not closed', 'a: [1\n', 2, /not valid YAML/],
  ['ten thousand brackets', '['.repeat(10_000), 1, /nested too deeply|not valid YAML/],
  ['two documents', 'a: 1\n---\nb: 1\n', 2, /several YAML documents/],
  ['a tab', 'a:\n\tb: 1\n', 2, /not valid YAML|a tab/],
  ['control characters', 'a: "\\x"\n', 1, /not valid YAML/],
];

type Read = (text: string) => Promise<string | null> | string | null;

/** The first complaint as people see it, null when there is none. */
const readers: readonly [string, Read][] = [
  [
    'a configuration',
    (text) =>
      readSettings(text, 'f.yml', {}).then(
        () => null,
        (error: unknown) => {
          if (error instanceof Problem) return `${error.message} ${error.remedy}`;
          throw error;
        },
      ),
  ],
  [
    'a playbook',
    (text) => {
      const [first] = loadPlaybook('f.yml', text, () => []).complaints;
      return first ? `${first.file}:${first.line}: ${first.detail}. ${first.hint}` : null;
    },
  ],
  [
    'the test of a playbook',
    (text) => {
      const [first] = loadTest('f.yml', text, () => []).complaints;
      return first ? `${first.file}:${first.line}: ${first.detail}. ${first.hint}` : null;
    },
  ],
  [
    'signatures',
    (text) => {
      const [first] = readSignatureFile('f.yml', text).problems;
      return first ? `${first.file}:${first.line}: ${first.says}. ${first.hint}` : null;
    },
  ],
];

describe.each(readers)('%s', (_, read) => {
  it.each(unreadable)('says what is wrong in which line: %s', async (_title, text, line, sentence) => {
    const said = await read(text);
    expect(said).toMatch(sentence);
    expect(said).toMatch(new RegExp(`^f\\.yml:${line}: `));
    expect(said).not.toMatch(/\n|Error|undefined/);
  });

  it.each(['', '# nothing\n', '~', '42', '- a\n', '!!binary x', 'a: !!js/function x'])(
    'throws nothing else for %j',
    async (text) => {
      const said = await read(text);
      expect(said ?? '').not.toMatch(/\n|Error|\[object/);
    },
  );
});

describe('an alias', () => {
  it('that repeats a few settings is fine', () => {
    const read = readYamlDocument('a: &a { b: 1 }\nc: *a\nd: *a\n');
    expect(read.ok && read.value).toEqual({ a: { b: 1 }, c: { b: 1 }, d: { b: 1 } });
  });
});
