// The checks of a service at its start: one line for each that is not well, told once, and told again when it is well.

import { expect, it } from 'vitest';
import { checkAtStart } from '../../../src/app/startChecks.js';
import { Installation } from '../../../src/checks/installation.js';
import { type CheckFinding, fails, warns, well } from '../../../src/domain/check.js';
import { ManualClock } from '../../support/manualClock.js';

function service(...rounds: readonly (readonly CheckFinding[])[]) {
  const clock = new ManualClock();
  const lines: string[] = [];
  let round = 0;
  const installation = new Installation({
    groups: async () => {
      const findings = rounds[round] ?? rounds.at(-1) ?? [];
      round += 1;
      const checks = findings.map((finding, index) => ({
        what: `check ${index + 1}`,
        needs: [],
        run: async () => finding,
      }));
      return [{ name: 'x', checks }];
    },
    clock,
    onFault: (error) => {
      throw error;
    },
  });
  const write = (level: string) => (_fields: unknown, line?: string) => {
    lines.push(`${level} ${line}`);
  };
  const stop = new AbortController();
  const done = checkAtStart({
    installation,
    clock,
    log: { info: write('info'), warn: write('warn'), error: write('error') } as never,
    signal: stop.signal,
  });
  return { clock, lines, stop, done, rounds: () => round, installation };
}

it('says each failure in one line with its remedy, and one line when nothing failed', async () => {
  const { done, lines, installation } = service([well('fine'), warns('It is old.', 'Renew it.')]);
  await done;
  expect(lines).toEqual([
    'warn check 2: It is old. Renew it.',
    'info the installation was checked; nothing failed',
  ]);
  expect(installation.last?.results).toHaveLength(2);
});

it('looks again while something failed, repeats nothing, and says when it is well', async () => {
  const broken = fails('It is refused.', 'Obtain a new one.');
  const { clock, done, lines, rounds } = service([broken], [broken], [well('fine')]);
  await clock.advance(0);
  expect(lines).toEqual(['error check 1: It is refused. Obtain a new one.']);
  await clock.advance(15 * 60_000);
  expect(rounds()).toBe(2);
  expect(lines).toHaveLength(1);
  await clock.advance(15 * 60_000);
  await done;
  expect(lines.slice(1)).toEqual([
    'info check 1: well again',
    'info the installation was checked; nothing failed',
  ]);
});

it('ends when the service stops', async () => {
  const { clock, done, stop } = service([fails('It is refused.', 'Look.')]);
  await clock.advance(0);
  stop.abort();
  await done;
});
