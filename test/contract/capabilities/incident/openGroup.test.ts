// Whoever tells of failing tunnels opens one incident for them, with the message that it was told by as its thread.

import { afterAll, beforeAll, expect, it } from 'vitest';
import { alertJoined, examineOpened, openOrJoin } from '../../../../src/capabilities/incident/openGroup.js';
import { eventMessage } from '../../../../src/capabilities/incident/threadMessages.js';
import { startTriage, type Triage, text } from './triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage();
});
afterAll(async () => {
  await triage.close();
});

const at = '2026-03-01T10:00:00.000Z';
const alert = { source: 'Alertmanager', name: 'Down', link: 'https://example.test/a', key: 'f1' } as const;
const because = { kind: 'alert', ...alert } as const;
const place = { channel: 'C7', ts: '17.5', link: null };
const failing = (key: string, ...names: readonly string[]) => ({
  tunnels: names.map((name) => ({ name })),
  shares: null,
  because,
  channel: 'C1',
  place,
  severity: 'high' as const,
  at,
  key,
});

it('opens one incident in the thread of the message, and leads a person there from each of its tunnels', async () => {
  const { outcome, incident } = await openOrJoin(
    triage.parts,
    failing('a1', 'partner-1', 'partner-2', 'partner-3'),
  );
  expect(outcome).toBe('opened');
  expect(incident).toMatchObject({
    tunnels: ['partner-1', 'partner-2', 'partner-3'],
    thread: place,
    because,
    owner: null,
  });
  expect(await triage.stores.incidents.findByThread('C7', '17.5')).toBe(incident.id);
  const led = await triage.run('triage partner-3');
  expect(led.changed?.incident).toBe(incident.id);
  const found = await triage.run('incident partner-2');
  expect(found.title).toContain(incident.id);
});

it('answers the same for the same key, and keeps one thread', async () => {
  const again = await openOrJoin(triage.parts, failing('a1', 'partner-1', 'partner-2', 'partner-3'));
  expect(again.outcome).toBe('opened');
  expect(again.incident.timeline.map(({ what }) => what.kind)).toEqual(['opened', 'thread']);
});

it('joins what is open, and keeps an alert of known tunnels in the timeline only', async () => {
  const joined = await openOrJoin(triage.parts, failing('a2', 'partner-3', 'partner-4'));
  expect(joined.outcome).toBe('joined');
  expect(joined.incident.tunnels).toHaveLength(4);
  const repeated = await openOrJoin(triage.parts, failing('a3', 'partner-4'));
  const gone = await alertJoined(
    triage.parts,
    repeated.incident.id,
    { ...alert, tunnels: ['partner-4'], status: 'resolved', still: 'down' },
    { at, key: 'a4' },
  );
  expect(gone.timeline.map(({ what }) => what.kind)).toEqual([
    'opened',
    'thread',
    'joined',
    'alert',
    'alert',
  ]);
  const told = gone.timeline.map((event) => text(eventMessage(event, gone)));
  expect(told.at(-2)).toBe('null');
  expect(told.at(-1)).toContain('The alert Down of Alertmanager is gone, but partner-4 is still down.');
});

it('is worked on only by who may work on each of its tunnels, also where another one is merged into it', async () => {
  const rule = (tunnels: readonly string[]) => ({
    who: { users: ['UBO'], groups: [], channels: [] },
    tunnels,
    may: ['triage'] as const,
  });
  const under = (...tunnels: readonly string[]) =>
    triage.under({ channels: [], people: [], rules: [rule(tunnels)], grantedBy: 'the network team' });
  const asBo = { as: 'BO' } as const;
  const { incident: other } = await openOrJoin(triage.parts, failing('r1', 'partner-5'));
  const some = under('partner-1', 'partner-2', 'partner-5');
  const refused = /right to work on incidents \(`triage`\) for partner-3/;
  expect(text(await some('incident partner-1 take', asBo))).toMatch(refused);
  expect(text(await some(`incident ${other.id} merge partner-1`, asBo))).toMatch(refused);
  const all = under('partner-*');
  expect(text(await all('incident partner-1 take', asBo))).not.toContain('right to');
  await triage.run(`incident ${other.id} close insufficient-data gone`);
});

it('is diagnosed once, however often that is begun', async () => {
  const { incident } = await openOrJoin(triage.parts, failing('b1', 'partner-7', 'partner-8'));
  const deadlineAt = new Date(triage.clock.now().getTime() + 60_000).toISOString();
  const ask = { maxAgeMs: 0, deadlineAt, signal: new AbortController().signal };
  const first = await examineOpened(triage.parts, { key: 'b2', ask }, incident.id);
  const again = await examineOpened(triage.parts, { key: 'b2', ask }, incident.id);
  expect(first.verdict).not.toBeNull();
  expect(again.timeline).toEqual(first.timeline);
});
