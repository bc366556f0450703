// Whatever both ends may show: a diagnosis never throws, keeps its promises, and is no surer of a fault than its evidence.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagnosisJson } from '../../src/capabilities/diagnose/json.js';
import { concluded, diagnose, examine } from '../../src/diagnosis/diagnose.js';
import { causeInfo } from '../../src/domain/causes.js';
import { logCounts } from '../../src/facts/answers.js';
import { factsByName } from '../../src/facts/catalogue.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import { evidenceOf } from './build.js';
import type { Situation, SituationEnd } from './situation.js';

const playbooks = ownPlaybookSet();

const end: fc.Arbitrary<SituationEnd> = fc.record(
  {
    sa: fc.constantFrom('up', 'ike-only', 'connecting', 'down', 'idle', 'rekeying', 'up-other-spis'),
    traffic: fc.constantFrom('both-ways', 'only-out', 'only-in', 'none', 'unknown'),
    ike: fc.record(
      {
        version: fc.constantFrom('ikev1', 'ikev2', 'ikev2-preferred', 'any', null),
        auth: fc.constantFrom('psk', 'certificate', null),
        passive: fc.constantFrom(true, false, null),
        natTraversal: fc.constantFrom('on', 'off', null),
        localAddress: fc.constantFrom('10.9.0.1', '192.0.2.10', null),
        localId: fc.constantFrom(null, { type: 'fqdn', value: 'else.example' }),
        proposals: fc.constantFrom(null, ['aes-128-cbc/sha1/group2'], ['aes-256-gcm/sha384/group20']),
      },
      { requiredKeys: [] },
    ),
    child: fc.record(
      {
        pfs: fc.constantFrom([], ['group14'], null),
        remote: fc.constantFrom(['10.2.0.0/25'], ['10.77.0.0/24']),
      },
      { requiredKeys: [] },
    ),
    ha: fc.constantFrom('active', 'passive'),
    unreachable: fc.boolean(),
    logMissing: fc.boolean(),
    nat: fc.boolean(),
  },
  { requiredKeys: [] },
);

const line = fc.constantFrom(
  "07[IKE] <x|1> tried 1 shared key for 'a' - 'b', but MAC mismatched",
  '07[IKE] <x|1> received AUTHENTICATION_FAILED notify error',
  '07[IKE] <x|1> giving up after 5 retransmits',
  '07[IKE] <x|1> received NO_PROPOSAL_CHOSEN notify error',
  '07[JOB] <x|1> DPD check timed out, enforcing DPD action',
  '<!channel> {ours.name} & <b>',
  '',
);

const situation: fc.Arbitrary<Situation> = fc
  .record({
    ours: end,
    theirs: end,
    a: fc.array(line, { maxLength: 5 }),
    b: fc.array(line, { maxLength: 5 }),
  })
  .map(({ ours, theirs, a, b }) => {
    const wanted = { cause: 'other' };
    return {
      title: 'anything',
      truth: 'other',
      ours,
      theirs,
      logs: { strongswan: { ours: a, theirs: b } },
      expect: { both: wanted, left: wanted, right: wanted },
    };
  });

/** Every answer that a question with buttons takes, whoever it was that asked. */
const answers = playbooks
  .flatMap(({ steps }) => steps.flatMap(({ ask }) => (ask ? [ask.fact] : [])))
  .concat(logCounts.fact)
  .flatMap((fact) => {
    const type = factsByName.get(fact)?.type;
    const values = type?.kind === 'yes-no' ? ['yes', 'no'] : type?.kind === 'choice' ? type.values : [];
    return values.map((value) => ({ fact, value, by: 'Ana', at: '2026-03-01T12:00:00.000Z' }));
  });

describe('whatever both ends show', () => {
  it('concludes with one answer more what it concludes when all of it is read anew', () => {
    fc.assert(
      fc.property(
        situation,
        fc.constantFrom('both' as const, 'left' as const, 'right' as const),
        fc.constantFrom(...answers),
        fc.constantFrom(...answers),
        (one, visible, before, after) => {
          const evidence = { ...evidenceOf(one, 'strongswan', visible), answers: [before] };
          const told = concluded(examine(evidence, playbooks), after, playbooks);
          const { verdict, findings } = diagnose({ ...evidence, answers: [before, after] }, playbooks);
          expect(told).toEqual({ verdict, findings });
        },
      ),
      { numRuns: 300 },
    );
  });

  it('is judged within the contract', () => {
    fc.assert(
      fc.property(
        situation,
        fc.constantFrom('both' as const, 'left' as const, 'right' as const),
        (one, visible) => {
          const evidence = evidenceOf(one, 'strongswan', visible);
          const examination = examine(evidence, playbooks);
          const { diagnosis } = examination;
          const { verdict, alternatives, findings } = diagnosis;
          const causes = alternatives.map((other) => other.cause);
          expect(causes).not.toContain(verdict.cause);
          expect(new Set(causes).size).toBe(causes.length);
          expect(() => JSON.stringify(diagnosisJson(diagnosis))).not.toThrow();
          for (const finding of findings) {
            if (finding.severity !== 'fault') continue;
            expect(finding.evidence.length, finding.id).toBeGreaterThan(0);
            expect(`${finding.next.ours}${finding.next.theirs}`, finding.id).not.toBe('');
            expect(finding.says, finding.id).not.toMatch(/\{(ours|theirs|this|other|log)\./);
          }
          // From one end nobody knows what the other end sees: a healthy tunnel is then never certain.
          if (visible !== 'both' && verdict.cause === 'tunnel-up-healthy')
            expect(verdict.confidence).not.toBe('certain');
          if (verdict.confidence === 'none') expect(causeInfo(verdict.cause).kind).toBe('abstains');
        },
      ),
      { numRuns: 300 },
    );
  });
});
