// An end that somebody disabled while its peer goes on calling, as two simulated firewalls show it from each end and from both.

import { describe, expect, it } from 'vitest';
import { simulate, views } from './simulated.js';

describe('a tunnel that is disabled at one end', () => {
  it('is told with both ends as long as the other one calls', { timeout: 180_000 }, async () => {
    const { told } = await simulate({
      name: 'still-called',
      fault: { kind: 'admin-disabled' },
      afterSeconds: 3600,
    });
    for (const view of views.filter((one) => one !== 'left')) {
      const { verdict, state } = told[view].diagnosis;
      expect(state).toBe('disabled');
      expect(verdict.summary).toMatch(
        /^The gateway or the tunnel is disabled on fw-right .*, and .+ still calls it: \d+ times since .+, about every \d+ min, last .+ UTC\.$/,
      );
    }
    expect(told.both.diagnosis.verdict.summary).toContain('fw-left still calls it');
  });
});
