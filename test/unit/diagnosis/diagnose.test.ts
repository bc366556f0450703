import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { comparisonOf } from '../../../src/capabilities/diagnose/comparison.js';
import { diagnosisJson } from '../../../src/capabilities/diagnose/json.js';
import { ladderOf } from '../../../src/capabilities/diagnose/ladder.js';
import { composeDiagnosis } from '../../../src/capabilities/diagnose/report.js';
import { diagnose, examine } from '../../../src/diagnosis/diagnose.js';
import { wordsOf } from '../../../src/diagnosis/places.js';
import { planEvidence } from '../../../src/diagnosis/plan.js';
import { causeCodes } from '../../../src/domain/causes.js';
import { alternativeText } from '../../../src/domain/picture.js';
import { givenFacts } from '../../../src/facts/book.js';
import { factsByName } from '../../../src/facts/catalogue.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { drawSvg } from '../../../src/render/plot/index.js';
import type { WatchedTunnel } from '../../../src/watch/state.js';
import { evidenceOf } from '../../scenarios/build.js';
import { readSituation } from '../../scenarios/situation.js';

const playbooks = ownPlaybookSet();
const evidence = (name: string, visible: 'both' | 'left' | 'right' = 'both') =>
  evidenceOf(readSituation(name), 'strongswan', visible);

describe('the plan', () => {
  it('asks only for what the playbooks look at', () => {
    const dpd = playbooks.filter((one) => one.id === 'dpd');
    expect([...planEvidence(dpd).ours].sort()).toEqual(['config', 'ha', 'later', 'live', 'log']);
    expect([...planEvidence(playbooks).theirs].sort()).toEqual([
      'before',
      'certificates',
      'changes',
      'clock',
      'config',
      'drops',
      'ha',
      'later',
      'live',
      'log',
      'path',
      'uptime',
    ]);
  });
});

describe('a diagnosis', () => {
  it('finds two faults at once, and the one that blocks first leads', () => {
    const { verdict, findings, alternatives } = diagnose(evidence('psk-and-proposal'), playbooks);
    expect(verdict.cause).toBe('psk-mismatch');
    expect(findings.filter((one) => one.severity === 'fault').map((one) => one.cause)).toEqual([
      'psk-mismatch',
      'esp-proposal-mismatch',
    ]);
    expect(alternatives[0]).toEqual({ cause: 'esp-proposal-mismatch', confidence: 'certain' });
  });

  it('quotes a line with device and time for every fault', () => {
    const { findings } = diagnose(evidence('psk'), playbooks);
    for (const one of findings.filter((finding) => finding.severity === 'fault')) {
      expect(one.evidence[0]).toMatchObject({
        device: expect.stringMatching(/^fw-/),
        at: expect.stringMatching(/^2026-03-02T/),
      });
    }
  });

  it('says for each side what to do, with the place of the setting', () => {
    const [lead] = diagnose(evidence('ike-proposal'), playbooks).findings;
    expect(lead?.next.ours).toBe(
      'Add aes128 to the IKE proposal on fw-paris: IKE crypto profile of gw-to-lyon.',
    );
    expect(lead?.next.theirs).toBe(
      'Add aes256 to the IKE proposal on fw-lyon: IKE crypto profile of gw-to-paris.',
    );
  });

  it('tells with one end readable what the other end must carry', () => {
    const note = diagnose(evidence('healthy', 'left'), playbooks).findings.find(
      (one) => one.id === 'cannot-compare-ours',
    );
    expect(note?.next.theirs).toContain('IKE version: ikev2.');
    expect(note?.next.theirs).toContain('Phase 1 proposal: aes-256-cbc / sha256 / group14.');
    expect(note?.next.theirs).toContain('Selectors, local to remote: 10.2.0.0/24 to 10.1.0.0/24.');
  });

  it('asks for the log of a foreign responder', () => {
    const { findings, unchecked, wouldChange } = diagnose(evidence('psk', 'left'), playbooks);
    expect(findings.map((one) => one.id)).toContain('responder-is-foreign');
    expect(unchecked.map((one) => one.how).join()).toContain('these lines decide');
    expect(wouldChange).toContainEqual({
      says: 'The log of the other end at the time of the failure.',
      log: 'theirs',
    });
  });

  it('walks one playbook alone when it is asked for, and refuses one that does not exist', () => {
    const { steps } = diagnose(evidence('healthy'), playbooks, { playbook: 'dpd' });
    expect(new Set(steps.map((step) => step.playbook))).toEqual(new Set(['dpd']));
    expect(() => diagnose(evidence('healthy'), playbooks, { playbook: 'nope' })).toThrow(
      'no playbook called "nope"',
    );
  });

  it('is the same for the same evidence', () => {
    expect(diagnosisJson(diagnose(evidence('psk'), playbooks))).toEqual(
      diagnosisJson(diagnose(evidence('psk'), playbooks)),
    );
  });
});

describe('the machine form', () => {
  const confidence = { enum: ['certain', 'likely', 'possible', 'none'] };
  const text = { type: 'string' };
  const contract = {
    type: 'object',
    required: ['schema', 'tunnel', 'state', 'verdict', 'alternatives', 'findings', 'unchecked', 'steps'],
    properties: {
      schema: { const: 1 },
      tunnel: { type: ['string', 'null'] },
      state: { enum: ['up', 'degraded', 'down', 'idle', 'disabled', 'unknown'] },
      verdict: {
        type: 'object',
        required: ['cause', 'confidence', 'side', 'summary'],
        properties: {
          cause: { enum: causeCodes },
          confidence,
          side: { enum: ['ours', 'theirs', 'both', 'path', 'unknown'] },
          summary: text,
        },
      },
      alternatives: {
        type: 'array',
        items: {
          type: 'object',
          required: ['cause', 'confidence'],
          properties: { cause: { enum: causeCodes }, confidence },
        },
      },
      findings: {
        type: 'array',
        items: {
          type: 'object',
          required: ['id', 'playbook', 'severity', 'cause', 'says', 'evidence', 'next'],
          properties: {
            severity: { enum: ['fault', 'warning', 'note'] },
            evidence: {
              type: 'array',
              items: { type: 'object', required: ['device', 'source', 'at', 'text'] },
            },
            next: { type: 'object', required: ['ours', 'theirs'] },
          },
        },
      },
      unchecked: { type: 'array', items: { type: 'object', required: ['what', 'why', 'how'] } },
      steps: {
        type: 'array',
        items: {
          type: 'object',
          required: ['playbook', 'step', 'outcome', 'why'],
          properties: { outcome: { enum: ['found', 'cleared', 'unclear', 'skipped'] } },
        },
      },
    },
  };

  it.each(['healthy', 'psk', 'ike-proposal', 'device-unreachable', 'nothing-known'])(
    'of %s keeps the contract and survives JSON',
    (name) => {
      const validate = new Ajv({ allowUnionTypes: true }).compile(contract);
      const json: unknown = JSON.parse(JSON.stringify(diagnosisJson(diagnose(evidence(name), playbooks))));
      expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    },
  );
});

describe('the report', () => {
  it('has the verdict on top, and its buttons are commands', () => {
    const report = composeDiagnosis(examine(evidence('psk'), playbooks), 'paris-lyon');
    expect(report.title).toBe('paris-lyon: down, pre-shared key mismatch');
    expect(report.summary[0]).toMatchObject({ kind: 'callout', tone: 'bad' });
    expect(report.actions.map((action) => action.command)).toEqual([
      'triage paris-lyon',
      'diagnose paris-lyon',
      'diagnose paris-lyon --details',
      'logs paris-lyon',
      'config paris-lyon',
      'status paris-lyon',
    ]);
  });

  it('tells since when by the watch where neither device nor log do', () => {
    const examination = examine(evidence('esp-blocked'), playbooks);
    const { collectedAt } = examination.evidence;
    const since = '2026-03-02T09:00:00.000Z';
    const watched = {
      tunnel: 'paris-lyon',
      state: 'degraded',
      since,
      sinceAtLeast: true,
      basis: '',
      lookedAt: collectedAt,
    } as const;
    const told = (seen: WatchedTunnel | null) =>
      composeDiagnosis(examination, 'paris-lyon', 'short', {}, seen);
    expect(told(null).json).toMatchObject({ since: null, sinceAtLeast: false });
    expect(told(watched).json).toMatchObject({ since, sinceAtLeast: true });
    expect(JSON.stringify(told(watched).summary[0])).toContain('"atLeast":true');
    expect(told({ ...watched, state: 'up' }).json).toMatchObject({ since: null });
  });

  it('draws the negotiation with the message that failed marked', () => {
    const book = givenFacts({
      'ike.version.in-use': 'ikev2',
      initiator: 'theirs',
      'ours.name': 'a',
      'theirs.name': 'b',
    });
    const ladder = ladderOf('psk-mismatch', book);
    expect(ladder?.messages.map((one) => [one.from, one.outcome])).toEqual([
      ['right', 'ok'],
      ['left', 'ok'],
      ['right', 'ok'],
      ['left', 'refused'],
    ]);
    expect(ladderOf('tunnel-up-healthy', book)).toBeNull();
    expect(
      ladderOf('pfs-mismatch', givenFacts({ 'ike.version.in-use': 'ikev2' }))?.messages.at(-1),
    ).toMatchObject({ label: 'CREATE_CHILD_SA: new keys', outcome: 'refused' });
  });

  it('writes on the refused arrow who refused, what came and what is expected, and says it for those who do not see', () => {
    const { diagnosis, book } = examine(evidence('peer-id-private-address'), playbooks);
    const ladder = ladderOf(diagnosis.verdict.cause, book);
    expect(ladder).toMatchObject({
      title: 'IKE_AUTH refused by fw-lyon',
      leftAddress: '10.9.0.1',
      rightAddress: '203.0.113.20',
    });
    expect(ladder?.messages.at(-1)?.note).toBe('fw-lyon got 10.9.0.1\nexpects 192.0.2.10');
    expect(ladder && alternativeText(ladder)).toBe(
      'IKE_AUTH refused by fw-lyon. fw-lyon got 10.9.0.1, expects 192.0.2.10. Ends: fw-paris and fw-lyon',
    );
  });

  it('draws ESP each way where the SAs are up, and silence where nothing comes back', () => {
    const seen = (name: string) => {
      const { diagnosis, book } = examine(evidence(name), playbooks);
      const ladder = ladderOf(diagnosis.verdict.cause, book);
      return [
        ladder?.title,
        ...(ladder?.messages.map((one) => `${one.from} ${one.outcome} ${one.note}`) ?? []),
      ];
    };
    expect(seen('loss-by-size')).toEqual([
      'SAs up; ESP from fw-paris to fw-lyon: 33 % lost, only large ones',
      'left ok ',
      'left dropped 33 % lost, only large ones',
      'right ok all packets arrive',
    ]);
    expect(seen('peer-unreachable')[0]).toBe('IKE_SA_INIT: no answer from fw-lyon');
    expect(seen('peer-unreachable').at(-1)).toMatch(/^left lost .*nothing back$/);
  });

  it('puts what does not match in the two configurations side by side', () => {
    const { diagnosis, evidence: seen, book } = examine(evidence('ike-proposal'), playbooks);
    const comparison = comparisonOf(diagnosis.verdict.cause, seen, book);
    expect(comparison).toMatchObject({
      title: '1 mismatch',
      rows: [{ label: 'Phase 1 proposals' }],
      equal: 13,
    });
    expect(comparison && drawSvg(comparison)).toContain('13 others equal');
    expect(comparisonOf('esp-blocked', seen, book)).toBeNull();
  });
});

describe('places', () => {
  it('are in the words of the vendor that the partner is declared to use', () => {
    const foreign = evidence('healthy', 'left');
    const place = (vendor: string | null) =>
      wordsOf({ ...foreign, theirs: { ...foreign.theirs, vendor } }).placeOf('theirs', 'ike.psk');
    expect(place('fortios')).toBe(
      'VPN > IPsec Tunnels > Authentication > Pre-shared Key (set psksecret of the tunnel to 192.0.2.10) on the other end',
    );
    expect(place('unheard-of')).toBe('the pre-shared key of phase 1 on the other end');
    expect(place(null)).toBe('the pre-shared key of phase 1 on the other end');
  });
});

describe('the test of traffic', () => {
  it('is the command of the product, between the networks of the tunnel, and never a fact of its own', () => {
    const words = wordsOf(evidenceOf(readSituation('healthy'), 'panos', 'left'));
    expect(words.commandOf('ours', 'test-traffic')).toBe(
      '`ping source ADDRESS-INSIDE host ADDRESS-BEHIND-PEER` on fw-paris, from an address in 10.1.0.0/24 to a host in 10.2.0.0/24 that answers',
    );
    expect(words.commandOf('theirs', 'test-traffic')).toMatch(/^ping a host behind the peer/);
    expect(factsByName.has('ours.test.ping')).toBe(false);
  });
});
