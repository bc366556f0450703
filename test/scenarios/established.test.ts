// Simulated firewalls whose tunnel stands and does not carry its traffic: while packets flow and after the users gave up.

import { describe, expect, it } from 'vitest';
import { causeInfo } from '../../src/domain/causes.js';
import type { Diagnosis } from '../../src/domain/verdict.js';
import { type SimulatedFault, simulate, type View, views } from './simulated.js';

interface Situation extends SimulatedFault {
  /** While packets flow simulated.test.ts has the very same fault, and asserts no less of it. */
  readonly isSimulated?: true;
  /** Every code that names it truly: what lies behind an end cannot be told apart by counters. */
  readonly truths: readonly string[];
}

const behind = ['routing-missing', 'policy-denied'];
const situations: readonly Situation[] = [
  {
    name: 'esp lost to the right',
    fault: { kind: 'esp-blocked' },
    truths: ['esp-blocked'],
    isSimulated: true,
  },
  { name: 'esp lost to the left', fault: { kind: 'esp-blocked', end: 'left' }, truths: ['esp-blocked'] },
  {
    name: 'esp lost both ways',
    fault: { kind: 'esp-blocked' },
    also: { kind: 'esp-blocked', end: 'left' },
    truths: ['esp-blocked'],
  },
  { name: 'esp never passed', fault: { kind: 'esp-blocked' }, always: true, truths: ['esp-blocked'] },
  { name: 'a third lost', fault: { kind: 'esp-blocked', form: 'part' }, truths: ['esp-blocked'] },
  {
    name: 'a third always lost',
    fault: { kind: 'esp-blocked', form: 'part' },
    always: true,
    truths: ['esp-blocked'],
  },
  {
    name: 'large ones lost',
    fault: { kind: 'fragmentation-mtu' },
    truths: ['fragmentation-mtu'],
    isSimulated: true,
  },
  {
    name: 'far hosts never answered',
    fault: { kind: 'routing-missing', form: 'hosts' },
    always: true,
    truths: behind,
  },
  { name: 'far route missing', fault: { kind: 'routing-missing' }, truths: behind, isSimulated: true },
  { name: 'far policy', fault: { kind: 'policy-denied' }, truths: behind, isSimulated: true },
  { name: 'stale SAs', fault: { kind: 'sa-mismatch' }, truths: ['sa-mismatch'], isSimulated: true },
  {
    name: 'line cut, not noticed yet',
    fault: { kind: 'dpd-timeout' },
    afterSeconds: 120,
    truths: ['dpd-timeout', 'peer-unreachable', 'esp-blocked'],
  },
  { name: 'healthy', fault: { kind: 'healthy' }, truths: ['tunnel-up-healthy'], isSimulated: true },
];
const looks = situations.flatMap((one) => [
  ...(one.isSimulated ? [] : [{ ...one, name: `${one.name}, while packets flow` }]),
  { ...one, name: `${one.name}, after it stopped`, quiet: true },
]);

function gradeOf({ verdict, alternatives }: Diagnosis, truths: readonly string[]) {
  if (truths.includes(verdict.cause)) return 'right';
  const unsure = causeInfo(verdict.cause).kind === 'abstains' || verdict.confidence === 'possible';
  return unsure && alternatives.some(({ cause }) => truths.includes(cause)) ? 'undecided' : 'wrong';
}

describe.concurrent('a tunnel that stands between two simulated firewalls', () => {
  it.each(looks)('$name', { timeout: 180_000 }, async (one) => {
    const { told } = await simulate(one);
    const row = (view: View) => {
      const { verdict, state } = told[view].diagnosis;
      return `${view} ${gradeOf(told[view].diagnosis, one.truths)}: ${verdict.cause} (${verdict.confidence}), ${state}`;
    };
    const said = `${one.name}: ${views.map(row).join(', ')}`;
    for (const view of views) expect(gradeOf(told[view].diagnosis, one.truths), said).not.toBe('wrong');
    if (one.quiet !== true) expect(gradeOf(told.both.diagnosis, one.truths), said).toBe('right');
    process.stdout.write(`${said}\n`);
  });
});
