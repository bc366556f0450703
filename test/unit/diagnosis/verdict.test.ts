import { describe, expect, it } from 'vitest';
import { weigh } from '../../../src/diagnosis/verdict.js';
import type { Cause } from '../../../src/domain/causes.js';
import type { Confidence } from '../../../src/domain/verdict.js';
import { givenFacts } from '../../../src/facts/book.js';
import type { FactValue } from '../../../src/facts/fact.js';
import type { JudgedFinding } from '../../../src/playbook/finding.js';
import type { Breaks } from '../../../src/playbook/playbook.js';

function finding(
  cause: Cause,
  confidence: Confidence,
  breaks: Breaks,
  more: Partial<JudgedFinding> = {},
): JudgedFinding {
  const severity = cause === 'tunnel-up-healthy' || cause === 'admin-disabled' ? 'note' : 'fault';
  return {
    finding: {
      id: cause,
      playbook: 'test',
      severity,
      cause,
      says: `${cause} at 10.0.0.1. More.`,
      evidence: [],
      next: { ours: '', theirs: '' },
    },
    confidence,
    acts: 'both',
    breaks,
    confusedWith: [],
    wouldChange: null,
    unsettles: false,
    ...more,
  };
}

const judge = (findings: readonly JudgedFinding[], facts: Readonly<Record<string, FactValue>> = {}) =>
  weigh(findings, givenFacts(facts));

describe('the verdict', () => {
  it('is the fault that blocks first: phase 1 before phase 2 before what was established', () => {
    const all = [
      finding('esp-blocked', 'certain', 'traffic'),
      finding('esp-proposal-mismatch', 'certain', 'child'),
      finding('psk-mismatch', 'likely', 'ike'),
    ];
    const weighed = judge(all);
    expect(weighed.verdict.cause).toBe('psk-mismatch');
    expect(weighed.alternatives.map((one) => one.cause)).toEqual(['esp-proposal-mismatch', 'esp-blocked']);
    expect(weighed.findings).toHaveLength(3);
  });

  it('is not what is merely possible while something surer was found', () => {
    expect(
      judge([
        finding('peer-unreachable', 'possible', 'ike'),
        finding('routing-missing', 'certain', 'traffic'),
      ]).verdict.cause,
    ).toBe('routing-missing');
  });

  it('prefers a cause that says why over one that only says that it was refused', () => {
    expect(
      judge([finding('auth-rejected-by-peer', 'likely', 'ike'), finding('psk-mismatch', 'likely', 'ike')])
        .verdict.cause,
    ).toBe('psk-mismatch');
  });

  it('calls nothing a fault that is switched off on purpose', () => {
    expect(
      judge([finding('peer-unreachable', 'likely', 'ike'), finding('admin-disabled', 'certain', 'always')])
        .verdict.cause,
    ).toBe('admin-disabled');
  });

  it('lets a healthy tunnel outweigh what is merely possible, and keeps it as an alternative', () => {
    const weighed = judge([
      finding('esp-blocked', 'possible', 'traffic'),
      finding('tunnel-up-healthy', 'likely', 'always'),
    ]);
    expect(weighed.verdict.cause).toBe('tunnel-up-healthy');
    expect(weighed.alternatives).toEqual([{ cause: 'esp-blocked', confidence: 'possible' }]);
  });

  it('calls nothing that is only possibly healthy or idle so, while something unsettling goes on', () => {
    const unsettling = finding('duplicate-peer', 'possible', 'always', { unsettles: true });
    const verdicts = (['possible', 'likely'] as const).map(
      (sure) => judge([unsettling, finding('tunnel-up-healthy', sure, 'always')]).verdict.cause,
    );
    expect(verdicts).toEqual(['duplicate-peer', 'tunnel-up-healthy']);
  });

  it('is said in one sentence, and addresses stay whole', () => {
    expect(judge([finding('psk-mismatch', 'certain', 'ike')]).verdict.summary).toBe(
      'psk-mismatch at 10.0.0.1.',
    );
  });

  it('takes the surer of two findings with one cause, and the one that names a side', () => {
    const weighed = judge([
      finding('certificate-problem', 'certain', 'ike'),
      finding('certificate-problem', 'certain', 'ike', { acts: 'ours' }),
    ]);
    expect(weighed.verdict).toMatchObject({
      cause: 'certificate-problem',
      confidence: 'certain',
      side: 'ours',
    });
    expect(weighed.alternatives).toEqual([]);
  });
});

describe('live evidence', () => {
  const up = { 'ours.sa.ike': 'established', 'theirs.sa.ike': 'established', 'ours.sa.children': 'all' };

  it('outranks a difference that would stop the next negotiation: it becomes a warning', () => {
    const weighed = judge(
      [finding('ike-proposal-mismatch', 'certain', 'ike'), finding('tunnel-up-healthy', 'certain', 'always')],
      up,
    );
    expect(weighed.verdict.cause).toBe('tunnel-up-healthy');
    expect(weighed.findings[1]?.finding).toMatchObject({
      severity: 'warning',
      says: expect.stringContaining('the next negotiation meets it'),
    });
  });

  it('does not excuse a fault when one end has lost the SA', () => {
    const weighed = judge([finding('psk-mismatch', 'certain', 'ike')], { ...up, 'theirs.sa.ike': 'down' });
    expect(weighed.verdict.cause).toBe('psk-mismatch');
  });
});

describe('without a finding', () => {
  it('abstains, and lists what fits', () => {
    const weighed = judge([], { 'ike.established': 'yes' });
    expect(weighed.verdict).toMatchObject({ cause: 'insufficient-data', confidence: 'none' });
    expect(weighed.alternatives.map((one) => one.cause)).toContain('traffic-selector-mismatch');
  });

  it('excludes every refusal when a log was read and shows no negotiation', () => {
    const causes = judge([], { 'ike.established': 'no', 'ours.log.negotiations': 'no' }).alternatives.map(
      (one) => one.cause,
    );
    expect(causes).toContain('both-passive');
    expect(causes).not.toContain('psk-mismatch');
  });
});

describe('alternatives', () => {
  it('come from what looks alike only while the verdict is not certain, and never repeat it', () => {
    const alike = { confusedWith: ['psk-mismatch', 'peer-id-mismatch'] as const };
    expect(
      judge([finding('psk-mismatch', 'likely', 'ike', alike)]).alternatives.map((one) => one.cause),
    ).toEqual(['peer-id-mismatch']);
    expect(judge([finding('psk-mismatch', 'certain', 'ike', alike)]).alternatives).toEqual([]);
  });
});
