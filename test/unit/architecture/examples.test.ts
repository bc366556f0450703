// What the documents tell people to write and to type: every example of a configuration is one, every command is known with its options.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { optionsOf } from '../../../src/cli/entry.js';
import { outlinesNow } from '../../../src/cli/outlinesNow.js';
import { settingsSchema } from '../../../src/config/schema.js';
import { readSettings } from '../../../src/config/settings.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const documents = [
  'README.md',
  'SECURITY.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const texts = new Map(documents.map((name) => [name, readFileSync(join(root, name), 'utf8')] as const));
const blocksOf = (text: string, language: RegExp) =>
  [...text.matchAll(/```(\w*)\n([\s\S]*?)```/g)]
    .filter(([, named = '']) => language.test(named))
    .map(([, , block = '']) => block);

const settings = Object.keys(settingsSchema.shape);
/** Those of other programs begin with keys that are none of ours. */
const examples = [...texts].flatMap(([document, text]) =>
  blocksOf(text, /^ya?ml$/)
    .filter((block) => {
      const written: unknown = parseDocument(block).toJS();
      return typeof written === 'object' && Object.keys(written ?? {}).some((key) => settings.includes(key));
    })
    .map((block) => [document, block.trim().split('\n')[0] ?? '', block] as const),
);

describe('an example of a configuration', () => {
  it('stands in several documents', () => {
    expect(new Set(examples.map(([document]) => document)).size).toBeGreaterThan(4);
  });

  it.each(examples)('in %s that begins with "%s" is read as it stands', async (_document, _first, block) => {
    await expect(readSettings(block, 'tunnelmedic.yml', {})).resolves.toBeDefined();
  });
});

const commands = new Map(outlinesNow().map((outline) => [outline.name, outline] as const));
/** What commander itself knows. */
const own = new Set(['help', 'version']);

interface Typed {
  readonly document: string;
  readonly line: string;
  readonly name: string;
  readonly options: readonly string[];
}

/** In blocks of a shell, and in the text between single backticks. */
const typed: readonly Typed[] = [...texts].flatMap(([document, text]) => {
  const inline = [...text.replace(/```[\s\S]*?```/g, '').matchAll(/`([^`\n]+)`/g)].map(
    ([, code = '']) => code,
  );
  const shell = blocksOf(text, /^(sh|bash|console|)$/).flatMap((block) => block.split('\n'));
  return [...inline, ...shell].flatMap((line) =>
    [
      ...line
        .replace(/ #.*$/, '')
        .matchAll(
          /(?:(?:^|&& |npx |exec tunnelmedic |-- |sudo -u tunnelmedic |node bin\/)tunnelmedic(?:\.js)?|\/ipsec) ([a-z][a-z-]*)([^|;&<>]*)/g,
        ),
    ].map(([, name = '', rest = '']) => ({
      ...{ document, line, name },
      options: [...rest.matchAll(/(?:^|\s)--([a-z][a-z0-9-]*)/g)].map(([, option = '']) => option),
    })),
  );
});

describe('a command in a document', () => {
  it('is found in them', () => {
    expect(typed.length).toBeGreaterThan(60);
  });

  it('is known, with each of its options', () => {
    const wrong = typed.filter(({ name, options }) => {
      const outline = commands.get(name);
      if (!outline) return !own.has(name);
      const shared = optionsOf(outline).map(({ long }) => (long ?? '').slice(2));
      const known = new Set([...own, ...shared, ...outline.options.map((option) => option.name)]);
      return options.some((option) => !known.has(option));
    });
    expect(wrong.map(({ document, line }) => `${document}: ${line.trim()}`)).toEqual([]);
  });
});
