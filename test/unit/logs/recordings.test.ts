// Recordings of real charon daemons with one fault each: read right, or honestly undecided from the end that cannot know.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

const folder = fileURLToPath(new URL('../../fixtures/strongswan/recordings/', import.meta.url));

interface Fault {
  readonly cause: string;
  readonly alsoTrue?: readonly string[];
  readonly honest?: Readonly<Record<string, readonly string[]>>;
}

/** What a log cannot show: nothing was printed, or only that SAs were installed. */
const silent = ['insufficient-data', 'tunnel-up-healthy'];

const logs = readdirSync(folder).flatMap((name) =>
  (['left', 'right'] as const)
    .filter((end) => existsSync(`${folder}${name}/${end}.log`) && existsSync(`${folder}${name}/fault.json`))
    .map((end) => ({ name, end })),
);

describe('a recorded negotiation', () => {
  it('is there for many faults', () => {
    expect(logs.length).toBeGreaterThan(50);
  });

  it.each(logs)('$name, read from the $end end', ({ name, end }) => {
    const fault = JSON.parse(readFileSync(`${folder}${name}/fault.json`, 'utf8')) as Fault;
    const reading = readLines(linesOf(readFileSync(`${folder}${name}/${end}.log`, 'utf8')));
    const { verdict, alternatives } = examineLog(reading, 'log', ownPlaybookSet()).diagnosis;
    const right = [fault.cause, ...(fault.alsoTrue ?? [])];
    if (right.includes(verdict.cause)) return;
    const abstains = ['auth-rejected-by-peer', 'proposal-rejected-by-peer', 'insufficient-data'].includes(
      verdict.cause,
    );
    if (!abstains) expect(['possible', 'none']).toContain(verdict.confidence);
    const undecided = abstains && alternatives.slice(0, 3).some(({ cause }) => right.includes(cause));
    expect(
      undecided || (fault.honest?.[end] ?? []).includes(verdict.cause) || silent.includes(verdict.cause),
    ).toBe(true);
  });
});
