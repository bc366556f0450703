// Incidents are kept the same way on every engine.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentFrom } from '../../../src/incidents/incident.js';
import type { IncidentStore, NewEvent } from '../../../src/incidents/store.js';
import type { Database } from '../../../src/stores/database.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { engines } from './engines.js';

const ada = { id: 'U1', name: 'Ada' };
const bo = { id: 'U2', name: 'Bo' };

let keys = 0;
function event(what: NewEvent['what'], by = ada, at = '2026-03-01T10:00:00.000Z'): NewEvent {
  keys += 1;
  return { by, at, key: `key-${keys}`, what };
}
const opening = (tunnel: string) => event({ kind: 'opened', tunnel, severity: 'normal', channel: 'C1' });

describe.each(engines)('incidents on $name', ({ open }) => {
  let database: Database;
  let store: IncidentStore;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ database, drop } = await open());
    store = createIncidentStore(database.sql);
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  it('opens one incident a tunnel, whoever asks at the same time', async () => {
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, index) => store.open(`one-${index}`, opening('tunnel-a'))),
    );
    expect(results.filter((result) => result.outcome === 'opened')).toHaveLength(1);
    expect(new Set(results.map((result) => result.incident)).size).toBe(1);
  });

  it('keeps the order and gives every event back as it was written', async () => {
    await store.open('order', opening('tunnel-b'));
    await store.append('order', event({ kind: 'owner', owner: bo }, bo), null);
    await store.append(
      'order',
      event({ kind: 'note', text: `it's <b>"quoted"</b> & 'odd' ✓`, source: null }),
      null,
    );
    const events = await store.events('order');
    expect(events.map((one) => one.seq)).toEqual([1, 2, 3]);
    expect(events[2]?.what).toEqual({ kind: 'note', text: `it's <b>"quoted"</b> & 'odd' ✓`, source: null });
    expect(events[0]?.at).toBe('2026-03-01T10:00:00.000Z');
    expect(incidentFrom(events).owner).toEqual(bo);
  });

  it('keeps a text with characters that the engine refuses, and says where they stood', async () => {
    await store.open('odd', opening('tunnel-odd'));
    const odd = String.raw`nul \u0000 stays as typed; `;
    await store.append('odd', event({ kind: 'note', text: `${odd}\u0000 \ud83d 😀`, source: null }), null);
    const [, note] = await store.events('odd');
    expect(note?.what).toEqual({ kind: 'note', text: `${odd}\ufffd \ufffd 😀`, source: null });
  });

  it('remembers what it read, and sees what another process wrote since, and that retention removed it', async () => {
    const other = createIncidentStore(database.sql);
    const known = createIncidentStore(database.sql, true);
    await known.open('seen', opening('tunnel-seen'));
    await known.append('seen', event({ kind: 'note', text: 'mine', source: null }), null);
    expect(await other.events('seen')).toEqual(await known.events('seen'));
    await store.events('seen');
    await other.append('seen', event({ kind: 'note', text: 'theirs', source: null }), null);
    expect(await store.events('seen')).toHaveLength(3);
    const late = await known.append('seen', event({ kind: 'note', text: 'late', source: null }), 2);
    expect(late).toMatchObject({ outcome: 'overtaken' });
    expect(await known.events('seen')).toHaveLength(3);
    await database.sql.deleteFrom('incidents').where('id', '=', 'seen').execute();
    known.forgetRead();
    expect(await Promise.all([store, known].map((one) => one.events('seen')))).toEqual([[], []]);
  });

  it('acts once on a payload that is delivered twice', async () => {
    await store.open('twice', opening('tunnel-c'));
    const click = event({ kind: 'answered', fact: 'peer.vendor', value: 'fortios', replaces: null });
    const [first, second] = await Promise.all([
      store.append('twice', click, null),
      store.append('twice', click, null),
    ]);
    expect([first?.outcome, second?.outcome].sort()).toEqual(['appended', 'repeated']);
    expect(await store.events('twice')).toHaveLength(2);
  });

  it('tells the second of two people that somebody else was first', async () => {
    await store.open('race', opening('tunnel-d'));
    const yes = event({ kind: 'answered', fact: 'q', value: 'yes', replaces: null }, ada);
    const no = event({ kind: 'answered', fact: 'q', value: 'no', replaces: null }, bo);
    const results = await Promise.all([store.append('race', yes, 1), store.append('race', no, 1)]);
    expect(results.map((result) => result.outcome).sort()).toEqual(['appended', 'overtaken']);
    expect(incidentFrom(await store.events('race')).answers).toHaveLength(1);
  });

  it('keeps ten people in one incident apart', async () => {
    await store.open('ten', opening('tunnel-e'));
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        store.append(
          'ten',
          event(
            { kind: 'note', text: `note ${index}`, source: null },
            { id: `U${index}`, name: `P${index}` },
          ),
          null,
        ),
      ),
    );
    const events = await store.events('ten');
    expect(events.map((one) => one.seq)).toEqual(Array.from({ length: 11 }, (_, index) => index + 1));
  });

  it('finds an incident by its thread, and opens a new one when the old is closed', async () => {
    await store.open('thread', opening('tunnel-f'));
    await store.append(
      'thread',
      event({ kind: 'thread', place: { channel: 'C1', ts: '1.1', link: null } }),
      null,
    );
    expect(await store.findByThread('C1', '1.1')).toBe('thread');
    expect(await store.findByThread('C1', '9.9')).toBeNull();
    await store.append('thread', event({ kind: 'closed', cause: 'psk-mismatch', remedy: 'new key' }), null);
    expect((await store.open('again', opening('tunnel-f'))).outcome).toBe('opened');
    const closed = await store.list({ open: false });
    expect(closed.map((events) => events[0]?.incident)).toEqual(['thread']);
  });

  it('keeps documents', async () => {
    await store.open('paper', opening('tunnel-g'));
    await store.keepDocument({
      id: 'd1',
      incident: 'paper',
      name: 'peer.log',
      text: 'line',
      at: '2026-03-01T10:00:00.000Z',
    });
    expect(await store.document('d1')).toMatchObject({ incident: 'paper', name: 'peer.log', text: 'line' });
    expect(await store.document('d2')).toBeNull();
  });
});
