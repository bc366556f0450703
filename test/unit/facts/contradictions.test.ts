// What cannot all be true: a person's answer, what our end sees, and the log of the partner.

import { describe, expect, it } from 'vitest';
import { composeDiagnosis } from '../../../src/capabilities/diagnose/report.js';
import { examine } from '../../../src/diagnosis/diagnose.js';
import { rankedAsks } from '../../../src/diagnosis/examiner.js';
import { besideOurs } from '../../../src/diagnosis/given/besideOurs.js';
import { withGiven } from '../../../src/diagnosis/given/given.js';
import { readGivenLog } from '../../../src/diagnosis/given/theirLog.js';
import type { Answer, TunnelEvidence } from '../../../src/domain/evidence.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { evidenceOf } from '../../scenarios/build.js';
import { readSituation } from '../../scenarios/situation.js';

const situation = readSituation('peer-unreachable');
const told = evidenceOf(
  { ...situation, declared: { partner: { name: 'Lyon', contact: null, vendor: null } } },
  'strongswan',
  'left',
);
const at = told.collectedAt;
const refusal =
  'date=2026-03-02 time=09:55:02 tz="+0000" logid="0101037124" type="event" subtype="vpn" logdesc="IPsec phase 1 error" remip=192.0.2.10 locip=203.0.113.20 status="negotiate_error" reason="peer SA proposal not match local policy"';
const untied = refusal.replace('remip=192.0.2.10 locip=203.0.113.20 ', '');

function given(text: string, answers: readonly Answer[] = [], evidence: TunnelEvidence = told) {
  const { config, name, vendor } = evidence.ours;
  const ours = { device: name, vendor: vendor ?? '', tunnel: 'to-lyon', config };
  const tunnel = {
    name: evidence.tunnel,
    aliases: [],
    ours,
    theirs: null,
    paired: null,
    declared: evidence.declared,
  };
  const ourLog = evidence.ours.log.known ? evidence.ours.log.value : null;
  const read = besideOurs(readGivenLog(text, tunnel, null), ourLog, at);
  if (!('reading' in read)) throw new Error(read.says);
  const log = { reading: read.reading, name: 'lyon.log', by: 'Mei', at };
  const examination = examine(withGiven(evidence, answers, log), ownPlaybookSet());
  const { contradictions = [], verdict } = examination.diagnosis;
  return {
    contradictions,
    verdict,
    diagnosis: examination.diagnosis,
    report: composeDiagnosis(examination, 'paris-lyon'),
    asks: rankedAsks(examination, ownPlaybookSet()),
  };
}
const answer = (fact: string, value: string): Answer => ({ fact, value, by: 'Ana', at });
const unreachable = answer('answer.peer-answers-elsewhere', 'no');

describe('an answer that the log of the partner contradicts', () => {
  it('is shown with both lines; the log counts meanwhile', () => {
    const { contradictions, verdict, report } = given(refusal, [unreachable]);
    const [first] = contradictions;
    expect(report.detail).toContainEqual({ kind: 'callout', tone: 'warning', text: first?.says });
    expect(first?.says).toBe(
      'Ana said that Lyon is unreachable from elsewhere too; the log of Lyon shows that packets of fw-paris arrive there at 09:55:02 UTC. The log counts until somebody says which is right.',
    );
    expect(first?.counts).toMatchObject({
      from: 'given-log',
      line: { text: expect.stringContaining('reason="peer SA proposal not match local policy"') },
    });
    expect(first?.against).toMatchObject({ from: 'person', by: 'Ana' });
    expect(verdict.cause).toBe('ike-proposal-mismatch');
  });

  it('is asked about first, with two buttons', () => {
    const [first] = given(refusal, [unreachable]).asks;
    expect(first?.fact).toBe('answer.log-counts');
    expect(first?.question).toMatch(/^Ana said .*; the log of Lyon shows .* Which is right\?$/);
    expect(first?.choices).toEqual(['the log is right', 'the log is not of this tunnel and time']);
  });

  it('is settled by whoever says that the log is right', () => {
    const settledBy = answer('answer.log-counts', 'the log is right');
    const { contradictions, asks, verdict } = given(refusal, [unreachable, settledBy]);
    expect(contradictions.map(({ about }) => about)).toEqual(['silence']);
    expect(asks.map(({ fact }) => fact)).not.toContain('answer.log-counts');
    expect(verdict.cause).toBe('ike-proposal-mismatch');
  });

  it('counts again when the log is taken back, and the reason stands there', () => {
    const back = answer('answer.log-counts', 'the log is not of this tunnel and time');
    const { verdict, diagnosis, contradictions } = given(refusal, [unreachable, back]);
    const without = examine({ ...told, answers: [unreachable] }, ownPlaybookSet());
    expect(verdict).toEqual(without.diagnosis.verdict);
    expect(diagnosis.unchecked[0]).toMatchObject({
      what: 'The log that was given (lyon.log).',
      why: 'Ana said that it is not of this tunnel and time.',
    });
    expect(contradictions).toEqual([]);
  });

  it('about another log says nothing about this one', () => {
    const before = {
      ...answer('answer.log-counts', 'the log is not of this tunnel and time'),
      at: '2026-03-02T08:00:00Z',
    };
    expect(given(refusal, [before]).verdict.cause).toBe('ike-proposal-mismatch');
  });
});

describe('silence here and a refusal there', () => {
  it('can both be, when the log is tied to the tunnel: nobody is asked', () => {
    const [only, ...more] = given(refusal).contradictions;
    expect(more).toEqual([]);
    expect(only?.question).toBeNull();
    expect(only?.says).toMatch(
      /^Fw-paris gets no answer.*, and the log of Lyon shows that packets arrive there at 09:55:02 UTC\. Either Lyon refuses without an answer, or its answers are lost on the way back\.$/i,
    );
  });

  it('is asked about when nothing ties the log to the tunnel', () => {
    expect(given(untied).contradictions[0]?.question).toMatch(/Which is right\?$/);
  });
});

describe('a log of another product than was said', () => {
  it('counts, and the difference is shown', () => {
    const fortios = given(refusal, [answer('peer.vendor', 'cisco-asa')]).contradictions[0];
    expect(fortios?.says).toContain('Ana said “Cisco ASA or Firepower (FTD)”');
    const declared = {
      ...told,
      declared: { ...told.declared, partner: { name: 'Lyon', contact: null, vendor: 'cisco-asa' } },
    };
    expect(given(refusal, [], declared).contradictions[0]?.says).toBe(
      'The settings say that Lyon has Cisco ASA or Firepower (FTD); the log of Lyon is one of Fortinet FortiOS (FortiGate). The log counts until somebody says which is right.',
    );
  });

  it('is none where the product prints the words of the other: pfSense prints charon’s', () => {
    const charon = '06[IKE] <9> received proposals unacceptable, 192.0.2.10 is initiating an IKE_SA';
    const { contradictions } = given(charon, [answer('peer.vendor', 'pfsense')]);
    expect(contradictions.map(({ about }) => about)).not.toContain('person');
  });
});

describe('a tunnel without a contradiction', () => {
  it('has none', () => {
    expect(examine(told, ownPlaybookSet()).diagnosis.contradictions).toEqual([]);
  });
});
