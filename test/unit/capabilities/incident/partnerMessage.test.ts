import { describe, expect, it } from 'vitest';
import { draftMessage } from '../../../../src/capabilities/incident/partnerMessage.js';
import { composeSheet } from '../../../../src/capabilities/sheet/sheet.js';
import { foreignEnd } from '../../../../src/diagnosis/collect.js';
import type { TunnelEvidence } from '../../../../src/domain/evidence.js';
import { known } from '../../../../src/domain/observation.js';
import type { Diagnosis } from '../../../../src/domain/verdict.js';
import { tunnelConfig } from '../../doubles/tunnels.js';

const at = '2026-03-01T12:00:00.000Z';
const declared = {
  aliases: [],
  owner: 'network team',
  partner: { name: 'Acme', contact: null, vendor: 'fortios' },
  criticality: 'normal' as const,
  isBackup: false,
  maintenance: null,
};
const foreign = foreignEnd({ name: 'acme', declared }, at);
const source = { device: 'fw-a', request: 'inventory', at, fromCache: false, calls: 1 };
const evidence: TunnelEvidence = {
  tunnel: 'acme',
  collectedAt: at,
  declared,
  ours: { ...foreign, end: 'ours', readable: true, name: 'fw-a', config: known(tunnelConfig(), source) },
  theirs: foreign,
  answers: [],
};
const diagnosis: Diagnosis = {
  tunnel: 'acme',
  state: 'down',
  verdict: { cause: 'ike-proposal-mismatch', confidence: 'likely', side: 'both', summary: 'They differ.' },
  alternatives: [],
  findings: [
    {
      id: 'f',
      playbook: 'p',
      severity: 'fault',
      cause: 'ike-proposal-mismatch',
      says: '',
      evidence: [],
      next: { ours: 'Add group2.', theirs: 'Or add group14 to Phase 1 Proposal.' },
    },
  ],
  unchecked: [],
  steps: [],
  wouldChange: [],
};

describe('the message to a partner', () => {
  it('calls our device our gateway: its name is ours alone', () => {
    const verdict = {
      ...diagnosis.verdict,
      summary: 'fw-a accepts group14. Acme and fw-a differ, fw-a2 does not.',
    };
    const { text } = draftMessage({ ...diagnosis, verdict }, evidence);
    expect(text).toContain('Our gateway accepts group14. Acme and our gateway differ, fw-a2 does not.');
  });

  it('says what to change, what their side must carry, and which lines to send, in the words of their product', () => {
    const { to, text } = draftMessage(diagnosis, evidence, [
      'Phase 1 (IKE), DH group: theirs is group2, needed is group14',
    ]);
    expect(to).toBe('Acme');
    expect(text).toContain('- Add group14 to Phase 1 Proposal.');
    expect(text).not.toContain('Add group2.');
    expect(text).toContain('DH group: theirs is group2');
    expect(text).toContain('diagnose debug application ike -1');
    expect(text).toContain('Encryption');
    expect(text).toContain('Regards, network team');
  });

  it('asks for no log when the cause is certain, and names no cause when there is none', () => {
    const sure = { ...diagnosis, verdict: { ...diagnosis.verdict, confidence: 'certain' as const } };
    expect(draftMessage(sure, evidence).text).not.toContain('Please send the lines');
    const none = {
      ...diagnosis,
      verdict: { ...diagnosis.verdict, confidence: 'none' as const },
      findings: [],
    };
    expect(draftMessage(none, evidence).text).toContain('the cause cannot be told');
  });
});

describe('the sheet', () => {
  it('names the place of each parameter on the partner’s product', () => {
    const sheet = composeSheet(tunnelConfig(), declared, at);
    expect(sheet.rows.find((row) => row.id === 'ike.dh')?.remark).toContain('set dhgrp');
    expect(sheet.rows.find((row) => row.id === 'id.ours')?.remark).toContain('Peer ID');
  });

  it('has rows of its own for a child with parameters of its own', () => {
    const config = tunnelConfig({ children: [{}, { name: 'same' }, { name: 'other', pfs: ['group19'] }] });
    const ids = composeSheet(config, declared, at).rows.map((row) => row.id);
    expect(ids).toContain('esp.3.pfs');
    expect(ids).not.toContain('esp.2.pfs');
    expect(ids).toContain('net.3.local');
  });
});
