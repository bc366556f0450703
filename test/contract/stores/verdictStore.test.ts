// Verdicts, what people said of them and what incidents were closed with are kept and joined alike on every engine.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Happening } from '../../../src/incidents/events.js';
import type { Database } from '../../../src/stores/database.js';
import { createIncidentStore } from '../../../src/stores/incidentStore.js';
import { removeOlderThan } from '../../../src/stores/retention.js';
import { createVerdictStore } from '../../../src/stores/verdictStore.js';
import { engines } from './engines.js';

const ada = { id: 'U1', name: 'Ada' };
const bo = { id: 'U2', name: 'Bo' };
const at = (minute: number, day = 1) => `2026-03-0${day}T10:${String(minute).padStart(2, '0')}:00.000Z`;
const since = '2026-01-01T00:00:00.000Z';

const told = { id: 'v-1', tunnel: 'acme', cause: 'psk-mismatch', confidence: 'likely', at: at(0) } as const;

describe.each(engines)('on $name', ({ open }) => {
  let database: Database;
  let drop: () => Promise<void>;
  let keys = 0;
  const append = async (id: string, minute: number, what: Happening) => {
    keys += 1;
    const event = { by: ada, at: at(minute), key: `key-${keys}`, what };
    const incidents = createIncidentStore(database.sql);
    if (what.kind === 'opened') await incidents.open(id, event);
    else await incidents.append(id, event, null);
  };

  beforeAll(async () => {
    ({ database, drop } = await open());
  });
  afterAll(async () => {
    await database.close();
    await drop();
  });

  it('a verdict is kept once, and found by its id until it is too old', async () => {
    const verdicts = createVerdictStore(database.sql);
    await verdicts.keep(told);
    await verdicts.keep({ ...told, at: at(9) });
    expect(await verdicts.find('v-1')).toEqual(told);
    expect(await verdicts.find('v-none')).toBeNull();
  });

  it('the newest word counts, and one person has one', async () => {
    const verdicts = createVerdictStore(database.sql);
    await verdicts.judge({ verdict: 'v-1', by: ada, at: at(1), right: true, cause: null });
    await verdicts.judge({ verdict: 'v-1', by: bo, at: at(2), right: false, cause: 'peer-id-mismatch' });
    const [one] = await verdicts.list({ since, limit: 10 });
    expect(one).toEqual({
      ...told,
      judged: { by: bo, at: at(2), right: false, cause: 'peer-id-mismatch' },
      closedWith: null,
    });
    await verdicts.judge({ verdict: 'v-1', by: ada, at: at(3), right: true, cause: null });
    const [again] = await verdicts.list({ since, limit: 10 });
    expect(again?.judged).toEqual({ by: ada, at: at(3), right: true, cause: null });
    expect(await database.sql.selectFrom('judgements').selectAll().execute()).toHaveLength(2);
  });

  it('verdicts of an incident come from its timeline, and with those that were told meanwhile know what closed it', async () => {
    const verdicts = createVerdictStore(database.sql);
    await append('inc-1', 20, { kind: 'opened', tunnel: 'acme', severity: 'normal', channel: null });
    const verdict = {
      cause: 'unknown-peer',
      confidence: 'certain',
      side: 'ours',
      summary: 'x',
      ruledOut: [],
      nextOurs: '',
      nextTheirs: '',
    } as const;
    await append('inc-1', 21, { kind: 'verdict', verdict });
    const wanted = {
      id: 'inc-1:2',
      tunnel: 'acme',
      cause: 'unknown-peer',
      confidence: 'certain',
      at: at(21),
    };
    expect(await verdicts.find('inc-1:2')).toEqual(wanted);
    expect((await verdicts.list({ since, limit: 10 })).map((one) => one.closedWith)).toEqual([null, null]);
    await append('inc-1', 30, { kind: 'closed', cause: 'psk-mismatch', remedy: 'new key' });
    const all = await verdicts.list({ since, limit: 10 });
    expect(all.map(({ id, closedWith }) => [id, closedWith])).toEqual([
      ['inc-1:2', 'psk-mismatch'],
      ['v-1', 'psk-mismatch'],
    ]);
    await append('inc-1', 31, { kind: 'reopened', why: 'down again' });
    expect((await verdicts.list({ since, limit: 1 }))[0]?.closedWith).toBeNull();
    expect(await verdicts.list({ since: at(22), limit: 10 })).toEqual([]);
  });

  it('retention forgets verdicts and words with the incidents of their time', async () => {
    const verdicts = createVerdictStore(database.sql);
    await removeOlderThan(database.sql, {
      incidents: at(0, 2),
      audit: at(0, 2),
      seen: at(0, 2),
      history: at(0, 2),
    });
    expect(await verdicts.find('v-1')).toBeNull();
    expect(await database.sql.selectFrom('judgements').selectAll().execute()).toEqual([]);
  });
});
