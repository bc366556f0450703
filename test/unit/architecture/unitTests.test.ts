// A unit test opens no database, listens on no port and starts no process: what does is a contract with the world, and is not waited for before each commit.

import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { expect, it } from 'vitest';
import * as parts from '../../parts.js';
import { leadsTo, root, textOf } from './sources.js';

/** Module → what of it opens something; null for anything but its types. */
const opening: ReadonlyMap<string, RegExp | null> = new Map([
  ...['child_process', 'http', 'https', 'net', 'tls', 'worker_threads'].map(
    (name) => [`node:${name}`, null] as const,
  ),
  ['test/support/emptyDatabase.ts', null],
  ['src/stores/database.ts', /\bopenDatabase\b/],
  ['src/simulator/index.ts', /\bstartFleet\b/],
  ['src/workspace/index.ts', null],
  ['src/demo/demo.ts', null],
]);

/** Paths that another part runs. */
const elsewhere: readonly string[] = Object.values(parts).flat();
/** Those about the repository itself read all of it. */
const unitTests = readdirSync(join(root, 'test/unit'), { recursive: true, encoding: 'utf8' })
  .map((name) => `test/unit/${name.split(sep).join('/')}`)
  .filter((file) => file.endsWith('.test.ts') && !file.startsWith('test/unit/architecture/'))
  .filter((file) => !elsewhere.includes(file));

interface Import {
  readonly names: string;
  readonly module: string;
}

function importsOf(file: string): readonly Import[] {
  return [...textOf(file).matchAll(/^(?:import|export) (?!type\b)([^;]*?) from '([^']+)'/gm)]
    .map(([, names = '', target = '']) => ({
      names: names.replaceAll(/\btype \w+/g, ''),
      module: target.startsWith('.') ? leadsTo(file, target) : target,
    }))
    .filter(({ names }) => /\w/.test(names));
}

/** The way from a test over its doubles and stages to what opens something; null where there is none. */
function wayOut(file: string, seen = new Set<string>()): string | null {
  if (seen.has(file)) return null;
  seen.add(file);
  for (const { names, module } of importsOf(file)) {
    const opens = opening.get(module);
    if (opens !== undefined && (opens === null || opens.test(names))) return `${file} → ${module}`;
    const further = module.startsWith('test/') && module.endsWith('.ts') ? wayOut(module, seen) : null;
    if (further !== null) return `${file} → ${further}`;
  }
  return null;
}

it('what opens a database, a port or a process is in test/contract', () => {
  expect(unitTests.length).toBeGreaterThan(150);
  expect(unitTests.flatMap((file) => wayOut(file) ?? [])).toEqual([]);
});
