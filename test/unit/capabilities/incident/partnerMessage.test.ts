// What a partner's people read: what failed and when, what to change, and thanks when it works again.

import { describe, expect, it } from 'vitest';
import { mailLink, mailOf } from '../../../../src/capabilities/incident/mailLink.js';
import { draftMessage, type MessageFrame } from '../../../../src/capabilities/incident/partnerMessage.js';
import { composeSheet } from '../../../../src/capabilities/sheet/sheet.js';
import { foreignEnd } from '../../../../src/diagnosis/collect.js';
import type { TunnelEvidence } from '../../../../src/domain/evidence.js';
import { known } from '../../../../src/domain/observation.js';
import type { Diagnosis } from '../../../../src/domain/verdict.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';
import { childSa, counters, tunnelConfig, tunnelLive } from '../../doubles/tunnels.js';

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

const frame: MessageFrame = {
  incident: 'inc-4f7k2m',
  owner: 'Ana Kovač',
  downSince: '2026-03-01T07:33:48.000Z',
  upSince: null,
  differs: [],
};

describe('the message to a partner', () => {
  it('calls our device our gateway: its name is ours alone', () => {
    const verdict = {
      ...diagnosis.verdict,
      summary: 'fw-a accepts group14. Acme and fw-a differ, fw-a2 does not.',
    };
    const { text } = draftMessage({ ...diagnosis, verdict }, evidence, frame);
    expect(text).toContain('Our gateway accepts group14. Acme and our gateway differ, fw-a2 does not.');
  });

  it('says what to change, what their side must carry, and which lines to send, in the words of their product', () => {
    const { to, text } = draftMessage(diagnosis, evidence, {
      ...frame,
      differs: ['Phase 1 (IKE), DH group: theirs is group2, needed is group14'],
    });
    expect(to).toBe('Acme');
    expect(text).toContain('- Add group14 to Phase 1 Proposal.');
    expect(text).not.toContain('Add group2.');
    expect(text).toContain('DH group: theirs is group2');
    expect(text).toContain('diagnose debug application ike -1');
    expect(text).toContain('Encryption');
    expect(text).toContain('Contact on our side: Ana Kovač, network team');
  });

  it('asks for no log when the cause is certain, and names no cause when there is none', () => {
    const sure = { ...diagnosis, verdict: { ...diagnosis.verdict, confidence: 'certain' as const } };
    expect(draftMessage(sure, evidence, frame).text).not.toContain('Please send the lines');
    const none = {
      ...diagnosis,
      verdict: { ...diagnosis.verdict, confidence: 'none' as const },
      findings: [],
    };
    expect(draftMessage(none, evidence, frame).text).toContain('we cannot tell the cause');
  });
});

describe('what our end saw', () => {
  const log = [
    '2026-03-01T07:33:48Z received notify type NO_PROPOSAL_CHOSEN',
    '2026-03-01T07:33:48Z IKEv2 IKE SA negotiation is failed as initiator, non-rekey. Failed SA: 192.0.2.10[500]-203.0.113.20[500] SPI:f26a4fe57c7530cb:0000000000000000.',
    '2026-03-01T09:34:12Z received notify type NO_PROPOSAL_CHOSEN',
    '2026-03-01T09:34:12Z IKEv2 IKE SA negotiation is failed as initiator, non-rekey. Failed SA: 192.0.2.10[500]-203.0.113.20[500] SPI:187c7834ebb8b31d:0000000000000000.',
  ];
  const reading = readLines(linesOf(log.join('\n')), { vendor: 'panos' });
  const seen = { ...evidence, ours: { ...evidence.ours, log: known(reading, source) } };

  it('is told with times in UTC, each line once, and the SPIs to look for', () => {
    const { text, subject } = draftMessage(diagnosis, seen, frame);
    expect(text).toContain('is down since 2026-03-01 07:33:48 UTC');
    expect(text).toContain(
      'First failure in our log: 2026-03-01 07:33:48 UTC; last: 2026-03-01 09:34:12 UTC; 2 in all.',
    );
    expect(text).toContain('received notify type NO_PROPOSAL_CHOSEN (2 times, last 09:34:12)');
    expect(text.match(/NO_PROPOSAL_CHOSEN/g)).toHaveLength(1);
    expect(text).toContain(
      'SPIs of the failed negotiations, newest first: 187c7834ebb8b31d, f26a4fe57c7530cb',
    );
    expect(text).toContain('Our incident number is inc-4f7k2m');
    expect(subject).toBe(
      'IPsec tunnel acme: not working since 2026-03-01 07:33:48 UTC (our incident inc-4f7k2m)',
    );
  });

  it('says when the first failure was where nobody knows since when it is down', () => {
    const { text } = draftMessage(diagnosis, seen, { ...frame, downSince: null });
    expect(text).toContain('is down; the first failure in our log is of 2026-03-01 07:33:48 UTC.');
  });
});

describe('the message after the tunnel came up again', () => {
  const back = { ...frame, upSince: '2026-03-01T09:42:38.000Z' };
  const up: Diagnosis = {
    ...diagnosis,
    state: 'up',
    verdict: { cause: 'tunnel-up-healthy', confidence: 'possible', side: 'unknown', summary: 'Up.' },
  };
  const withLive = (packetsIn: bigint) => ({
    ...evidence,
    ours: {
      ...evidence.ours,
      live: known(
        tunnelLive({ children: [childSa({ counters: counters({ packetsIn, packetsOut: 40n }) })] }),
        source,
      ),
    },
  });

  it('thanks and asks, and never asks for a change', () => {
    const { text } = draftMessage(up, withLive(40n), back);
    expect(text).toContain('is up again since 2026-03-01 09:42:38 UTC, thank you; what did you change?');
    expect(text).not.toMatch(/Please (change|check)|Please send the lines|must carry/);
  });

  it('claims no more than our end has counted', () => {
    const { text } = draftMessage(up, withLive(0n), back);
    expect(text).toContain('seems to be up again since 2026-03-01 09:42:38 UTC');
    expect(text).toContain('has not counted traffic both ways yet');
  });
});

describe('the mail', () => {
  const draft = draftMessage(diagnosis, evidence, frame);

  it('goes to the declared address, else to the one among the contacts', () => {
    expect(mailOf({ mail: 'noc@acme.example', contact: 'old@acme.example' })).toBe('noc@acme.example');
    expect(mailOf({ contact: 'NOC +33 1, noc@acme.example' })).toBe('noc@acme.example');
    expect(mailOf({ contact: '+33 1 00 00 00 00' })).toBeNull();
    expect(mailOf(null)).toBeNull();
  });

  it('holds as much of the message as a link may, and says how much', () => {
    const whole = mailLink('noc@acme.example', { ...draft, text: 'Hello,\n\nit is down.' });
    expect(whole.holds).toBe('all');
    expect(whole.link).toContain('&body=Hello%2C%0D%0A%0D%0Ait%20is%20down.');
    const long = mailLink('noc@acme.example', { ...draft, text: 'x'.repeat(5000), short: 'short' });
    expect([long.holds, long.link.endsWith('&body=short')]).toEqual(['short', true]);
    const longest = mailLink('noc@acme.example', {
      ...draft,
      text: 'x'.repeat(5000),
      short: 'x'.repeat(5000),
    });
    expect([longest.holds, longest.link.includes('&body')]).toEqual(['subject', false]);
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
