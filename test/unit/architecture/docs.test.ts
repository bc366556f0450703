// The documents point at what is there, and every npm script they name exists.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const documents = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(root, 'playbooks'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('playbooks', name)),
];

describe.each(documents)('%s', (document) => {
  const text = readFileSync(join(root, document), 'utf8');

  it('links only to files that are there', () => {
    const missing = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(root, dirname(document), target)));
    expect(missing).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
    const unknown = [...text.matchAll(/npm run ([a-z:]+)/g)]
      .map((match) => match[1] ?? '')
      .filter((name) => !scripts.includes(name));
    expect(unknown).toEqual([]);
  });

  it('names only source files that are there', () => {
    const missing = [...text.matchAll(/`((?:src|test|scripts|playbooks)\/[\w./-]+\.(?:ts|mjs|yml|md))`/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => !existsSync(join(root, path)));
    expect(missing.map((path) => `${relative(root, document)}: ${path}`)).toEqual([]);
  });
});
