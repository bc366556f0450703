// One log of a partner, pasted for itself, given with a question, and dropped into the thread of an incident: one verdict.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { withLogOf } from '../../../../src/capabilities/diagnose/withLog.js';
import { parseCases } from '../../../../src/diagnosis/accuracy.js';
import { diagnose } from '../../../../src/diagnosis/diagnose.js';
import { besideOurs } from '../../../../src/diagnosis/given/besideOurs.js';
import { readGivenLog, type TheirLog } from '../../../../src/diagnosis/given/theirLog.js';
import { examineLog } from '../../../../src/diagnosis/pastedLog.js';
import { causeInfo } from '../../../../src/domain/causes.js';
import type { TunnelEvidence } from '../../../../src/domain/evidence.js';
import { known } from '../../../../src/domain/observation.js';
import type { Verdict } from '../../../../src/domain/verdict.js';
import type { FleetTunnel } from '../../../../src/fleet/fleetTunnel.js';
import { linesOf } from '../../../../src/logs/format/text.js';
import { readLines } from '../../../../src/logs/readLines.js';
import { ownPlaybookSet } from '../../../../src/playbook/folder.js';
import { evidenceOf } from '../../../scenarios/build.js';
import { readSituation } from '../../../scenarios/situation.js';

const path = fileURLToPath(new URL('../../../fixtures/logs/cases.jsonl', import.meta.url));

/** Our end only sees that nobody answers. Its address is the one that the partner's log names as its peer. */
function silentEnd(address: string | null): { evidence: TunnelEvidence; tunnel: FleetTunnel } {
  const told = evidenceOf(readSituation('peer-unreachable'), 'strongswan', 'left');
  const { config } = told.ours;
  if (!config.known) throw new Error('the situation has a configuration');
  const own =
    address === null
      ? config
      : known({ ...config.value, ike: { ...config.value.ike, localAddress: address } }, config.source);
  const evidence = { ...told, ours: { ...told.ours, config: own } };
  const ours = { device: 'fw-paris', vendor: 'strongswan', tunnel: 'to-lyon', config: own };
  const { declared, tunnel: name } = evidence;
  return { evidence, tunnel: { name, aliases: [], ours, theirs: null, paired: null, declared } };
}

const cases = parseCases(readFileSync(path, 'utf8')).map((one) => {
  const pasted = examineLog(readLines(linesOf(one.text)), 'a.log', ownPlaybookSet()).diagnosis;
  return { ...one, pasted };
});
/** Faults of a negotiation that is refused: they explain why our end gets no answer. */
const refusals = cases.filter(({ pasted }) => {
  const { kind } = causeInfo(pasted.verdict.cause);
  return kind === 'phase-1' || kind === 'phase-2';
});

interface Given {
  readonly verdict: Verdict;
  readonly theirLog: TheirLog;
}

/** What became of each log; several sentences are about the same. */
const answers = new Map<string, Promise<Given>>();

function given(text: string): Promise<Given> {
  const answer = answers.get(text) ?? diagnosedWith(text);
  answers.set(text, answer);
  return answer;
}

async function diagnosedWith(text: string): Promise<Given> {
  const { evidence, tunnel } = silentEnd(readLines(linesOf(text)).peer);
  const ours = evidence.ours.log.known ? evidence.ours.log.value : null;
  const theirLog = besideOurs(readGivenLog(text, tunnel, null), ours, evidence.collectedAt);
  const withLog = await withLogOf({ name: 'a.log', bytes: Buffer.from(text) }, tunnel, evidence, 'Ana');
  return { verdict: diagnose(withLog, ownPlaybookSet()).verdict, theirLog };
}

describe('a log of a partner whose gateway our end gets no answer from', () => {
  it.each(refusals)('$id decides as it does when it is pasted for itself', async ({ text, pasted }) => {
    const { verdict, theirLog } = await given(text);
    if (!('reading' in theirLog)) {
      // Of another tunnel, or of another time: it decides nothing, and says so.
      expect(verdict.cause).toBe('peer-unreachable');
      expect(`${theirLog.says} ${theirLog.remedy}`).toMatch(/line \d|lines \d/);
      return;
    }
    if (pasted.verdict.cause === 'both-passive') return;
    expect(verdict.cause).toBe(pasted.verdict.cause);
    const isSure = pasted.verdict.confidence === 'certain' && theirLog.reading.tie === null;
    expect(verdict.confidence).toBe(isSure ? 'likely' : pasted.verdict.confidence);
    expect(theirLog.quote?.text).toBeTruthy();
  });

  it('of every vendor with cases decides at least once', async () => {
    const decided = await Promise.all(
      refusals.map(async ({ vendor, text, pasted }) => {
        const { verdict } = await given(text);
        return verdict.cause === pasted.verdict.cause ? [vendor] : [];
      }),
    );
    expect(new Set(decided.flat())).toEqual(new Set(refusals.map(({ vendor }) => vendor)));
  });
});

describe('a log that nothing ties to the tunnel', () => {
  it('is never more than likely', async () => {
    for (const { text } of cases) {
      const { verdict, theirLog } = await given(text);
      if ('reading' in theirLog && theirLog.reading.tie !== null) continue;
      expect(verdict.confidence).not.toBe('certain');
    }
  });
});
