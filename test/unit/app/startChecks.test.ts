// The checks of a service at its start: one line for each that is not well, told once, and told again when it is well.

import { expect, it } from 'vitest';
import { checkAtStart } from '../../../src/app/startChecks.js';
import { Installation } from '../../../src/checks/installation.js';
import { type CheckFinding, fails, warns, well } from '../../../src/domain/check.js';
import { createLogger } from '../../../src/support/logger.js';
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
        what: ['Slack: bot token', 'fw-paris: API key'][index] ?? 'check',
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
  // The logger that takes secrets out: what it says of a token is none.
  const log = createLogger('info', {
    write(line) {
      const { level, msg } = JSON.parse(line) as { level: number; msg: string };
      lines.push(`${{ 30: 'info', 40: 'warn', 50: 'error' }[level]} ${msg}`);
    },
  });
  const stop = new AbortController();
  const done = checkAtStart({
    installation,
    clock,
    log,
    signal: stop.signal,
  });
  return { clock, lines, stop, done, rounds: () => round, installation };
}

it('says each failure in one line with its remedy, and one line when nothing failed', async () => {
  const { done, lines, installation } = service([well('fine'), warns('It is old.', 'Renew it.')]);
  await done;
  expect(lines).toEqual([
    'warn [fw-paris: API key] It is old. Renew it.',
    'info the installation was checked; nothing failed',
  ]);
  expect(installation.last?.results).toHaveLength(2);
});

it('looks again while something failed, repeats nothing, and says when it is well', async () => {
  const broken = fails('It is refused.', 'Obtain a new one.');
  const { clock, done, lines, rounds } = service([broken], [broken], [well('fine')]);
  await clock.advance(0);
  expect(lines).toEqual(['error [Slack: bot token] It is refused. Obtain a new one.']);
  await clock.advance(15 * 60_000);
  expect(rounds()).toBe(2);
  expect(lines).toHaveLength(1);
  await clock.advance(15 * 60_000);
  await done;
  expect(lines.slice(1)).toEqual([
    'info [Slack: bot token] well again',
    'info the installation was checked; nothing failed',
  ]);
});

it('ends when the service stops', async () => {
  const { clock, done, stop } = service([fails('It is refused.', 'Look.')]);
  await clock.advance(0);
  stop.abort();
  await done;
});
