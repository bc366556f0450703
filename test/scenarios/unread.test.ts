// What was not read takes the certainty away: nothing is called idle or well for sure where a log, a route or the age of the SAs may show otherwise.

import { describe, expect, it } from 'vitest';
import { examine } from '../../src/diagnosis/diagnose.js';
import type { EndEvidence, TunnelEvidence } from '../../src/domain/evidence.js';
import type { TunnelLive } from '../../src/domain/live.js';
import { mapKnown } from '../../src/domain/observation.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import { evidenceOf, type Visible } from './build.js';
import { readSituation, type SituationEnd } from './situation.js';

const playbooks = ownPlaybookSet();

const onTraffic: SituationEnd = { sa: 'idle', child: { start: 'on-traffic' } };
const elsewhere: SituationEnd = {
  ...onTraffic,
  path: {
    toRemote: [{ destination: '10.1.0.1', interface: 'ethernet1/1', nextHop: '203.0.113.1', found: true }],
  },
};

function told(
  name: string,
  change: { ours?: SituationEnd; theirs?: SituationEnd },
  visible: Visible = 'both',
) {
  return evidenceOf({ ...readSituation(name), ...change }, 'panos', visible);
}

function judged(evidence: TunnelEvidence) {
  const { verdict, alternatives, findings } = examine(evidence, playbooks).diagnosis;
  return { ...verdict, others: alternatives.map(({ cause }) => cause), says: findings[0]?.says ?? '' };
}

/** Both SAs of the end were set up at this time. */
function setUpAt(end: EndEvidence, at: string): EndEvidence {
  const young = (live: TunnelLive): TunnelLive => ({
    ...live,
    ike: live.ike.map((sa) => ({ ...sa, establishedAt: at })),
    children: live.children.map((sa) => ({ ...sa, installedAt: at })),
  });
  return { ...end, live: mapKnown(end.live, young), later: mapKnown(end.later, young) };
}

describe('a tunnel without SAs', () => {
  it('is idle for sure where both ends show that nothing asks for it', () => {
    expect(judged(told('idle', {}))).toMatchObject({ cause: 'idle-on-demand', confidence: 'likely' });
  });

  it('is not idle where a route of one end leads past it, whoever else is silent', () => {
    for (const visible of ['both', 'right'] as const) {
      const { cause, confidence, others } = judged(told('idle', { theirs: elsewhere }, visible));
      expect([cause, confidence], visible).toEqual(['routing-missing', 'possible']);
      expect(others).toContain('idle-on-demand');
    }
  });

  it('is possibly idle from one end alone, and what hides behind the other one is listed', () => {
    const { cause, confidence, others, says } = judged(told('idle', { theirs: elsewhere }, 'left'));
    expect([cause, confidence]).toEqual(['idle-on-demand', 'possible']);
    expect(others).toEqual(expect.arrayContaining(['routing-missing', 'policy-denied', 'peer-unreachable']));
    expect(says).toContain('not read: the other end');
  });

  it.each([
    ['the log', { ...onTraffic, logMissing: true }, 'the log of fw-lyon'],
    ['the routes', { ...onTraffic, path: { toRemote: [] } }, 'the routes of fw-lyon'],
  ])('is possibly idle where %s of one end could not be read', (_what, theirs, unread) => {
    const { cause, confidence, says } = judged(told('idle', { theirs }));
    expect([cause, confidence]).toEqual(['idle-on-demand', 'possible']);
    expect(says).toContain(`not read: ${unread} (`);
  });
});

describe('a tunnel whose SAs carry all that is sent', () => {
  const unread = told('healthy', { ours: { logMissing: true }, theirs: { logMissing: true } });

  it('is well, not for sure, where no log was read', () => {
    const { cause, confidence, says } = judged(unread);
    expect([cause, confidence]).toEqual(['tunnel-up-healthy', 'likely']);
    expect(says).toContain('not read: the log of fw-paris, the log of fw-lyon (');
  });

  it('is only possibly well where its SAs are young too, and what replaces them again and again is listed', () => {
    const at = '2026-03-02T09:58:50.000Z';
    const young = { ...unread, ours: setUpAt(unread.ours, at), theirs: setUpAt(unread.theirs, at) };
    const { cause, confidence, others, says } = judged(young);
    expect([cause, confidence]).toEqual(['tunnel-up-healthy', 'possible']);
    expect(says).toContain('why the SAs are only 1 min old');
    expect(others).toEqual(expect.arrayContaining(['duplicate-peer', 'rekey-failure', 'dpd-timeout']));
  });

  it('is only possibly well where the networks of one end are not known', () => {
    const healthy = told('healthy', {});
    const { config } = told('healthy', { theirs: { unreachable: true } }).theirs;
    expect(judged({ ...healthy, theirs: { ...healthy.theirs, config } })).toMatchObject({
      cause: 'tunnel-up-healthy',
      confidence: 'possible',
    });
  });
});

describe('SAs at one end only', () => {
  it('are out of sync, and no more than possibly as long as no log shows how the other end lost its own', () => {
    const { cause, confidence, others } = judged(told('sa-lost-at-one-end', {}));
    expect([cause, confidence]).toEqual(['sa-mismatch', 'possible']);
    expect(others).toEqual(expect.arrayContaining(['dpd-timeout', 'rekey-failure']));
  });
});

describe('one end alone', () => {
  const stood = [
    'IKEv2 IKE SA negotiation is succeeded as responder, non-rekey. Established SA: 203.0.113.20[500]-192.0.2.10[500] SPI:a1b2c3d4e5f60718:1122334455667788 lifetime 28800 Sec.',
    'IKEv2 child SA negotiation is succeeded as responder, non-rekey. Established SA: 203.0.113.20[500]-192.0.2.10[500] message id:0x00000001, SPI:0xDEADBE02/0xC0FFEE01 parent SN:7.',
  ];

  it('that is passive and started again lost its SAs, as its uptime and its log show: that it waits is no cause', () => {
    const theirs: SituationEnd = { sa: 'down', upSeconds: 3, ike: { passive: true } };
    const evidence = evidenceOf(
      { ...readSituation('idle'), theirs, logs: { panos: { theirs: stood } } },
      'panos',
      'right',
    );
    const { cause, confidence, summary, others } = judged(evidence);
    expect([cause, confidence]).toEqual(['sa-mismatch', 'possible']);
    expect(summary).toMatch(/^fw-lyon started at 2026-03-02 09:59:57 UTC .* lost its SAs/);
    expect(others).toEqual(expect.arrayContaining(['both-passive', 'idle-on-demand', 'peer-unreachable']));
  });

  it('that hears its peer and is never answered suspects no port of the next message', () => {
    const silence = [
      'IKEv2 IKE SA negotiation is started as initiator, non-rekey. Initiated SA: 192.0.2.10[500]-203.0.113.20[500] SPI:baf45fd1d66a0943:0000000000000000.',
      'IKEv2 IKE SA negotiation is failed as initiator, non-rekey. Failed SA: 192.0.2.10[500]-203.0.113.20[500] SPI:baf45fd1d66a0943:0000000000000000. Due to timeout.',
      'IKEv2 IKE SA negotiation is started as responder, non-rekey. Initiated SA: 192.0.2.10[500]-203.0.113.20[500] SPI:1871c487e1632f3b:cba4f2199a2f7df2.',
      'IKEv2 IKE SA negotiation is failed as responder, non-rekey. Failed SA: 192.0.2.10[500]-203.0.113.20[500] SPI:1871c487e1632f3b:cba4f2199a2f7df2. Due to timeout.',
    ];
    const heard = (ours: readonly string[]) =>
      judged(
        evidenceOf(
          { ...readSituation('idle'), ours: { sa: 'down' }, logs: { panos: { ours: [...ours] } } },
          'panos',
          'left',
        ),
      );
    const { cause, confidence, others } = heard(silence);
    expect([cause, confidence]).toEqual(['peer-unreachable', 'possible']);
    expect(others).toEqual(expect.arrayContaining(['policy-denied', 'routing-missing', 'nat-t-problem']));
    const alone = heard(silence.slice(2));
    expect(alone.confidence).toBe('possible');
    expect(alone.others).toEqual(expect.arrayContaining(['policy-denied', 'routing-missing']));
  });
});

describe('a refusal of an unknown peer', () => {
  it('may be one of its version or mode where the gateways of the end that refuses were not read', () => {
    const situation = readSituation('unknown-peer');
    const [vendor = 'panos'] = Object.keys(situation.logs ?? {});
    const evidence = evidenceOf(situation, vendor, 'both');
    const { config } = evidenceOf({ ...situation, theirs: { unreachable: true } }, vendor, 'both').theirs;
    const { cause, confidence, others } = judged({ ...evidence, theirs: { ...evidence.theirs, config } });
    expect([cause, confidence]).toEqual(['unknown-peer', 'possible']);
    expect(others).toEqual(expect.arrayContaining(['ike-version-mismatch', 'admin-disabled']));
  });
});
