import { describe, expect, it } from 'vitest';
import type { CallContext, Device, EvidenceKind, EvidenceScope } from '../../../src/domain/device.js';
import { known } from '../../../src/domain/observation.js';
import { Problem } from '../../../src/domain/problem.js';
import { createDesk } from '../../../src/fleet/deskOverDevices.js';
import { ManualClock } from '../../support/manualClock.js';
import { DoubleDevice } from '../doubles/device.js';
import { tunnelConfig } from '../doubles/tunnels.js';

function deskWith(options: { takesMs?: number; maxConcurrent?: number; questionMs?: number } = {}) {
  const clock = new ManualClock();
  const device = new DoubleDevice({
    clock,
    ...(options.takesMs === undefined ? {} : { takesMs: options.takesMs }),
    answers: { inventory: [tunnelConfig()], overview: [], drops: [] },
  });
  const desk = createDesk([device], { clock, random: () => 0, ...options });
  const stop = new AbortController();
  const ask = (maxAgeMs?: number, seconds = 25) => ({
    signal: stop.signal,
    deadlineAt: new Date(clock.now().getTime() + seconds * 1000).toISOString(),
    ...(maxAgeMs === undefined ? {} : { maxAgeMs }),
  });
  return { clock, device, desk, ask, stop };
}

describe('asking a device', () => {
  it('finds what was told since a moment good enough, however long ago that is, and nothing from before', async () => {
    const { clock, desk, device, ask } = deskWith();
    const asked = () => device.asked.filter((one) => one === 'overview').length;
    const overview = (since: string) => clock.finish(desk.ask('fw-a', 'overview', {}, { ...ask(), since }));
    const before = clock.now().toISOString();
    await overview(before);
    await clock.advance(300_000);
    await overview(before);
    expect(asked()).toBe(1);
    await overview(clock.now().toISOString());
    expect(asked()).toBe(2);
  });

  it('takes what a device told for another tunnel for as old as it is', async () => {
    const { clock, device } = deskWith();
    const toldAt = clock.now().toISOString();
    const asked: (string | undefined)[] = [];
    const sharing: Device = Object.assign(Object.create(device), {
      async fetch(_kind: EvidenceKind, _scope: EvidenceScope, call: CallContext) {
        asked.push(call.since);
        const at = call.since ?? clock.now().toISOString();
        return known(
          { vendor: 'double', lines: [], from: null, to: null, truncated: false },
          { device: 'fw-a', request: 'log', at, fromCache: false, calls: 1 },
        );
      },
    });
    const desk = createDesk([sharing], { clock, random: () => 0 });
    const log = async (since: string | null) => {
      const deadlineAt = new Date(clock.now().getTime() + 25_000).toISOString();
      const signal = new AbortController().signal;
      const options = { signal, deadlineAt, ...(since === null ? {} : { since }) };
      await clock.finish(desk.ask('fw-a', 'log', { tunnel: tunnelConfig() }, options));
    };
    await clock.advance(40_000);
    await log(toldAt);
    await log(toldAt);
    expect(asked).toEqual([toldAt]);
    await log(clock.now().toISOString());
    expect(asked).toHaveLength(2);
    await clock.advance(10_000);
    await log(null);
    expect(asked).toHaveLength(2);
    await clock.advance(40_000);
    await log(null);
    expect(asked).toEqual([toldAt, '2026-03-01T12:00:40.000Z', undefined]);
  });

  it('says where an answer comes from, and that a second one comes from the cache at no cost', async () => {
    const { clock, desk, device, ask } = deskWith();
    const first = await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    await clock.advance(4000);
    const second = await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    expect(first.known && first.source).toMatchObject({ fromCache: false, calls: 1 });
    expect(second.known && second.source).toMatchObject({
      fromCache: true,
      calls: 0,
      at: '2026-03-01T12:00:00.000Z',
    });
    expect(device.callCount()).toBe(1);
  });

  it('asks anew when the answer is older than the asker wants', async () => {
    const { clock, desk, device, ask } = deskWith();
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    await clock.advance(4000);
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask(5000)));
    expect(device.callCount()).toBe(1);
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask(4000)));
    expect(device.callCount()).toBe(2);
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask(0)));
    expect(device.callCount()).toBe(3);
  });

  it('asks anew when the answer is no longer fresh for its kind', async () => {
    const { clock, desk, device, ask } = deskWith();
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    await clock.finish(desk.ask('fw-a', 'inventory', {}, ask()));
    await clock.advance(21_000);
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    await clock.finish(desk.ask('fw-a', 'inventory', {}, ask()));
    expect(device.asked).toEqual(['overview', 'inventory', 'overview']);
  });

  it('makes one question of many at the same time', async () => {
    const { clock, desk, device, ask } = deskWith({ takesMs: 1000 });
    const all = Array.from({ length: 100 }, () => desk.ask('fw-a', 'overview', {}, ask(0)));
    await clock.finish(Promise.all(all));
    expect(device.callCount()).toBe(1);
  });

  it('keeps different questions apart', async () => {
    const { clock, desk, device, ask } = deskWith();
    await clock.finish(desk.ask('fw-a', 'overview', { from: 'a' }, ask()));
    await clock.finish(desk.ask('fw-a', 'overview', { from: 'b' }, ask()));
    await clock.finish(desk.ask('fw-a', 'drops', { from: 'b' }, ask()));
    expect(device.callCount()).toBe(3);
  });

  it('lets one impatient asker go without ending the question of the others', async () => {
    const { clock, desk, device, ask } = deskWith({ takesMs: 5000 });
    const patient = desk.ask('fw-a', 'overview', {}, ask(0, 25));
    const hasty = desk.ask('fw-a', 'overview', {}, ask(0, 1));
    const answers = await clock.finish(Promise.all([patient, hasty]));
    expect(answers.map((answer) => answer.known)).toEqual([true, false]);
    expect(!answers[1].known && answers[1].reason).toBe('timeout');
    expect(device.callCount()).toBe(1);
  });

  it('answers with a gap when the asker stops', async () => {
    const { clock, desk, ask, stop } = deskWith({ takesMs: 5000 });
    const question = desk.ask('fw-a', 'overview', {}, ask());
    await clock.advance(10);
    stop.abort();
    const answer = await clock.finish(question);
    expect(!answer.known && answer.says).toContain('was stopped');
  });

  it('asks no more devices at a time than the bound', async () => {
    const clock = new ManualClock();
    const devices = ['a', 'b', 'c', 'd'].map(
      (name) => new DoubleDevice({ clock, name, takesMs: 1000, answers: { overview: [] } }),
    );
    const desk = createDesk(devices, { clock, random: () => 0, maxConcurrent: 2 });
    const ask = { signal: new AbortController().signal, deadlineAt: '2026-03-01T12:01:00.000Z' };
    const all = Promise.all(devices.map((device) => desk.ask(device.name, 'overview', {}, ask)));
    await clock.advance(0);
    expect(devices.map((device) => device.callCount())).toEqual([1, 1, 0, 0]);
    await clock.finish(all);
    expect(devices.map((device) => device.callCount())).toEqual([1, 1, 1, 1]);
  });
});

describe('a device that fails', () => {
  it('is not asked again at every breath, and soon again', async () => {
    const { clock, desk, device, ask } = deskWith();
    device.broken = 'unreachable';
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    expect(device.callCount()).toBe(1);
    await clock.advance(3001);
    device.broken = null;
    const answer = await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    expect(answer.known).toBe(true);
  });

  it('is asked at once when somebody refreshes', async () => {
    const { clock, desk, device, ask } = deskWith();
    device.broken = 'unreachable';
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask(0)));
    expect(device.callCount()).toBe(2);
  });

  it('leaves what it told before for what changes rarely, marked with its time, and for nothing else', async () => {
    const { clock, desk, device, ask } = deskWith();
    await clock.finish(desk.ask('fw-a', 'inventory', {}, ask()));
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    device.broken = 'timeout';
    await clock.advance(900_000);
    const inventory = await clock.finish(desk.ask('fw-a', 'inventory', {}, ask()));
    const overview = await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    expect(inventory.known && inventory.source).toMatchObject({
      fromCache: true,
      at: '2026-03-01T12:00:00.000Z',
    });
    expect(overview.known).toBe(false);
  });

  it('that breaks its promise and throws costs its own answer only, without its words', async () => {
    const clock = new ManualClock();
    const device = new DoubleDevice({
      clock,
      answers: {
        overview: () => {
          throw new Error('secret stack');
        },
      },
    });
    const desk = createDesk([device], { clock, random: () => 0 });
    const answer = await clock.finish(
      desk.ask(
        'fw-a',
        'overview',
        {},
        { signal: new AbortController().signal, deadlineAt: '2026-03-01T12:01:00Z' },
      ),
    );
    expect(!answer.known && answer.says).toBe(
      'fw-a could not be asked for its overview: the double adapter failed.',
    );
  });

  it('whose secret is missing says which', async () => {
    const clock = new ManualClock();
    const device = new DoubleDevice({
      clock,
      answers: {
        overview: () => {
          throw new Problem('secret-missing', {
            what: 'device fw-a',
            detail: 'K is not set',
            hint: 'Set K.',
          });
        },
      },
    });
    const desk = createDesk([device], { clock, random: () => 0 });
    const answer = await clock.finish(
      desk.ask(
        'fw-a',
        'overview',
        {},
        { signal: new AbortController().signal, deadlineAt: '2026-03-01T12:01:00Z' },
      ),
    );
    expect(!answer.known && [answer.reason, answer.says]).toEqual([
      'not-configured',
      'The secret for device fw-a is not there: K is not set.',
    ]);
  });

  it('that is not configured is a Problem that names those that are', async () => {
    const { desk, ask } = deskWith();
    await expect(desk.ask('fw-z', 'overview', {}, ask())).rejects.toThrow('No device is called "fw-z".');
  });
});

describe('looking into the memory', () => {
  it('never asks', async () => {
    const { clock, desk, device, ask } = deskWith();
    expect(desk.peek('fw-a', 'overview', {})).toBe(null);
    await clock.finish(desk.ask('fw-a', 'overview', {}, ask()));
    await clock.advance(3_600_000);
    expect(desk.peek('fw-a', 'overview', {})?.known).toBe(true);
    expect(device.callCount()).toBe(1);
  });
});
