// Audit, payload keys, remarks and handoffs are kept the same way on every engine.

import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/domain/report.js';
import { createAuditLog } from '../../../src/stores/auditLog.js';
import type { Database } from '../../../src/stores/database.js';
import { migrate } from '../../../src/stores/migrate.js';
import { createOutboxStore } from '../../../src/stores/outbox.js';
import { createSeenKeys } from '../../../src/stores/seenKeys.js';
import { createShiftStore } from '../../../src/stores/shiftStore.js';
import { engines, testNow, withDatabase } from './engines.js';

const ada = { id: 'U1', name: 'Ada' };
const later = '2026-03-01T19:00:00.000Z';

describe.each(engines)('on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });

  it('audit rows come back newest first', async () => {
    const audit = createAuditLog(database.sql);
    const row = {
      personId: 'U1',
      personName: 'Ada',
      channel: 'C1',
      via: 'chat',
      result: 'answered',
      durationMs: 12,
    };
    await audit.add({ ...row, at: '2026-03-01T10:00:00.000Z', command: 'status a' });
    await audit.add({ ...row, at: '2026-03-01T10:01:00.000Z', command: 'status b' });
    const rows = await audit.read({ limit: 10 });
    expect(rows.map((one) => one.command)).toEqual(['status b', 'status a']);
    expect(rows[0]).toMatchObject({ durationMs: 12, at: '2026-03-01T10:01:00.000Z' });
  });

  it('a payload key is claimed by one of many', async () => {
    const seen = createSeenKeys(database.sql);
    const claims = await Promise.all(
      Array.from({ length: 20 }, () => seen.claim('click-1', '2026-03-01T10:00:00.000Z')),
    );
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
  });

  it('a remark is carried until it is ticked off, once', async () => {
    const shift = createShiftStore(database.sql);
    await shift.addRemark({
      id: 'r1',
      team: 'net',
      text: 'line card is swapped at 6',
      by: ada,
      at: '2026-03-01T10:00:00.000Z',
      link: 'https://slack.test/r1',
    });
    expect(await shift.openRemarks('net')).toMatchObject([{ id: 'r1', link: 'https://slack.test/r1' }]);
    expect(await shift.tickOff('r1', ada, '2026-03-01T11:00:00.000Z')).toBe(true);
    expect(await shift.tickOff('r1', ada, '2026-03-01T11:00:00.000Z')).toBe(false);
    expect(await shift.openRemarks('net')).toEqual([]);
  });

  it('a handoff is made by one replica and confirmed by one person', async () => {
    const shift = createShiftStore(database.sql);
    const made = {
      key: 'net 2026-03-01T18',
      team: 'net',
      from: '2026-03-01T06:00:00.000Z',
      to: '2026-03-01T18:00:00.000Z',
    };
    const claims = await Promise.all([shift.claimHandoff(made), shift.claimHandoff(made)]);
    expect(claims.filter((claimed) => claimed)).toHaveLength(1);
    await shift.placeHandoff(made.key, 'C1', '1.2');
    const bo = { id: 'U2', name: 'Bo' };
    const confirmations = await Promise.all([
      shift.confirm(made.key, ada, '2026-03-01T18:05:00.000Z'),
      shift.confirm(made.key, bo, '2026-03-01T18:05:00.000Z'),
    ]);
    const [winner, loser] = confirmations[0]?.first ? [ada, bo] : [bo, ada];
    expect(confirmations.map((one) => one.first).sort()).toEqual([false, true]);
    expect(confirmations.map((one) => one.handoff?.confirmedBy)).toEqual([winner, winner]);
    expect((await shift.confirm(made.key, winner, '2026-03-01T18:06:00.000Z')).first).toBe(true);
    expect((await shift.confirm(made.key, loser, '2026-03-01T18:06:00.000Z')).first).toBe(false);
    expect(await shift.lastHandoff('net')).toMatchObject({
      ts: '1.2',
      confirmedBy: winner,
      confirmedAt: '2026-03-01T18:05:00.000Z',
    });
    // Once, however often it was clicked, and behind the handoff itself.
    const outbox = createOutboxStore(database.sql);
    const rows = await outbox.claim('a', later, later, 10);
    for (const row of rows) await outbox.posted(row.id, 'a', null);
    expect(rows).toMatchObject([
      { stream: `handoff:${made.key}`, seq: 1, body: { kind: 'confirmed', handoff: made.key } },
    ]);
  });

  it('a confirmation of a handoff that is not there changes nothing', async () => {
    const shift = createShiftStore(database.sql);
    expect(await shift.confirm('none', ada, later)).toEqual({ first: false, handoff: null });
    expect(await createOutboxStore(database.sql).claim('b', later, later, 10)).toEqual([]);
  });

  it('what is posted is kept once, and comes back as it was, whatever devices wrote', async () => {
    const shift = createShiftStore(database.sql);
    const key = 'net 2026-03-02T06';
    await shift.claimHandoff({ key, team: 'net', from: later, to: later });
    expect(await shift.content(key)).toBeNull();
    const report: Report = {
      kind: 'handoff',
      tone: 'warning',
      title: 'Handoff of net',
      summary: [
        {
          kind: 'paragraph',
          text: [{ strong: 'x' }, ' ', { at: later, as: 'age' }, { link: 'https://a', text: 'b' }],
        },
        { kind: 'fields', rows: [{ label: 'Next', value: 'Take it.' }] },
        { kind: 'list', items: ['one', [{ code: 'two' }]] },
      ],
      detail: [],
      actions: [
        { label: 'I take over', command: 'confirm x', style: 'primary' },
        { label: 'Remark', command: 'remark', inputs: [{ name: 'text', label: 'What?', kind: 'text' }] },
      ],
      choice: null,
      files: [],
      audience: 'everyone',
      json: null,
    };
    const content = { report, outgoing: ['U1'], incoming: ['S2'] };
    const kept = await Promise.all([
      shift.keepContent(key, content),
      shift.keepContent(key, { ...content, outgoing: ['U9'] }),
    ]);
    expect(kept[0]).toEqual(kept[1]);
    expect(await shift.content(key)).toEqual(kept[0]);
    expect({ ...kept[0], outgoing: [] }).toEqual({ ...content, outgoing: [] });
    const other = `${key} odd`;
    await shift.claimHandoff({ key: other, team: 'net', from: later, to: later });
    const odd = { kind: 'paragraph' as const, text: 'half a \ud83d, a NUL \0 and a \\u0000' };
    const back = await shift.keepContent(other, { ...content, report: { ...report, summary: [odd] } });
    expect(back.report.summary).toEqual([{ ...odd, text: 'half a \ufffd, a NUL \ufffd and a \\u0000' }]);
  });

  it('what another version kept is refused, and not half understood', async () => {
    const shift = createShiftStore(database.sql);
    const key = 'net other';
    await shift.claimHandoff({ key, team: 'net', from: later, to: later });
    await database.sql
      .updateTable('handoffs')
      .set({ content: JSON.stringify({ report: { kind: 'handoff' } }) })
      .where('key', '=', key)
      .execute();
    await expect(shift.content(key)).rejects.toThrow('not one this version knows');
  });

  it('migrations are applied once, by one of several starters, and a newer schema stops the start', async () => {
    expect(
      await Promise.all([
        migrate(database.sql, testNow().toISOString()),
        migrate(database.sql, testNow().toISOString()),
      ]),
    ).toEqual([[], []]);
    await database.sql
      .insertInto('migrations')
      .values({ id: '9999-later', checksum: 'x', at: testNow().toISOString() })
      .execute();
    await expect(migrate(database.sql, testNow().toISOString())).rejects.toThrow('newer version');
    await database.sql.deleteFrom('migrations').where('id', '=', '9999-later').execute();
  });
});
