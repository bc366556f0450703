// Notices survive, are changed by one at a time, and what happened once is heard once, on every engine.

import { describe, expect, it } from 'vitest';
import { hear } from '../../../src/notices/hear.js';
import type { FirstDiagnosis } from '../../../src/notices/notice.js';
import type { Database } from '../../../src/stores/database.js';
import { createNoticeStore } from '../../../src/stores/noticeStore.js';
import { createOutboxStore } from '../../../src/stores/outbox.js';
import { removeOlderThan } from '../../../src/stores/retention.js';
import { at, firewall, mismatch, news } from '../../unit/doubles/notices.js';
import { engines, withDatabase } from './engines.js';

describe.each(engines)('notices on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });
  const emptied = async () => {
    for (const table of ['outbox', 'notices', 'seen'] as const)
      await database.sql.deleteFrom(table).execute();
    return { store: createNoticeStore(database.sql), outbox: createOutboxStore(database.sql) };
  };
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `n${ids}`;
  };
  const tell = (pieces: readonly ReturnType<typeof news>[], when = at(0)) =>
    createNoticeStore(database.sql).change(
      pieces.map(({ key }) => key),
      when,
      (notices, fresh) =>
        hear(
          notices,
          pieces.filter(({ key }) => fresh.has(key)),
          { at: when, gatherMs: 20_000, newId },
        ),
    );

  it('are posted when their moment is over, not before, also after a restart', async () => {
    const { outbox } = await emptied();
    await tell([news('a', { basis: 'half a \ud83d and a NUL \0', shares: [firewall('fw-hq')] })]);
    expect(await outbox.claim('r', at(19), at(49), 10)).toEqual([]);
    await outbox.forgetHolders();
    expect(await outbox.claim('r', at(19), at(49), 10)).toEqual([]);
    const [row] = await outbox.claim('r', at(20), at(50), 10);
    expect(row).toMatchObject({
      key: `notice:n${ids}`,
      body: { kind: 'notice', part: 'post' },
      begun: false,
    });
    expect(await createNoticeStore(database.sql).notice(`n${ids}`)).toMatchObject({
      tunnels: [{ tunnel: 'a', basis: 'half a \ufffd and a NUL \ufffd', shares: [firewall('fw-hq')] }],
    });
  });

  it('of replicas that hear at the same moment are one, and what comes twice is heard once', async () => {
    const { outbox } = await emptied();
    const hears = Array.from({ length: 6 }, (_, index) => tell([news(`t${index % 3}`)]));
    await Promise.all(hears);
    const rows = await outbox.claim('r', at(20), at(50), 10);
    expect(rows).toHaveLength(1);
    const id = rows[0]?.stream.replace('notice:', '') ?? '';
    expect((await createNoticeStore(database.sql).notice(id))?.tunnels).toHaveLength(3);
  });

  it('keep their first diagnosis once, but one that could not be made gives way', async () => {
    const { store } = await emptied();
    await tell([news('a')]);
    const id = `n${ids}`;
    const failed: FirstDiagnosis = {
      tunnel: 'a',
      at: at(1),
      decision: null,
      happened: null,
      says: 'No device answered.',
    };
    const decision = { ...mismatch, onlyFailuresSince: at(-60), sinceAtLeast: true as const };
    const made: FirstDiagnosis = { tunnel: 'a', at: at(2), decision, happened: null, says: 'They differ.' };
    expect(await store.keepDiagnosis(id, failed)).toEqual(failed);
    expect(await store.keepDiagnosis(id, made)).toEqual(made);
    expect(await store.keepDiagnosis(id, { ...made, at: at(3) })).toEqual(made);
    await tell([news('a', { state: 'degraded', at: at(30) })], at(30));
    expect(await store.notice(id)).toMatchObject({ diagnosis: made, tunnels: [{ state: 'degraded' }] });
  });

  it('of another version are refused, and not half understood', async () => {
    const { store } = await emptied();
    await tell([news('a')]);
    await database.sql.updateTable('notices').set({ content: '{"id":"x"}' }).execute();
    await expect(store.notice(`n${ids}`)).rejects.toThrow('not one this version knows');
  });

  it('go with their messages when they are old', async () => {
    const { store, outbox } = await emptied();
    await tell([news('a')]);
    const [row] = await outbox.claim('r', at(20), at(50), 10);
    await outbox.posted(row?.id ?? 0, 'r', { channel: 'C1', ts: '1.1' });
    const limits = (when: string) => ({ incidents: when, audit: when, seen: when, history: when });
    await removeOlderThan(database.sql, limits(at(0)));
    expect(await store.notice(`n${ids}`)).not.toBeNull();
    await removeOlderThan(database.sql, limits(at(1)));
    expect([await store.notice(`n${ids}`), await outbox.placeOf(`notice:n${ids}`)]).toEqual([null, null]);
  });
});
