// What people send that is long is worked on beside the event loop: others have their turns meanwhile, and the answer is the same.

import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import type { longCalls } from '../../../src/app/longWorker.js';
import { inPlace } from '../../../src/diagnosis/longWork.js';
import type { FleetTunnel } from '../../../src/fleet/fleetTunnel.js';
import { drawPng } from '../../../src/render/plot/index.js';
import { globexLog } from '../../../src/simulator/index.js';
import { WorkerThread } from '../../../src/support/workerThread.js';

const thread = new WorkerThread<typeof longCalls>(
  new URL('../../../dist/app/longWorker.js', import.meta.url),
);
afterAll(() => thread.close());

const unknownConfig = { known: false, gap: { says: 'not read', remedy: 'none' } };
const tunnel = {
  name: 'partner-globex',
  aliases: [],
  ours: { config: unknownConfig },
  theirs: null,
  paired: null,
  declared: { aliases: [] },
} as unknown as FleetTunnel;

const lines = globexLog(new Date('2026-03-01T10:00:00Z')).trim().split('\n');
const text = Array.from({ length: 4_000 }, (_, index) => lines[index % lines.length]).join('\n');

const few = 5;
const many = 50;

/** How often the loop came round until the work was done, counted to a bound; work in place lets it come round once or twice. */
async function turnsOf<T>(work: Promise<T>): Promise<{ readonly turns: number; readonly result: T }> {
  let isDone = false;
  const result = work.finally(() => {
    isDone = true;
  });
  let turns = 0;
  while (!isDone && turns <= many) {
    await turn();
    turns += 1;
  }
  return { turns, result: await result };
}

describe('a long log', () => {
  it('is cleaned of secrets beside the loop, as it would be here', async () => {
    const here = await turnsOf(inPlace.scrub(text));
    const beside = await turnsOf(thread.call('scrub', text));
    expect(here.turns).toBeLessThan(few);
    expect(beside.turns).toBeGreaterThan(many);
    expect(beside.result).toEqual(here.result);
  });

  it('is read beside the loop, as it would be here', async () => {
    const here = await turnsOf(inPlace.readGivenLog(text, tunnel, null));
    const beside = await turnsOf(thread.call('readGivenLog', text, tunnel, null));
    expect(here.result).toHaveProperty('reading');
    expect(here.turns).toBeLessThan(few);
    expect(beside.turns).toBeGreaterThan(many);
    expect(beside.result).toEqual(here.result);
  });
});

describe('a picture', () => {
  it('is drawn beside the loop, the same bytes', async () => {
    const picture = {
      kind: 'comparison',
      title: 'Phase 1',
      left: 'fw-paris',
      right: 'Globex',
      rows: [{ label: 'DH group', left: '14', right: '19', state: 'differs' }],
    } as const;
    const bytes = await thread.call('drawPng', picture);
    expect(bytes).not.toBeNull();
    expect(Buffer.from(bytes ?? [])).toEqual(drawPng(picture));
  });
});
