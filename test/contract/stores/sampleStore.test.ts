// Samples come back as they were kept on every engine: each look for days, then sums; and when nobody looked is known.

import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/stores/database.js';
import { rollUpSamples } from '../../../src/stores/sampleRollUp.js';
import { createSampleStore } from '../../../src/stores/sampleStore.js';
import type { Sample } from '../../../src/watch/samples.js';
import { engines, withDatabase } from './engines.js';

const begin = Date.parse('2026-03-01T00:00:00.000Z');
const dayMs = 86_400_000;
const at = (ms: number): string => new Date(begin + ms).toISOString();
const always = { from: at(-dayMs), to: at(400 * dayMs) };
const holeMs = 300_000;

function sample(tunnel: string, more: Partial<Sample> = {}): Sample {
  const passed = { seconds: 60, bytesIn: 6000, bytesOut: 2 ** 40, packetsIn: 10, packetsOut: 20 };
  return { tunnel, end: `${tunnel}-end`, state: 'up', ...passed, ...more };
}

describe.each(engines)('on $name', ({ open }) => {
  let database: Database;
  withDatabase(open, (opened) => {
    database = opened;
  });

  it('a look comes back with what is known and what is not, and twice the same one is one', async () => {
    const store = createSampleStore(database.sql);
    const untold = { seconds: 0, bytesIn: null, bytesOut: null, packetsIn: null, packetsOut: null };
    const swept = {
      device: 'fw-a',
      at: at(0),
      holeMs,
      samples: [sample('one'), sample('two', { state: 'down', ...untold }), sample('one', { end: 'other' })],
    };
    await store.add(swept);
    await createSampleStore(database.sql).add(swept);
    const { tunnel: _, end: __, ...first } = sample('one');
    expect(await store.series('one', always)).toEqual([
      { device: 'fw-a', end: 'one-end', points: [{ ...first, at: at(0), step: 0 }] },
      { device: 'fw-a', end: 'other', points: [{ ...first, at: at(0), step: 0 }] },
    ]);
    expect(await store.series('two', always)).toEqual([
      { device: 'fw-a', end: 'two-end', points: [{ ...untold, state: 'down', at: at(0), step: 0 }] },
    ]);
    expect(await store.series('nobody', always)).toEqual([]);
    expect(await store.series('one', { from: at(1), to: at(dayMs) })).toEqual([]);
  });

  it('of a device with thousands of tunnels each is found in its part', async () => {
    const store = createSampleStore(database.sql);
    const samples = Array.from({ length: 2000 }, (_, index) => sample(`many-${index}`, { bytesIn: index }));
    await store.add({ device: 'fw-many', at: at(0), holeMs, samples });
    await store.add({ device: 'fw-many', at: at(60_000), holeMs, samples: samples.slice(0, 3) });
    const [found] = await store.series('many-1234', always);
    expect(found?.points.map((point) => point.bytesIn)).toEqual([1234]);
    const [both] = await store.series('many-2', always);
    expect(both?.points.map((point) => point.at)).toEqual([at(0), at(60_000)]);
  });

  it('a hole between two looks ends a stretch, a late or repeated look does not', async () => {
    const store = createSampleStore(database.sql);
    const samples = [sample('hole')];
    const look = (ms: number) => store.add({ device: 'fw-hole', at: at(ms), holeMs, samples });
    for (const minute of [0, 1, 1, 2, 20, 21, 20]) await look(minute * 60_000);
    expect(await store.looked('hole', always)).toEqual([
      { from: at(0), to: at(120_000) },
      { from: at(1_200_000), to: at(1_260_000) },
    ]);
    expect(await store.looked('hole', { from: at(60_000), to: at(1_230_000) })).toEqual([
      { from: at(60_000), to: at(120_000) },
      { from: at(1_200_000), to: at(1_230_000) },
    ]);
    expect(await store.firstLook('hole')).toBe(at(0));
    expect(await store.firstLook('never')).toBeNull();
  });

  it('looks become quarters, quarters become hours, and one day they are gone', async () => {
    const store = createSampleStore(database.sql);
    const days = { sampleDays: 2, historyDays: 60 };
    for (const minute of [0, 1, 2, 14, 15, 61])
      await store.add({
        device: 'fw-old',
        at: at(minute * 60_000),
        holeMs,
        samples: [sample('old', { state: minute === 1 ? 'down' : 'up' })],
      });
    const shape = async () =>
      ((await store.series('old', always))[0]?.points ?? []).map(
        ({ at: when, step, seconds, bytesIn, state }) => [when, step, seconds, bytesIn, state],
      );
    await rollUpSamples(database.sql, days, new Date(begin + 2 * dayMs));
    expect(await shape()).toHaveLength(6);
    await rollUpSamples(database.sql, days, new Date(begin + 2 * dayMs + 1_800_000));
    const quarters = [
      [at(0), 900, 240, 24_000, 'down'],
      [at(900_000), 900, 60, 6000, 'up'],
    ];
    expect(await shape()).toEqual([...quarters, [at(3_660_000), 0, 60, 6000, 'up']]);
    await rollUpSamples(database.sql, days, new Date(begin + 3 * dayMs));
    await rollUpSamples(database.sql, days, new Date(begin + 3 * dayMs));
    expect(await shape()).toEqual([...quarters, [at(3_600_000), 900, 60, 6000, 'up']]);
    await rollUpSamples(database.sql, days, new Date(begin + 31 * dayMs));
    expect(await shape()).toEqual([
      [at(0), 3600, 300, 30_000, 'down'],
      [at(3_600_000), 3600, 60, 6000, 'up'],
    ]);
    await rollUpSamples(database.sql, days, new Date(begin + 61 * dayMs));
    expect(await shape()).toEqual([]);
    expect(await store.firstLook('old')).toBeNull();
    // The next look of a tunnel that was forgotten begins anew.
    await store.add({ device: 'fw-old', at: at(62 * dayMs), holeMs, samples: [sample('old')] });
    expect(await shape()).toHaveLength(1);
  });
});
