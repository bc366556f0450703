// The timeline of an incident shows what its tunnel did meanwhile, where the watch saw it, and nothing where nobody did.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Block } from '../../../../src/domain/report.js';
import { createSampleStore } from '../../../../src/stores/sampleStore.js';
import { createWatchStore } from '../../../../src/stores/watchStore.js';
import { startTriage, type Triage } from './triageSetup.js';

let triage: Triage;
beforeAll(async () => {
  triage = await startTriage();
});
afterAll(async () => {
  await triage.close();
});

const pictures = (blocks: readonly Block[]) => blocks.filter((block) => block.kind === 'picture');

it('the picture of the past stands below the timeline once somebody watched', async () => {
  await triage.run('triage partner-1');
  expect(pictures((await triage.run('incident partner-1')).detail)).toEqual([]);
  const now = triage.clock.now().getTime();
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();
  const passed = { seconds: 60, bytesIn: 600, bytesOut: 60, packetsIn: null, packetsOut: null };
  const samples = [{ tunnel: 'partner-1', end: 'partner-1', state: 'up' as const, ...passed }];
  for (const minutes of [-8, -4, 0])
    await createSampleStore(triage.database.sql).add({
      device: 'fw-a',
      at: at(minutes),
      holeMs: 300_000,
      samples,
    });
  await triage.database.sql
    .insertInto('watch_periods')
    .values({
      tunnel: 'partner-1',
      from_at: at(-5),
      to_at: null,
      state: 'down',
      basis: 'No IKE SA.',
      cause: null,
      confidence: null,
      trigger: null,
      planned: false,
    })
    .execute();
  expect(
    await createWatchStore(triage.database.sql).periods('partner-1', { from: at(-9), to: at(1) }),
  ).toHaveLength(1);
  const [picture] = pictures((await triage.run('incident partner-1')).detail);
  expect(picture).toMatchObject({ kind: 'picture', picture: { kind: 'history', zone: 'utc' } });
  expect(picture?.kind === 'picture' && picture.alt).toMatch(/^partner-1, 10 min around inc-1/);
  expect(picture?.kind === 'picture' && picture.picture.kind === 'history' && picture.picture.lasted).toEqual(
    expect.arrayContaining([{ state: 'down', text: '5 min' }]),
  );
});
