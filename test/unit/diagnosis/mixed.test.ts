// One end is a PAN-OS firewall, the other one a FortiGate: each verdict names both settings, each where its own people find it and as they write it.

import { describe, expect, it } from 'vitest';
import { composeDiagnosis } from '../../../src/capabilities/diagnose/report.js';
import { draftMessage } from '../../../src/capabilities/incident/partnerMessage.js';
import { composeSheet } from '../../../src/capabilities/sheet/sheet.js';
import { sheetMarkdown } from '../../../src/capabilities/sheet/text.js';
import { examine } from '../../../src/diagnosis/diagnose.js';
import { knownValue } from '../../../src/domain/observation.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { renderMarkdown } from '../../../src/render/markdown.js';
import { at } from '../../scenarios/healthyEnd.js';
import { ManualClock } from '../../support/manualClock.js';
import { DoubleDevice } from '../doubles/device.js';
import { engineOver } from '../doubles/engine.js';
import { fortiosRow, type MixedFault, mixedEvidence } from './mixedEnds.js';

const playbooks = ownPlaybookSet();
const frame = { now: new Date('2026-03-02T10:00:10.000Z'), zone: 'UTC' };

const proposal: MixedFault = {
  situation: 'ike-proposal',
  phase1: 'set proposal aes128-sha256',
  log: [
    fortiosRow(
      '37124',
      'IPsec phase 1 error',
      'user="N/A" vpntunnel="N/A" status="negotiate_error" reason="peer SA proposal not match local policy" peer_notif="NOT-APPLICABLE"',
    ),
  ],
};
const identity: MixedFault = { situation: 'peer-id', phase1: 'set peerid "paris-2.example"' };
const selector: MixedFault = {
  situation: 'selectors',
  phase2: 'set dst-subnet 10.99.0.0 255.255.255.0',
  log: [
    fortiosRow(
      '37125',
      'IPsec phase 2 error',
      'vpntunnel="to-paris" status="negotiate_error" reason="peer SA proposal not match local policy"',
    ),
  ],
};
const oneWay: MixedFault = { situation: 'esp-blocked' };

function judged(fault: MixedFault, isTheirs = false) {
  const evidence = mixedEvidence(fault, isTheirs);
  const examination = examine(evidence, playbooks);
  const text = renderMarkdown(composeDiagnosis(examination, 'paris-lyon'), frame).replaceAll('&gt;', '>');
  return { evidence, diagnosis: examination.diagnosis, text };
}

describe('a verdict over two products', () => {
  it('names the proposals of both, each where its people find them and as they write them', () => {
    const { diagnosis, text } = judged(proposal);
    expect(diagnosis.verdict).toMatchObject({
      cause: 'ike-proposal-mismatch',
      confidence: 'certain',
      side: 'both',
    });
    expect(text).toContain(
      'Add aes256 to the IKE proposal on fgt-lyon: VPN > IPsec Tunnels > Phase 1 Proposal (set proposal, set dhgrp in phase1-interface "to-paris").',
    );
    expect(text).toContain(
      'Add aes-128-cbc to the IKE proposal on fw-paris: Network > Network Profiles > IKE Crypto > ike-strong > Encryption, Authentication, DH Group.',
    );
    expect(text).toContain(
      'IKE Crypto > ike-strong > Encryption, Authentication, DH Group: accepts aes-256-cbc / sha256 / group14',
    );
    expect(text).toContain('phase1-interface "to-paris"): accepts aes128-sha256, dhgrp 14');
    expect(text).toContain('Who acts:** You: change one end');
  });

  it('quotes of a record of FortiOS what tells, not what every record says', () => {
    const { text } = judged(proposal);
    expect(text).toContain('reason="peer SA proposal not match local policy"');
    expect(text).toContain('… logid="0101037124" logdesc="IPsec phase 1 error"');
    for (const framing of ['eventtime=', 'subtype=', 'vd="root"', 'NOT-APPLICABLE'])
      expect(text).not.toContain(framing);
  });

  it('names the identities of both, and no type where the product has none', () => {
    const { diagnosis, text } = judged(identity);
    expect(diagnosis.verdict).toMatchObject({ cause: 'peer-id-mismatch', side: 'both' });
    expect(text).toContain(
      'fgt-lyon expects IKE ID paris-2.example; fw-paris sends paris-old.example (fqdn).',
    );
    expect(text).toContain(
      'Set Local ID on fw-paris to paris-2.example: Network > Network Profiles > IKE Gateways > gw-lyon > General > Local Identification.',
    );
    expect(text).toContain(
      'Set Peer ID on fgt-lyon to paris-old.example (fqdn): VPN > IPsec Tunnels > Authentication > Accept Types, Peer ID (set peertype, set peerid in phase1-interface "to-paris").',
    );
  });

  it('names the networks of both', () => {
    const { diagnosis, text } = judged(selector);
    expect(diagnosis.verdict).toMatchObject({ cause: 'traffic-selector-mismatch', side: 'both' });
    expect(text).toContain(
      'Set the selectors on fw-paris to 10.99.0.0/24 to 10.2.0.0/24: Network > IPSec Tunnels > to-lyon > Proxy IDs > lan.',
    );
    expect(text).toContain(
      'Set the selectors on fgt-lyon to 10.2.0.0/24 to 10.1.0.0/24: VPN > IPsec Tunnels > Phase 2 Selectors > Local Address, Remote Address (set src-subnet, set dst-subnet in phase2-interface "lan").',
    );
  });

  it('says where packets get lost, and where to look on the end that gets none', () => {
    const { diagnosis, text } = judged(oneWay);
    expect(diagnosis.verdict.cause).toBe('esp-blocked');
    expect(text).toContain('fgt-lyon receives nothing that fw-paris sends.');
    expect(text).toContain('Policy &amp; Objects > Firewall Policy (config firewall policy) on fgt-lyon');
  });
});

describe('two products side by side', () => {
  it('show what differs, and where each end has it', async () => {
    const { evidence } = judged(proposal);
    const clock = new ManualClock();
    const configs = [evidence.ours, evidence.theirs].map(({ config }) => knownValue(config));
    const devices = configs.flatMap((config) =>
      config ? [new DoubleDevice({ name: config.device, clock, answers: { inventory: [config] } })] : [],
    );
    const { dispatcher } = engineOver({
      devices,
      clock,
      declared: [],
    });
    const report = await dispatcher.run('config to-lyon', {
      asker: { id: 'U1', name: 'ana', channel: 'C1', via: 'chat' },
      signal: new AbortController().signal,
    });
    const text = renderMarkdown(report, frame).replaceAll('&gt;', '>');
    expect(text).toContain(
      '**Phase 1 proposals**: fw-paris: Network > Network Profiles > IKE Crypto > ike-strong',
    );
    expect(text).toContain(
      'fgt-lyon: VPN > IPsec Tunnels > Phase 1 Proposal (set proposal, set dhgrp in phase1-interface "to-paris")',
    );
  });
});

describe('a partner with a FortiGate', () => {
  it('is told what to look at in its own words, and what its side must carry as it writes it', () => {
    const { diagnosis, evidence } = judged(proposal, true);
    const message = draftMessage(diagnosis, evidence, {
      incident: 'inc-1',
      owner: 'Ana',
      downSince: null,
      upSince: null,
      differs: [],
    }).text;
    expect(message).toContain('Phase 1 Proposal (set proposal, set dhgrp of the tunnel to 192.0.2.10)');
    expect(message).toContain('diagnose debug application ike -1');
    expect(message).toMatch(/Encryption +aes-256-cbc \(aes256 on your product\)/);
    expect(message).toMatch(/DH group +group14 \(MODP 2048\) \(dhgrp 14 on your product\)/);
  });

  it('gets a sheet whose remarks say where it finds each parameter', () => {
    const { evidence } = judged(proposal, true);
    const config = knownValue(evidence.ours.config);
    if (!config) throw new Error('our end was not read');
    const sheet = sheetMarkdown(composeSheet(config, evidence.declared, at));
    expect(sheet).toContain(
      'on your device: VPN > IPsec Tunnels > Phase 1 Proposal (set proposal, set dhgrp): aes256 |',
    );
    expect(sheet).toContain(
      'on your device: VPN > IPsec Tunnels > Phase 1 Proposal (set proposal, set dhgrp): dhgrp 14 |',
    );
  });

  it('may send one itself: our PAN-OS end is then the partner, and reads its own menus', () => {
    const { evidence } = judged(proposal);
    const config = knownValue(evidence.theirs.config);
    if (!config) throw new Error('the FortiOS end was not read');
    const partner = { name: 'Paris', contact: null, vendor: 'panos' };
    const sheet = sheetMarkdown(composeSheet(config, { ...evidence.declared, partner }, at));
    expect(sheet).toMatch(
      /ike\.encryption \| Encryption \| aes-128-cbc \| aes-128-cbc .*on your device: Network > Network Profiles > IKE Crypto/,
    );
    expect(sheet).toMatch(/id\.ours .* lyon\.example .*Peer Identification/);
  });
});
