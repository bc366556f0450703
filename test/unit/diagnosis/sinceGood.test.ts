// What changed since the tunnel last worked: only what explains the cause is blamed, its end acts first, and setting it back is the first way.

import { describe, expect, it } from 'vitest';
import { decisionOf } from '../../../src/diagnosis/decision.js';
import { examine } from '../../../src/diagnosis/diagnose.js';
import type { ConfigChange } from '../../../src/domain/device.js';
import type { EndEvidence, TunnelEvidence } from '../../../src/domain/evidence.js';
import type { KnownSetting, LastGood } from '../../../src/domain/knownGood.js';
import { gap, known } from '../../../src/domain/observation.js';
import { goodForm, objectsOf, settingsOf } from '../../../src/facts/goodSettings.js';
import { ownPlaybookSet } from '../../../src/playbook/folder.js';
import { evidenceOf, type Visible } from '../../scenarios/build.js';
import { readSituation } from '../../scenarios/situation.js';
import { logEvent } from '../doubles/logEvents.js';

const playbooks = ownPlaybookSet();
const worked = '2026-03-02T09:11:40.000Z';
const broke = '2026-03-02T09:33:48.000Z';
const source = { device: 'kept', request: 'last known good', at: worked, fromCache: false, calls: 0 };

function evidence(name: string, visible: Visible = 'both', vendor = 'panos'): TunnelEvidence {
  return evidenceOf(readSituation(name), vendor, visible);
}

function examined(of: TunnelEvidence) {
  return examine(of, playbooks);
}

function decide(of: TunnelEvidence) {
  return decisionOf(examined(of));
}

/** The end as it is now, with what it was when it worked where that is given. */
function remembering<T extends EndEvidence>(
  end: T,
  was: readonly Partial<KnownSetting>[] = [],
  more: Partial<LastGood> = {},
): T {
  if (!end.config.known) return end;
  const settings = settingsOf(end.config.value).map((one) => ({
    ...one,
    ...was.find(({ name }) => name === one.name),
  }));
  const value: LastGood = {
    good: {
      form: goodForm,
      settings,
      objects: objectsOf(end.config.value),
      inUse: { ike: null, child: null, peerId: null },
      routeToPeer: null,
      software: null,
      unit: null,
    },
    until: worked,
    upUntil: worked,
    objects: objectsOf(end.config.value),
    ...more,
  };
  return { ...end, before: known(value, source) };
}

function broken<T extends EndEvidence>(end: T): T {
  if (!end.log.known) return end;
  const events = [
    logEvent('child-up', '2026-03-02T08:00:00.000Z'),
    logEvent('auth-failed', broke),
    ...end.log.value.events,
  ];
  return { ...end, log: { ...end.log, value: { ...end.log.value, events } } };
}

function edited<T extends EndEvidence>(end: T, edits: readonly Partial<ConfigChange>[]): T {
  const all = edits.map((one) => ({
    kind: 'edit' as const,
    at: '2026-03-02T09:33:37.000Z',
    who: 'admin',
    command: 'edit',
    path: '',
    ...one,
  }));
  const of = (isEdit: boolean) =>
    known(
      all.filter(({ kind }) => (kind === 'edit') === isEdit),
      source,
    );
  const value = { edits: of(true), commits: of(false), pending: known(false, source) };
  return { ...end, changes: known(value, source) };
}

const gatewayOf = ({ config }: EndEvidence): string => (config.known ? config.value.ike.name : '');
const oldId: Partial<KnownSetting> = { name: 'ike.local-id', value: 'paris.example' };
const oldLifetime: Partial<KnownSetting> = { name: 'ike.lifetime', value: '1 s' };

describe('a setting that explains the cause and was changed since it last worked', () => {
  const peerId = evidence('peer-id');
  const ours = remembering(broken(peerId.ours), [oldId]);
  const theirs = remembering(broken(peerId.theirs));

  it('is told with who changed it where the tunnel was still seen up just after', () => {
    const path = `network ike gateway ${gatewayOf(ours)}`;
    const says = (at: string, of = path) =>
      decide({ ...peerId, ours: edited(ours, [{ path: of, at }]), theirs }).trigger?.says;
    expect(says('2026-03-02T09:11:39.000Z')).toMatch(
      /admin edited gw-to-lyon on fw-paris 22 min before it failed\.$/,
    );
    // Long before, or of something else, it is no explanation.
    for (const none of [
      says('2026-03-02T08:50:00.000Z'),
      says('2026-03-02T09:11:39.000Z', 'network ike gateway other'),
    ])
      expect(none).toMatch(/^Since it was last up .*fw-lyon unchanged\.$/);
  });

  it('is the trigger, with both values, the other end, who and when', () => {
    const now = edited(ours, [{ path: `network ike gateway ${gatewayOf(ours)}` }]);
    expect(decide({ ...peerId, ours: now, theirs }).trigger).toEqual({
      kind: 'change',
      says: expect.stringMatching(
        /^Since it was last up \(09:11:40 UTC\): fw-paris local ID paris\.example → \S+.*, fw-lyon unchanged; admin edited gw-to-lyon on fw-paris 11 s before it failed\.$/,
      ),
      at: '2026-03-02T09:33:37.000Z',
      device: 'fw-paris',
      who: 'admin',
      advice: 'revert',
      settings: [
        { setting: 'ike.local-id', child: null, before: 'paris.example', after: expect.any(String) },
      ],
    });
  });

  it('is set back first, on the end that changed', () => {
    const told = decide({ ...peerId, ours, theirs }).remedies;
    expect(told.map(({ actor, isAlternative }) => [actor, isAlternative])).toEqual([
      ['fw-paris', false],
      ['fw-lyon', true],
    ]);
    expect(told[0]?.says).toMatch(/^Set the local ID on fw-paris back to paris\.example: .+\.$/);
    const other = remembering(broken(peerId.theirs), [{ name: 'ike.peer-id', value: 'old.example' }]);
    const [first] = decide({ ...peerId, ours: remembering(broken(peerId.ours)), theirs: other }).remedies;
    expect(first).toMatchObject({ actor: 'fw-lyon', says: expect.stringContaining('back to old.example') });
  });

  it('is found also where no log shows when it broke', () => {
    const quiet = { ...peerId, ours: remembering(peerId.ours, [oldId]), theirs: remembering(peerId.theirs) };
    expect(decide(quiet).trigger).toMatchObject({
      says: expect.stringContaining('Since it was last up (09:11:40 UTC): fw-paris local ID'),
      at: worked,
      who: null,
    });
  });

  it('came with a push, or was loaded anew, where that is what the device tells', () => {
    const saysOf = (change: Partial<ConfigChange>) =>
      decide({ ...peerId, ours: edited(ours, [change]), theirs }).trigger?.says;
    expect(saysOf({ kind: 'commit', who: '', command: 'CommitAll' })).toContain(
      '; somebody pushed to fw-paris 11 s before it failed.',
    );
    expect(
      saysOf({ kind: 'reload', who: '', command: 'replaced', path: `connection ${gatewayOf(ours)}` }),
    ).toContain('; fw-paris loaded gw-to-lyon anew 11 s before it failed.');
  });

  it('says since when keys were negotiated, where older SAs outlived the change', () => {
    const outlived = remembering(peerId.ours, [oldId], { upUntil: broke });
    expect(decide({ ...peerId, ours: outlived }).trigger?.says).toContain(
      'Since keys were last negotiated (09:11:40 UTC)',
    );
  });

  it('is a finding with its facts', () => {
    const { diagnosis, book } = examined({ ...peerId, ours, theirs });
    expect(diagnosis.verdict.cause).toBe('peer-id-mismatch');
    expect(diagnosis.findings.map(({ id }) => id)).toContain('changed-since-it-worked-ours');
    expect(book.fact('ours.changed-since-good.settings')).toMatchObject({ value: ['ike.local-id'] });
    expect(book.fact('theirs.changed-since-good')).toMatchObject({ value: [] });
  });
});

describe('an unrelated change', () => {
  const peerId = evidence('peer-id');
  const ours = remembering(broken(peerId.ours), [oldLifetime]);
  const theirs = remembering(broken(peerId.theirs));

  it('is shown and not blamed', () => {
    const told = decide({ ...peerId, ours: edited(ours, []), theirs: edited(theirs, []) });
    expect(told.trigger).toBeNull();
    expect(told.untriggered).toMatch(
      /^No known change before it on fw-paris or fw-lyon\. Since it was last up \(09:11:40 UTC\): fw-paris phase 1 lifetime 1 s → .*; not known to explain it\.$/,
    );
    expect(told.remedies.some(({ says }) => says.includes('lifetime'))).toBe(false);
  });

  it('is not blamed either where its edit came just before the failure', () => {
    const now = edited(ours, [{ path: `network ike gateway ${gatewayOf(ours)}` }]);
    const told = decide({ ...peerId, ours: now, theirs });
    expect(told.trigger).toBeNull();
    expect(told.untriggered).toMatch(
      /^Before it admin edited gw-to-lyon on fw-paris, which does not explain it\./,
    );
  });

  it('of a key is blamed where the cause is a key: no comparison sees one', () => {
    const psk = evidence('psk');
    const now = edited(remembering(broken(psk.ours)), [
      { path: `network ike gateway ${gatewayOf(psk.ours)}` },
    ]);
    expect(decide({ ...psk, ours: now }).trigger?.says).toMatch(/^Started 11 s after admin edited/);
  });

  it('that only accepts more than before breaks nothing', () => {
    const proposal = evidence('ike-proposal');
    if (!proposal.ours.config.known) throw new Error('the situation has a configuration');
    const [now] = settingsOf(proposal.ours.config.value).filter(({ name }) => name === 'ike.proposals');
    const [one] = (now?.value ?? '').split(' / ');
    const more = (now?.value ?? '').replace(one ?? '', `${one}+3des-cbc`);
    const config = known(
      {
        ...proposal.ours.config.value,
        ike: {
          ...proposal.ours.config.value.ike,
          proposals: (proposal.ours.config.value.ike.proposals ?? []).map((each) => ({
            ...each,
            encryption: [...each.encryption, '3des-cbc'],
          })),
        },
      },
      source,
    );
    expect(more).not.toBe(now?.value);
    const grown = { ...remembering(broken(proposal.ours)), config };
    expect(decide({ ...proposal, ours: grown }).trigger).toBeNull();
  });
});

describe('without a history', () => {
  it('nothing is known, which is not that nothing changed', () => {
    const peerId = evidence('peer-id');
    const before = gap({
      reason: 'no-history',
      says: 'Nothing is known of fw-paris from before.',
      remedy: 'Wait.',
      device: 'fw-paris',
      request: 'last known good',
      at: broke,
    });
    const told = decide({ ...peerId, ours: { ...peerId.ours, before } });
    expect(told.trigger).toBeNull();
    expect(told.untriggered).toBe(
      'Unknown: no log shows when it broke. Earlier settings of fw-paris are not known.',
    );
  });

  it('an object of then is found in an edit that names it', () => {
    const peerId = evidence('peer-id');
    const ours = remembering(broken(peerId.ours), [oldId], { objects: ['gw-old'] });
    const now = edited(ours, [
      { path: 'network ike gateway gw-old' },
      { at: '2026-03-02T09:33:40.000Z', path: 'network virtual-router default' },
    ]);
    expect(decide({ ...peerId, ours: now }).trigger?.says).toContain('admin edited gw-old on fw-paris');
  });
});
