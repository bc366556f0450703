// SECURITY.md says what is true: its lists are those of the code, and every statement names a test that is there.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { vendors } from '../../../src/vendors/registry.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');

/** What stands between two headings, where it links into the vendor's folder. */
function sectionOf(vendor: string): string {
  const found = text.split(/\n##+ /).find((section) => section.includes(`(src/vendors/${vendor}/`));
  if (found === undefined) throw new Error(`SECURITY.md has no list for ${vendor}`);
  return found;
}

function requestsIn(section: string): string[] {
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
}

describe('what is sent to a device', () => {
  it.each(vendors)('is listed completely for $name', ({ name, sends }) => {
    expect(requestsIn(sectionOf(name)).toSorted()).toEqual([...new Set(sends)].toSorted());
  });

  it.each(vendors)('is shown by the contract of $name', ({ name }) => {
    expect(text).toContain(`\`test/contract/${name}.test.ts\``);
  });

  it('has a word for each', () => {
    const rows = [...text.matchAll(/^\| `[^`]+` \|(.*)\|$/gm)].map((match) => match[1]?.trim() ?? '');
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => row.length < 8)).toEqual([]);
  });
});

describe('every statement', () => {
  const statements = text.split('\n').filter((line) => line.startsWith('- '));

  it.each(statements)('names a test that is there: %s', (statement) => {
    const tests = [...statement.matchAll(/`(test\/[\w./-]+)`/g)].map((match) => match[1] ?? '');
    // What is not promised needs no proof.
    if (/\bnot encrypted\b/.test(statement)) return;
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((path) => !path.endsWith('.test.ts') || !existsSync(join(root, path)))).toEqual([]);
  });
});
