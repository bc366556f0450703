// A log of the other end beside a question: what it says counts, its silence counts, and what cannot be used never takes the diagnosis away.

import { describe, expect, it } from 'vitest';
import { withLogOf } from '../../../../src/capabilities/diagnose/withLog.js';
import { diagnose } from '../../../../src/diagnosis/diagnose.js';
import { besideOurs } from '../../../../src/diagnosis/given/besideOurs.js';
import { readGivenLog } from '../../../../src/diagnosis/given/theirLog.js';
import type { TunnelEvidence } from '../../../../src/domain/evidence.js';
import type { FleetTunnel } from '../../../../src/fleet/fleetTunnel.js';
import { ownPlaybookSet } from '../../../../src/playbook/folder.js';
import { evidenceOf } from '../../../scenarios/build.js';
import { readSituation } from '../../../scenarios/situation.js';

function tunnelOf(situation: string): { tunnel: FleetTunnel; evidence: TunnelEvidence } {
  const evidence: TunnelEvidence = evidenceOf(readSituation(situation), 'strongswan', 'left');
  const { config, name, vendor } = evidence.ours;
  const tunnel: FleetTunnel = {
    name: evidence.tunnel,
    aliases: [],
    ours: { device: name, vendor: vendor ?? '', tunnel: 'to-lyon', config },
    theirs: null,
    paired: null,
    declared: evidence.declared,
  };
  return { tunnel, evidence };
}

async function given(situation: string, text: string | Uint8Array) {
  const { tunnel, evidence } = tunnelOf(situation);
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const withLog = await withLogOf({ name: 'theirs.log', bytes }, tunnel, evidence, 'Ana');
  return {
    before: diagnose(evidence, ownPlaybookSet()),
    after: diagnose(withLog, ownPlaybookSet()),
  };
}

/** A gateway that talks with two others from `from` to `to`, and never with us. */
function ofOthers(from: string, to: string): string {
  return [from, to]
    .flatMap((at, index) => [
      `${at} gw charon: 05[NET] <lab|${index + 1}> received packet: from 198.18.0.7[500] to 203.0.113.20[500] (464 bytes)`,
      `${at} gw charon: 05[IKE] <lab|${index + 1}> 198.18.0.7 is initiating an IKE_SA`,
      `${at} gw charon: 06[IKE] <lab|${index + 1}> IKE_SA lab[${index + 1}] established between 203.0.113.20[lyon.example]...198.18.0.7[lab.example]`,
    ])
    .join('\n');
}

const unused = (diagnosis: ReturnType<typeof diagnose>) =>
  diagnosis.unchecked.filter((one) => one.what.includes('theirs.log'));

describe('a log of the right minutes without a line about us', () => {
  const silent = () => given('peer-unreachable', ofOthers('2026-03-02T09:30:00Z', '2026-03-02T09:59:59Z'));

  it('says that our packets do not arrive there, and is no more than likely', async () => {
    const { after } = await silent();
    expect(after.verdict).toMatchObject({ cause: 'peer-unreachable', confidence: 'likely', side: 'path' });
    expect(after.verdict.summary).toContain('do not reach');
  });

  it('is shown with the attempt of ours that it covers', async () => {
    const { after } = await silent();
    const lead = after.findings[0];
    expect(lead?.id).toBe('never-arrives-theirs');
    expect(lead?.evidence.map((line) => line.text).join(' ')).toMatch(
      /none about fw-paris.*peer not responding/,
    );
    expect(unused(after)).toEqual([]);
  });
});

describe('a log that an incident gets before our own was read', () => {
  it('is kept although it never names us: beside our attempts it may say much', () => {
    const { tunnel } = tunnelOf('peer-unreachable');
    const text = ofOthers('2026-03-02T09:30:00Z', '2026-03-02T09:59:59Z');
    const read = besideOurs(readGivenLog(text, tunnel, null), null, '2026-03-02T10:00:00Z');
    expect(read.says).toContain('none names 192.0.2.10');
    expect('reading' in read).toBe(true);
  });
});

describe('a log that does not count', () => {
  const lyon = ofOthers('2026-03-02T09:30:00Z', '2026-03-02T09:59:59Z');
  const cases: readonly (readonly [string, string, string | Uint8Array, string])[] = [
    [
      'of another day',
      'peer-unreachable',
      ofOthers('2026-02-01T09:30:00Z', '2026-02-01T09:40:00Z'),
      'no attempt',
    ],
    ['of a gateway that is not the one that answered us', 'auth-rejected', lyon, 'another gateway'],
    ['without a line of IKE', 'peer-unreachable', 'roses are red\nviolets are blue\n', 'one that is known'],
    ['that is empty', 'peer-unreachable', '', 'empty'],
    ['that is no text', 'peer-unreachable', Buffer.from([0, 1, 2, 3, 0, 0, 0, 9, 200, 0, 0, 1]), 'not text'],
  ];
  it.each(cases)(
    '%s: the diagnosis stands, and the reason beside it',
    async (_what, situation, text, says) => {
      const { before, after } = await given(situation, text);
      expect(after.verdict).toEqual(before.verdict);
      expect(after.alternatives).toEqual(before.alternatives);
      expect(unused(after)).toHaveLength(1);
      expect(unused(after)[0]?.why).toContain(says);
      expect(unused(after)[0]?.how).not.toBe('');
    },
  );
});
