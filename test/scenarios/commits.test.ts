// What was configured and is not in force: a refused commit and edits that wait, as two simulated firewalls tell of them.

import { describe, expect, it } from 'vitest';
import { simulate } from './simulated.js';

describe('a tunnel that is down while a commit failed at one end and edits wait at the other', () => {
  it('is told with both, at the end where each is', { timeout: 180_000 }, async () => {
    const { told } = await simulate({
      name: 'not-in-force',
      fault: { kind: 'ike-proposal-mismatch' },
      meanwhile: (fleet) => {
        fleet.failCommit('fw-left', 'tunnel-x-gw -> local-address is invalid');
        fleet.leaveUncommitted('fw-right');
      },
    });
    const says = told.both.diagnosis.findings
      .map((one) => one.says)
      .filter((one) => one.includes('in force'));
    expect(says).toEqual([
      expect.stringMatching(/^Not all .* on fw-left is in force: .*Commit failed .*local-address is invalid/),
      expect.stringMatching(/^Not all .* on fw-right is in force: changes that were not committed/),
    ]);
    expect(told.both.diagnosis.verdict.cause).toBe('ike-proposal-mismatch');
  });

  it('is not told where everything is in force', { timeout: 180_000 }, async () => {
    const { told } = await simulate({ name: 'in-force', fault: { kind: 'ike-proposal-mismatch' } });
    expect(told.both.diagnosis.findings.filter((one) => one.says.includes('in force'))).toEqual([]);
  });
});
