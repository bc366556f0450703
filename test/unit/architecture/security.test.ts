// SECURITY.md says what is true: its lists are those of the code, and every statement names a test that is there.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { keygen, reads as panosReads } from '../../../src/vendors/panos/reads.js';
import { subscriptions, reads as viciReads } from '../../../src/vendors/strongswan/requests.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');

/** From a heading to the next one, whatever its level. */
function section(heading: string): string {
  const from = text.indexOf(`\n${heading}\n`);
  if (from < 0) throw new Error(`SECURITY.md has no heading "${heading}"`);
  const rest = text.slice(from + heading.length + 2);
  return rest.slice(0, rest.search(/\n##/) < 0 ? undefined : rest.search(/\n##/));
}

function requestsIn(heading: string): string[] {
  return [...section(heading).matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
}

describe('what is sent to a device', () => {
  it('is listed completely for PAN-OS', () => {
    const declared = [...Object.values(panosReads), keygen].map(({ says }) => says);
    expect(requestsIn('### PAN-OS').toSorted()).toEqual([...new Set(declared)].toSorted());
  });

  it('is listed completely for strongSwan', () => {
    const streams = new Set<string | null>(Object.values(viciReads).map(({ streams: event }) => event));
    const declared = [
      ...Object.values(viciReads).map(({ command }) => command),
      ...subscriptions.filter((event) => !streams.has(event)),
    ];
    expect(requestsIn('### strongSwan').toSorted()).toEqual(declared.toSorted());
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
