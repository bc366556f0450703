// Who is on call when an incident opens: mentioned in its first message, owner until somebody takes it, by the settings of the team.

import { afterEach, describe, expect, it } from 'vitest';
import { incidentCard } from '../../../../src/capabilities/incident/card.js';
import { openOrJoin } from '../../../../src/capabilities/incident/openGroup.js';
import { incidentFrom } from '../../../../src/incidents/incident.js';
import { renderCard } from '../../../../src/render/slack/index.js';
import { onCallThen } from '../../../../src/shifts/onCallThen.js';
import { everybody, type Team } from '../../../../src/shifts/team.js';
import { startTriage, type Triage } from './triageSetup.js';

const netops: Team = {
  ...everybody,
  name: 'netops',
  zone: 'utc',
  starts: ['06:00', '18:00'],
  people: { '06:00': ['UMEI'], '18:00': ['UADA'] },
};

let triage: Triage;
afterEach(() => triage.close());

async function opened(teams: readonly Team[]) {
  triage = await startTriage(undefined, undefined, teams);
  await triage.run('triage partner-1', { as: 'jonas' });
  return current();
}

async function current() {
  const [events] = await triage.stores.incidents.list({});
  if (events === undefined) throw new Error('there is no incident');
  return incidentFrom(events);
}

const shown = async () => JSON.stringify(renderCard(incidentCard(await current())));

describe('an incident that opens while somebody is on call', () => {
  it('is theirs until somebody takes it, and mentions them in its first message', async () => {
    const incident = await opened([netops]);
    expect(incident).toMatchObject({
      owner: { id: 'UMEI', name: 'Mei Tanaka' },
      isOwnedByDefault: true,
      onCall: { team: 'netops', until: '2026-03-01T18:00:00.000Z' },
    });
    expect(await shown()).toContain('"user_id":"UMEI"');
    expect(await shown()).toContain('Take it');
    const report = await triage.run(`incident ${incident.id}`);
    expect(report.json).toMatchObject({
      isOwnedByDefault: true,
      onCall: { people: [{ name: 'Mei Tanaka' }] },
    });
  });

  it('is taken by them as by anybody else, and not over anybody’s head', async () => {
    const { id } = await opened([netops]);
    await triage.run(`incident ${id} take`, { as: 'ADA' });
    expect(await current()).toMatchObject({ owner: { id: 'UADA' }, isOwnedByDefault: false });
    expect(await shown()).not.toContain('UMEI');
    const again = await triage.run(`incident ${id} take`, { as: 'MEI' });
    expect(again.title).toBe('ADA owns it already.');
  });

  it('says with their own click that they are there', async () => {
    const { id } = await opened([netops]);
    const report = await triage.run(`incident ${id} take`, { as: 'MEI' });
    expect(report.kind).toBe('incident');
    expect(await current()).toMatchObject({ owner: { id: 'UMEI' }, isOwnedByDefault: false });
  });

  it('is nobody’s where several or a group are on call, who are mentioned all the same', async () => {
    const people = { '06:00': ['UMEI', 'S0NIGHT'], '18:00': [] };
    expect(await opened([{ ...netops, people }])).toMatchObject({ owner: null });
    expect(await shown()).toContain('nobody; on call: ');
    expect(await shown()).toContain('"usergroup_id":"S0NIGHT"');
    await triage.close();
    expect(await opened([{ ...netops, people: { '06:00': ['S0NIGHT'] } }])).toMatchObject({ owner: null });
  });

  it('does as the team wants it: no mention, no owner, or neither', async () => {
    expect(await opened([{ ...netops, onCall: { mention: false, own: true } }])).toMatchObject({
      owner: { id: 'UMEI' },
    });
    expect(await shown()).toContain('Mei Tanaka, on call until');
    expect(await shown()).not.toContain('user_id');
    await triage.close();
    expect(await opened([{ ...netops, onCall: { mention: true, own: false } }])).toMatchObject({
      owner: null,
    });
    expect(await shown()).toContain('nobody; on call: ');
    await triage.close();
    expect(await opened([{ ...netops, onCall: { mention: false, own: false } }])).toMatchObject({
      owner: null,
      onCall: null,
    });
  });

  it('still needs an owner for the shift that comes', async () => {
    await opened([netops]);
    const report = await triage.run('handoff');
    expect(JSON.stringify(report.json)).toContain('"need":"an owner"');
  });
});

describe('an incident that an alert opens', () => {
  it('is theirs as well', async () => {
    triage = await startTriage(undefined, undefined, [netops]);
    const because = { kind: 'alert', source: 'alertmanager', name: 'Down', link: null, key: 'f1' } as const;
    const { incident } = await openOrJoin(triage.parts, {
      ...{ tunnels: [{ name: 'partner-1' }, { name: 'partner-2' }], shares: null, because },
      ...{ channel: null, place: null, severity: 'high', at: '2026-03-01T12:00:00.000Z', key: 'a1' },
    });
    expect(incident).toMatchObject({ owner: { id: 'UMEI' }, isOwnedByDefault: true });
  });
});

describe('whose it is', () => {
  const nobody = async () => null;
  const at = '2026-03-01T12:00:00.000Z';

  it('is the team that names the tunnel, before one that looks after all', async () => {
    triage = await startTriage();
    const paris = { ...netops, name: 'paris', tunnels: ['paris-*'], people: { '06:00': ['UADA'] } };
    const teamOf = async (tunnel: string) => (await onCallThen([netops, paris], tunnel, at, nobody))?.team;
    expect([await teamOf('paris-hq'), await teamOf('lyon-hq')]).toEqual(['paris', 'netops']);
    expect(await onCallThen([paris], 'lyon-hq', at, nobody)).toBeNull();
  });

  it('is shown as the calendar calls them where the chat does not tell a name', async () => {
    triage = await startTriage();
    const turn = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-08T00:00:00.000Z', text: 'Ana Silva' };
    const rotation = { turns: async () => [turn], people: { 'Ana Silva': ['UANA'] } };
    const then = await onCallThen([{ ...netops, rotation }], 'x', at, nobody);
    expect(then).toMatchObject({ people: [{ id: 'UANA', name: 'Ana Silva' }], owns: false });
  });
});
