// The answer: who acts, what was not checked, what to ask the partner for.

import { describe, expect, it } from 'vitest';
import { examineLog } from '../../../src/diagnosis/pastedLog.js';
import type { Diagnosis } from '../../../src/domain/verdict.js';
import { linesToAskFor } from '../../../src/logs/ask.js';
import { linesOf } from '../../../src/logs/format/text.js';
import { readLines } from '../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';

function diagnose(text: string): Diagnosis {
  return examineLog(readLines(linesOf(text)), 'a.log', ownPlaybookSet()).diagnosis;
}

const refusedWithKey =
  "[IKE] initiating IKE_SA hub[1] to 203.0.113.9\n[IKE] authentication of 'hub.example' (myself) with pre-shared key\n[ENC] parsed IKE_AUTH response 1 [ N(AUTH_FAILED) ]\n[IKE] received AUTHENTICATION_FAILED notify error";

describe('a refused end', () => {
  it('abstains, with the possibilities ranked by how this end authenticates', () => {
    const { verdict, alternatives } = diagnose(refusedWithKey);
    expect(verdict.cause).toBe('auth-rejected-by-peer');
    expect(alternatives.slice(0, 3).map(({ cause }) => cause)).toEqual([
      'psk-mismatch',
      'peer-id-mismatch',
      'auth-method-mismatch',
    ]);
  });

  it('abstains all the same when the log narrows nothing', () => {
    expect(diagnose('received AUTHENTICATION_FAILED notify error').verdict.cause).toBe(
      'auth-rejected-by-peer',
    );
  });

  it("asks for the responder's log and says how to get it", () => {
    const unchecked = diagnose(refusedWithKey).unchecked[0];
    expect(unchecked?.what).toContain('log of the other end');
    expect(unchecked?.how).toContain('key, hash or MAC does not match');
  });
});

describe('the verdict', () => {
  it('names the parameter that differs', () => {
    const { verdict } = diagnose(
      '[CFG] received proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_1024\n[CFG] configured proposals: IKE:AES_CBC_256/HMAC_SHA2_256_128/PRF_HMAC_SHA2_256/MODP_2048\n[IKE] received proposals unacceptable',
    );
    expect(verdict.summary).toContain(
      'DH group (offered group2 (MODP 1024), this end accepts group14 (MODP 2048))',
    );
    expect(verdict.confidence).toBe('certain');
  });

  it('carries the lines with their place', () => {
    const finding = diagnose(refusedWithKey).findings[0];
    expect(finding?.evidence[0]).toMatchObject({ source: 'a.log line 3' });
  });

  it('is none for a log that says nothing, and "none" is not "healthy"', () => {
    expect(diagnose('').verdict).toMatchObject({
      cause: 'insufficient-data',
      confidence: 'none',
      summary: 'The log is empty.',
    });
    expect(diagnose('hello').verdict.summary).toContain('No line of this log is known');
  });

  it('never repeats its cause among the alternatives', () => {
    const { verdict, alternatives } = diagnose(refusedWithKey);
    expect(alternatives.map(({ cause }) => cause)).not.toContain(verdict.cause);
  });

  it('recommends IKEv2 where IKEv1 runs', () => {
    expect(
      diagnose(
        '[IKE] initiating Main Mode IKE_SA hub[1] to 203.0.113.9\n[IKE] giving up after 5 retransmits',
      ).findings.some(({ playbook }) => playbook === 'ikev1'),
    ).toBe(true);
  });

  it('never calls an installed child SA more than possibly healthy', () => {
    expect(
      diagnose('[IKE] CHILD_SA net{5} established with SPIs c1_i c2_o and TS 10.1.0.0/24 === 10.2.0.0/24')
        .verdict,
    ).toMatchObject({ cause: 'tunnel-up-healthy', confidence: 'possible' });
  });
});

describe('what to ask a partner for', () => {
  it('names the log of the product and the lines that decide', () => {
    const text = linesToAskFor('panos', ['psk-mismatch', 'peer-id-mismatch']);
    expect(text).toContain('( subtype eq vpn )');
    expect(text.split('\n')).toHaveLength(3);
  });

  it('is useful without knowing the product', () => {
    expect(linesToAskFor(null, [])).toContain('Ten minutes around the failure');
  });
});

describe('an error that no signature knows', () => {
  const up =
    'Jan 10 10:00:01 gw charon: 05[IKE] <hub|1> CHILD_SA net{1} established with SPIs c0ffee01_i c0ffee02_o and TS 10.1.0.0/24 === 10.2.0.0/24';
  const unknown =
    'Jan 10 10:00:02 gw charon: 06[KNL] <hub|1> unable to enlist the quux of net{1}: operation not supported';

  it('forbids to call a log healthy, and is quoted', () => {
    expect(diagnose(up).verdict.cause).toBe('tunnel-up-healthy');
    const { verdict, findings, alternatives } = diagnose(`${up}\n${unknown}`);
    expect(verdict).toMatchObject({ cause: 'insufficient-data', confidence: 'none' });
    expect(alternatives.map(({ cause }) => cause)).toContain('routing-missing');
    expect(alternatives.map(({ cause }) => cause)).not.toContain('psk-mismatch');
    expect(findings[0]?.says).toContain('unable to enlist the quux');
    expect(findings[0]?.evidence[0]).toMatchObject({ source: 'a.log line 2', text: unknown });
  });
});
