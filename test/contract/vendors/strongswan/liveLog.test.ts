// Log events while the bot runs: kept in a bounded ring, and the connection comes back by itself.
import { afterEach, describe, expect, it } from 'vitest';
import { eventText } from '../../../../src/vendors/strongswan/liveLog.js';
import { ManualClock } from '../../../support/manualClock.js';
import { type FakeDaemon, recorded, startFakeDaemon } from './fakeDaemon.js';
import { aCall, deviceAt, until } from './support.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const event = (msg: string) => ({
  group: 'IKE',
  level: '1',
  thread: '5',
  'ikesa-name': 'to-branch',
  'ikesa-uniqueid': '3',
  msg,
});

async function following(): Promise<{
  daemon: FakeDaemon;
  device: ReturnType<typeof deviceAt>;
  clock: ManualClock;
}> {
  const daemon = await startFakeDaemon(recorded('healthy-v2', 'left'));
  const clock = new ManualClock('2026-11-21T04:00:00Z');
  const device = deviceAt(daemon.path, { followLog: true }, clock);
  closing.push(
    () => daemon.close(),
    () => device.close(),
  );
  await until(() => daemon.listeners() === 1);
  return { daemon, device, clock };
}

/** The lines, once one of them holds the words; events need a moment to arrive. */
async function heard(device: ReturnType<typeof deviceAt>, words: string, limit?: number) {
  for (let turn = 0; turn < 5_000; turn += 1) {
    const log = await device.fetch('log', limit === undefined ? {} : { limit }, aCall());
    if (log.known && log.value.lines.some((line) => line.text.endsWith(words))) return log.value.lines;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  throw new Error(`never heard "${words}"`);
}

describe('log events', () => {
  it('become lines as charon prints them', async () => {
    const { daemon, device } = await following();
    daemon.log(event('peer supports MOBIKE'));
    const lines = await heard(device, 'MOBIKE');
    expect(lines[0]).toMatchObject({
      text: '05[IKE] <to-branch|3> peer supports MOBIKE',
      object: 'to-branch',
      eventId: 'IKE',
      at: '2026-11-21T04:00:00.000Z',
    });
  });

  it('fill a ring that keeps the newest', async () => {
    const { daemon, device } = await following();
    for (let number = 1; number <= 6_000; number += 1) daemon.log(event(`line ${number}`));
    const lines = await heard(device, 'line 6000', 100_000);
    expect(lines).toHaveLength(5_000);
    expect(lines[0]?.text).toContain('line 1001');
  });

  it('are heard again after the daemon was restarted', async () => {
    const { daemon, device, clock } = await following();
    daemon.dropConnections();
    await until(() => daemon.listeners() === 0);
    for (let turn = 0; turn < 50 && daemon.listeners() === 0; turn += 1) {
      await clock.advance(1_000);
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await until(() => daemon.listeners() === 1);
    daemon.log(event('back again'));
    expect(await heard(device, 'back again')).toHaveLength(1);
  });

  it('accept both spellings of the unique id, and no control characters', () => {
    const { 'ikesa-uniqueid': _, ...rest } = event('red \u001b[31m alert');
    expect(eventText({ ...rest, 'ikesa-uniqued': '9' })).toBe('05[IKE] <to-branch|9> red  [31m alert');
    expect(eventText({ group: 'DMN', thread: '0', msg: 'bye' })).toBe('00[DMN] bye');
  });
});
