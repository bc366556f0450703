// Checks in order of dependence: what stands upon something that is not well is skipped, and says upon what.

import { expect, it } from 'vitest';
import { runChecks } from '../../../src/checks/run.js';
import { type Check, type CheckFinding, fails, type Needs, well } from '../../../src/domain/check.js';
import { ManualClock } from '../../support/manualClock.js';

const check = (what: string, needs: Needs, finding: CheckFinding | Error = well('fine')): Check => ({
  what,
  needs,
  run: async () => {
    if (finding instanceof Error) throw finding;
    return finding;
  },
});

function frame(signal = new AbortController().signal) {
  const progress: string[] = [];
  const faults: string[] = [];
  return {
    progress,
    faults,
    clock: new ManualClock(),
    signal,
    onProgress: (title: string) => progress.push(title),
    onFault: (_error: unknown, what: string) => faults.push(what),
  };
}

it('skips what stands upon a failure, and what stands upon that', async () => {
  const checks = [
    check('address', [], fails('nothing listens', 'look')),
    check('key', ['address']),
    check('rights', ['key']),
    check('file', []),
  ];
  const results = await runChecks([{ name: 'fw-a', checks }], frame());
  expect(results.map(({ what, state, says }) => [what, state, says])).toEqual([
    ['address', 'failed', 'nothing listens'],
    ['key', 'skipped', 'Not looked at, because this is not well: address.'],
    ['rights', 'skipped', 'Not looked at, because this is not well: key.'],
    ['file', 'ok', 'fine'],
  ]);
});

it('goes on with one of several ways, as with the other unit of a pair', async () => {
  const checks = [
    check('key of a', [], fails('refused', 'look')),
    check('key of b', []),
    check('rights', [['key of a', 'key of b']]),
  ];
  const results = await runChecks([{ name: 'fw', checks }], frame());
  expect(results.at(-1)?.state).toBe('ok');
});

it('tells each check before it begins, and keeps the order of the declaration', async () => {
  const told = frame();
  const groups = ['a', 'b'].map((name) => ({
    name,
    checks: [check(`${name}1`, []), check(`${name}2`, [])],
  }));
  const results = await runChecks(groups, told);
  expect(results.map(({ what }) => what)).toEqual(['a1', 'a2', 'b1', 'b2']);
  expect(told.progress).toHaveLength(4);
  expect(told.progress.at(-1)).toMatch(/^4 of 4: /);
});

it('takes a fault of ours for nothing that was looked at, and tells it', async () => {
  const told = frame();
  const [result] = await runChecks([{ name: 'x', checks: [check('x', [], new Error('secret'))] }], told);
  expect(result).toEqual({
    about: 'x',
    what: 'x',
    state: 'skipped',
    says: 'Not looked at, because of a fault in Tunnelmedic.',
    remedy: 'Its log has the details. Please report it.',
  });
  expect(told.faults).toEqual(['x']);
});

it('looks at nothing more when nobody waits', async () => {
  const results = await runChecks([{ name: 'x', checks: [check('x', [])] }], frame(AbortSignal.abort()));
  expect(results[0]?.says).toBe('Not looked at, because the time was over.');
});
