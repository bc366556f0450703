// Playbooks and signatures that are broken, mistyped or hostile, given to `playbook lint`: each mistake is named with its line.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPlaybook } from '../../src/cli/playbook.js';
import { outcomeOf, scratch } from './command.js';
import type { Input, InputClass } from './input.js';

const root = new URL('../../playbooks/', import.meta.url);

/** What is wrong with the text as a whole. */
const texts: Readonly<Record<string, string | Buffer>> = {
  empty: '',
  'a comment alone': '# nothing\n',
  'a word': 'playbook',
  'a number': '42',
  'a list': '- a\n- b\n',
  null: 'null\n',
  'tabs as indentation': 'id: a\n\ttitle: b\n',
  'a quote that is not closed': 'id: "a\ntitle: b\n',
  'a brace that is not closed': 'id: { a: b\n',
  'a key twice': 'id: a\nid: b\n',
  'two documents': 'id: a\n---\nid: b\n',
  'an alias that is unknown': 'id: *nowhere\n',
  'an alias of itself': 'id: &a [*a]\n',
  'aliases that multiply': `a: &a [x, x]\n${Array.from({ length: 12 }, (_, at) => `${'bcdefghijklm'[at]}: &${'bcdefghijklm'[at]} [*${'abcdefghijkl'[at]}, *${'abcdefghijkl'[at]}, *${'abcdefghijkl'[at]}]`).join('\n')}\n`,
  'a tag of code': 'id: !!js/function "return 1"\n',
  'brackets ten thousand deep': '['.repeat(10_000),
  'maps five thousand deep': 'a: { '.repeat(5_000),
  'names of prototypes': '__proto__: { id: a }\nconstructor: b\n',
  'binary data': Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7) % 256)),
  'two megabytes': `# ${'x'.repeat(2_200_000)}\n`,
};

/** A change to a file of ours that makes it wrong. */
const changes: Readonly<Record<string, (text: string) => string>> = {
  'an unknown key': (text) => `${text}\nsurprise: yes\n`,
  'a key with a typing mistake': (text) => text.replace(/^title:/m, 'titel:').replace(/^vendor:/m, 'vender:'),
  'no title': (text) => text.replace(/^title:.*\n/m, ''),
  'a number as title': (text) => text.replace(/^title:.*/m, 'title: 42'),
  'a list as title': (text) => text.replace(/^title:.*/m, 'title: [a]'),
  'steps and signatures of another type': (text) => text.replace(/^(steps|signatures):/m, '$1: none\nrest:'),
};

export async function knowledge(): Promise<InputClass> {
  const files = scratch();
  mkdirSync(join(files.folder, 'signatures'));
  const ours = {
    playbook: readFileSync(new URL('dpd.yml', root), 'utf8'),
    signatures: readFileSync(new URL('signatures/aws.yml', root), 'utf8'),
  };
  const lint = async (path: string) => {
    const outcome = await outcomeOf(() => {
      const answer = runPlaybook(['lint', path]);
      return `${answer.text}\nexit ${answer.exit}`;
    });
    const exit = /exit (\d+)$/.exec(outcome.said)?.[1];
    return exit === undefined ? outcome : { ...outcome, exit: Number(exit) };
  };
  const input = (kind: 'playbook' | 'signatures', name: string, content: string | Buffer): Input => ({
    name: `${kind}: ${name}`,
    says: kind === 'playbook' ? /given\.yml/ : /given\.yml|No signature/,
    exits: [2],
    give: () => {
      const path = kind === 'playbook' ? 'given.yml' : 'signatures/given.yml';
      files.file(path, content);
      return lint(kind === 'playbook' ? join(files.folder, path) : join(files.folder, 'signatures'));
    },
  });
  const inputs = (['playbook', 'signatures'] as const).flatMap((kind) => [
    ...Object.entries(texts).map(([name, text]) => input(kind, name, text)),
    ...Object.entries(changes).map(([name, change]) => input(kind, name, change(ours[kind]))),
  ]);
  return { inputs, close: async () => files.remove() };
}
