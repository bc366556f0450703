// A commit breaks a tunnel that worked, as two simulated firewalls tell it: exactly that change is the trigger, its end acts, and setting it back comes first.

import { describe, expect, it } from 'vitest';
import { decisionOf } from '../../src/diagnosis/decision.js';
import type { Fault } from '../../src/simulator/index.js';
import { simulate } from './simulated.js';

async function decided(fault: Fault) {
  const { told } = await simulate({ name: fault.kind, fault, remembered: true, afterSeconds: 300 });
  return { both: decisionOf(told.both), left: decisionOf(told.left), right: decisionOf(told.right) };
}

describe('a commit that breaks a tunnel', () => {
  it.each([
    [
      'peer-id-mismatch',
      /^Since it was last up \(.*\): fw-right .*ID .+ → .+, fw-left unchanged; admin edited /,
    ],
    [
      'ike-proposal-mismatch',
      /^Since it was last up \(.*\): fw-right phase 1 proposals .+ → .+, fw-left unchanged; /,
    ],
    [
      'traffic-selector-mismatch',
      /^Since it was last up \(.*\): fw-right proxy ID .+ → .+, fw-left unchanged; /,
    ],
  ] as const)(
    'of %s is the trigger, with both values, who and when',
    { timeout: 180_000 },
    async (kind, says) => {
      const { both } = await decided({ kind, end: 'right' });
      expect(both.cause?.code).toBe(kind);
      expect(both.trigger).toMatchObject({ kind: 'change', device: 'fw-right', who: 'admin' });
      expect(both.trigger?.says).toMatch(says);
    },
  );

  it('acts on the end that was changed, whichever that is', { timeout: 180_000 }, async () => {
    const { both, left } = await decided({ kind: 'peer-id-mismatch', end: 'left' });
    expect(both.trigger?.device).toBe('fw-left');
    expect(both.remedies[0]).toMatchObject({ actor: 'fw-left', isAlternative: false });
    expect(both.remedies[0]?.says).toMatch(/ back to .+: Network > /);
    expect(left.trigger?.says).toMatch(/^Since it was last up/);
  });

  it('is no change of a setting where a key was changed: the edit alone says it', {
    timeout: 180_000,
  }, async () => {
    const { both } = await decided({ kind: 'psk-mismatch', end: 'right' });
    expect(both.cause?.code).toBe('psk-mismatch');
    expect(both.trigger?.says).toMatch(/^Started .* after admin edited /);
  });
});
