// What somebody reads at 3 a.m. from an examination: since when, what set it off, what to do first.

import { describe, expect, it } from 'vitest';
import { decisionOf } from '../../../src/diagnosis/decision.js';
import { examine } from '../../../src/diagnosis/diagnose.js';
import type { ConfigChange } from '../../../src/domain/device.js';
import type { EndEvidence, TunnelEvidence } from '../../../src/domain/evidence.js';
import { gap, known, type Observation } from '../../../src/domain/observation.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { evidenceOf, type Visible } from '../../scenarios/build.js';
import { readSituation } from '../../scenarios/situation.js';
import { logEvent } from '../doubles/logEvents.js';

const playbooks = ownPlaybookSet();
const broke = '2026-03-02T09:33:48.000Z';

function evidence(name: string, visible: Visible = 'both', vendor = 'panos'): TunnelEvidence {
  return evidenceOf(readSituation(name), vendor, visible);
}

function decide(of: TunnelEvidence) {
  return decisionOf(examine(of, playbooks));
}

/** The end with a log that shows a success, and its first failure after it. */
function broken<T extends EndEvidence>(end: T, at = broke): T {
  if (!end.log.known) return end;
  const events = [
    logEvent('child-up', '2026-03-02T08:00:00.000Z'),
    logEvent('auth-failed', at),
    ...end.log.value.events,
  ];
  return { ...end, log: { ...end.log, value: { ...end.log.value, events } } };
}

const source = { device: 'fw', request: 'test', at: broke, fromCache: false, calls: 0 };

function changed<T extends EndEvidence>(end: T, edits: readonly Partial<ConfigChange>[]): T {
  const all = edits.map((one) => ({
    kind: 'edit' as const,
    at: broke,
    who: 'admin',
    command: 'edit',
    path: '',
    ...one,
  }));
  const of = (kinds: readonly string[]) =>
    known(
      all.filter(({ kind }) => kinds.includes(kind)),
      source,
    );
  const value = {
    edits: of(['edit']),
    commits: of(['commit', 'failed-commit']),
    pending: known(false, source),
  };
  return { ...end, changes: known(value, source) };
}

const gatewayOf = ({ config }: EndEvidence): string => (config.known ? config.value.ike.name : '');

describe('the trigger', () => {
  const peerId = evidence('peer-id');
  const left = broken(peerId.ours);

  it('is the edit of the tunnel’s own objects, with device, person and the time between', () => {
    const ours = changed(left, [
      { at: '2026-03-02T09:33:37.000Z', path: `network ike gateway ${gatewayOf(left)}` },
      { at: '2026-03-02T09:33:40.000Z', path: 'network virtual-router default' },
    ]);
    expect(decide({ ...peerId, ours }).trigger).toEqual({
      kind: 'change',
      says: 'Started 11 s after admin edited gw-to-lyon on fw-paris.',
      advice: 'revert',
      at: '2026-03-02T09:33:37.000Z',
      device: 'fw-paris',
      who: 'admin',
    });
  });

  it('is found also where a rekey deleted the old SA before it, which is no failure', () => {
    if (!left.log.known) throw new Error('the situation has a log');
    const [success, ...rest] = left.log.value.events;
    const events = [
      ...(success ? [success] : []),
      logEvent('peer-deleted', '2026-03-02T08:00:01.000Z'),
      ...rest,
    ];
    const ours = changed({ ...left, log: { ...left.log, value: { ...left.log.value, events } } }, [
      { at: '2026-03-02T09:33:37.000Z', path: `network ike gateway ${gatewayOf(left)}` },
    ]);
    expect(decide({ ...peerId, ours }).trigger?.says).toContain('Started 11 s after');
  });

  it('is a commit or a push only as a hint, where nothing names the tunnel', () => {
    const ours = changed(left, [
      { kind: 'commit', at: '2026-03-02T09:32:48.000Z', command: 'CommitAll', who: '' },
    ]);
    expect(decide({ ...peerId, ours }).trigger?.says).toBe(
      'Started 1 min after somebody pushed to fw-paris.',
    );
  });

  it('is a restart, a failover or a certificate that expired, where these are nearest', () => {
    const uptime = known({ startedAt: '2026-03-02T09:33:18.000Z', what: 'device' as const }, source);
    expect(decide({ ...peerId, ours: { ...left, uptime } }).trigger?.says).toBe(
      'Started 30 s after fw-paris restarted.',
    );
    const ha = known(
      {
        enabled: true,
        local: 'active' as const,
        peer: null,
        synchronized: true,
        seconds: 100,
        activeAddress: null,
        asked: [],
      },
      { ...source, at: '2026-03-02T09:35:00.000Z' },
    );
    expect(decide({ ...peerId, ours: { ...left, ha } }).trigger?.says).toBe(
      'Started 28 s after fw-paris failed over to this unit of its HA pair.',
    );
  });

  it('is a failover that the log of the unit tells, though another one came since', () => {
    const { changes, ...others } = changed(left, []);
    if (!changes.known) throw new Error('the changes are known');
    const unreadable = gap({
      reason: 'unauthorized',
      says: 'No.',
      remedy: 'Allow it.',
      device: left.name,
      request: 'changes',
      at: broke,
    });
    const failovers = known(['2026-03-02T09:33:20.000Z', '2026-03-02T11:00:00.000Z'], source);
    const ours = { ...others, changes: known({ ...changes.value, failovers }, source) };
    expect(decide({ ...peerId, ours }).trigger).toMatchObject({
      kind: 'failover',
      says: 'Started 28 s after fw-paris failed over to this unit of its HA pair.',
    });
    const silent = { ...ours, changes: known({ ...changes.value, failovers: unreadable }, source) };
    expect(decide({ ...peerId, ours: silent }).untriggered).toMatch(/^Cannot tell what changed on fw-paris/);
  });

  it('is never a change from long before, and a failed commit is none', () => {
    const ours = changed(left, [
      { at: '2026-03-02T08:33:37.000Z', path: `network ike gateway ${gatewayOf(left)}` },
      { kind: 'failed-commit', at: '2026-03-02T09:33:37.000Z' },
    ]);
    const told = decide({ ...peerId, ours });
    expect(told.trigger).toBeNull();
    expect(told.untriggered).toBe('No known change before it on fw-paris or fw-lyon.');
  });

  it('cannot be told where a history cannot be read, with the reason', () => {
    const silent: Observation<never> = gap({
      reason: 'unauthorized',
      says: 'The account may not read the configuration log.',
      remedy: 'Allow it.',
      device: 'fw-lyon',
      request: 'changes',
      at: broke,
    });
    const told = decide({
      ...peerId,
      ours: changed(left, []),
      theirs: { ...peerId.theirs, changes: silent },
    });
    expect(told.trigger).toBeNull();
    expect(told.untriggered).toBe(
      'Cannot tell what changed on fw-lyon: The account may not read the configuration log. No known change on fw-paris.',
    );
  });

  it('cannot be told where no log shows when it broke', () => {
    expect(decide(peerId).untriggered).toBe('Unknown: no log shows when it broke.');
  });

  it('is none of a tunnel that works', () => {
    expect(decide(evidence('healthy'))).toMatchObject({
      cause: null,
      trigger: null,
      untriggered: '',
      remedies: [],
    });
  });
});

describe('since', () => {
  it('is the first failure after the last success that a log shows', () => {
    const peerId = evidence('peer-id');
    expect(decide({ ...peerId, ours: broken(peerId.ours) })).toMatchObject({ state: 'down', since: broke });
  });

  it('is not known where the log shows no success', () => {
    const told = decide(evidence('peer-id'));
    expect(told.since).toBeNull();
    // That it failed at that moment already is all that can be said.
    expect(told.onlyFailuresSince).toMatch(/^2026-03-02T09:59/);
    expect(decide({ ...evidence('peer-id'), ours: broken(evidence('peer-id').ours) })).not.toHaveProperty(
      'onlyFailuresSince',
    );
  });

  it('is not the age of the SAs of a tunnel that lost something later', () => {
    expect(decide(evidence('esp-stopped'))).toMatchObject({ state: 'degraded', since: null });
  });
});

describe('the remedies', () => {
  it('are a choice where either end can act, the end that was changed last first', () => {
    const peerId = evidence('peer-id');
    const [ours, theirs] = [broken(peerId.ours), broken(peerId.theirs)];
    const edit = (end: EndEvidence) => [
      { at: '2026-03-02T09:33:37.000Z', path: `network ike gateway ${gatewayOf(end)}` },
    ];
    const actors = (of: TunnelEvidence) =>
      decide(of).remedies.map(({ actor, isAlternative }) => [actor, isAlternative]);
    expect(actors({ ...peerId, ours: changed(ours, edit(ours)), theirs })).toEqual([
      ['fw-paris', false],
      ['fw-lyon', true],
    ]);
    expect(actors({ ...peerId, ours, theirs: changed(theirs, edit(theirs)) })).toEqual([
      ['fw-lyon', false],
      ['fw-paris', true],
    ]);
  });

  it('never go to the weaker algorithm first, also where that end changed last', () => {
    const proposal = evidence('ike-proposal');
    const ours = broken(proposal.ours);
    const edited = changed(ours, [
      { at: '2026-03-02T09:33:37.000Z', path: `network ike gateway ${gatewayOf(ours)}` },
    ]);
    const told = decide({ ...proposal, ours: edited });
    expect(told.remedies[0]).toMatchObject({
      actor: 'fw-lyon',
      says: expect.stringContaining('aes-256-cbc'),
    });
    expect(told.trigger?.says).toBe('Started 11 s after admin edited gw-to-lyon on fw-paris.');
  });

  it('never begin with turning PFS off', () => {
    const [first] = decide(evidence('pfs-ikev1')).remedies;
    expect(first).toMatchObject({ actor: 'fw-paris', says: expect.stringContaining('group14') });
  });

  it('are those of the end that acts alone', () => {
    expect(decide(evidence('unknown-peer')).remedies.map(({ actor }) => actor)).toEqual(['fw-lyon']);
  });

  it('name the partner as who acts on the other end', () => {
    const { remedies } = decide(evidence('peer-unreachable', 'left'));
    expect(remedies.map(({ byPartner }) => byPartner)).toContain(true);
  });

  it('are what would find the cause, where it is not known', () => {
    const told = decide(evidence('nothing-known'));
    expect(told.cause).toMatchObject({ code: 'insufficient-data', confidence: 'none' });
    expect(told.remedies).toHaveLength(1);
  });
});

describe('the cause', () => {
  it('is one sentence without where it was seen', () => {
    expect(decide(evidence('far-host-silent')).cause?.says).toBe(
      'fw-lyon receives what fw-paris sends and sends nothing back.',
    );
  });
});
