// Raw replies: every fault of the simulated PAN-OS firewalls, asked over TLS, from the left end, the right end and both.

import { afterAll, describe, expect, it } from 'vitest';
import { causeInfo } from '../../src/domain/causes.js';
import { simulatedFaults } from './faults.js';
import { grade, rowOf, simulate, views } from './simulated.js';

/**
 * What an end cannot know: that the other firewall was asked at its standby unit leaves the tunnel of this end healthy.
 */
const unknowable: readonly string[] = ['standby-node left'];

const rows: string[] = [];
afterAll(() => {
  // One table of all faults, so that a change of rules shows what it moved.
  process.stdout.write(`${rows.sort().join('\n')}\n`);
});

describe.concurrent('a fault between two simulated firewalls', () => {
  it.each(simulatedFaults)('$name', { timeout: 180_000 }, async (one) => {
    const { told, listed, changes } = await simulate({ ...one, listed: true });
    const truth = one.fault.kind === 'healthy' ? 'tunnel-up-healthy' : one.fault.kind;
    const row = rowOf(one.name, told, truth);
    rows.push(row);

    expect(changes, 'a diagnosis only reads').toBe(0);
    expect(grade(told.both.diagnosis, truth), row).toBe('right');
    for (const view of views) {
      const cause = listed?.[view].decision?.cause ?? null;
      const { verdict } = told[view].diagnosis;
      // That the peer refuses without a reason names none of the causes.
      if (cause?.confidence === 'likely' && causeInfo(cause.code).kind !== 'abstains')
        expect(cause.code, `a list says less, never another cause, ${view}`).toBe(verdict.cause);
    }
    for (const view of ['left', 'right'] as const) {
      const { verdict } = told[view].diagnosis;
      if (unknowable.includes(`${one.name} ${view}`)) expect(verdict.confidence).toBe('possible');
      else expect(['right', 'undecided'], row).toContain(grade(told[view].diagnosis, truth));
    }
  });
});
