// Whether an end lost its SAs by a restart: only a start that is clearly later than the SA counts.

import { expect, it } from 'vitest';
import { statesOf } from '../../../src/diagnosis/states.js';
import type { TunnelEvidence } from '../../../src/domain/evidence.js';
import { known } from '../../../src/domain/observation.js';
import { readFacts } from '../../../src/facts/book.js';
import { evidenceOf } from '../../scenarios/build.js';
import { situationOf } from './evidence.js';

const log = [
  '05[IKE] <to-lyon|1> IKE_SA to-lyon[1] established between 192.0.2.10[192.0.2.10]...198.51.100.20[198.51.100.20]',
  '05[JOB] <to-lyon|1> DPD check timed out, enforcing DPD action',
];

/** Ours gave its SAs up; theirs says since when its daemon runs, this much after our log's first line. */
function lostState(startedAfterMs: number, theirLog: string[] = []): unknown {
  const given = evidenceOf(
    situationOf({ logs: { ours: log, ...(theirLog.length > 0 ? { theirs: theirLog } : {}) }, version: 1 }),
    'strongswan',
    'both',
  );
  if (!given.ours.live.known || !given.ours.log.known) throw new Error('our end can be read');
  const setUpAt = given.ours.log.value.events[0]?.line.at ?? '';
  const startedAt = new Date(Date.parse(setUpAt) + startedAfterMs).toISOString();
  const evidence: TunnelEvidence = {
    ...given,
    ours: {
      ...given.ours,
      live: { ...given.ours.live, value: { ...given.ours.live.value, ike: [], children: [] } },
    },
    theirs: { ...given.theirs, uptime: known({ what: 'ike-daemon', startedAt }, given.ours.live.source) },
  };
  const state = readFacts(evidence, statesOf(evidence)).fact('theirs.restarted.lost-state');
  return state.known ? state.value : 'unknown';
}

it.each([-60_000, 100, 900])(
  'a start %d ms after the SA, as whole seconds tell it, lost nothing',
  (afterMs) => {
    expect(lostState(afterMs)).toBe('no');
  },
);

it('a start clearly after the SA, and before the peer gave up, lost it', () => {
  expect(lostState(2500)).toBe('yes');
});

const started = '00[DMN] Starting IKE charon daemon (strongSwan 5.9.13, Linux 6.1.0, x86_64)';

it('a start that the log itself shows is exact: it lost an SA from just before', () => {
  expect(lostState(400, [started])).toBe('yes');
});

it('an end that set the SA up after its start lost none, whatever the other clock says', () => {
  expect(lostState(400, [started, log[0] ?? ''])).toBe('no');
});

it('an SA that was set up after the start was not lost by it', () => {
  expect(lostState(-5000)).toBe('no');
});
