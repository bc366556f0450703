import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { underFirstOf, untilAborted } from '../../../src/support/abort.js';
import { systemClock } from '../../../src/support/clock.js';
import { withinTime } from '../../../src/support/deadline.js';
import { reachPort } from '../../../src/support/reach.js';
import { lookAtCertificate } from '../../../src/vendors/https/trust.js';
import { ViciConnection } from '../../../src/vendors/strongswan/viciConnection.js';

const never = new Promise<string>(() => undefined);

describe('waiting until a signal aborts', () => {
  it('gives what the work gives', async () => {
    expect(await untilAborted(Promise.resolve('done'), new AbortController().signal)).toBe('done');
    const refused = untilAborted(Promise.reject(new Error('broken')), new AbortController().signal);
    await expect(refused).rejects.toThrow('broken');
  });

  it('fails with the reason of the signal, or gives what is said instead', async () => {
    const stop = new AbortController();
    const waiting = untilAborted(never, stop.signal);
    const other = untilAborted(never, stop.signal, () => 'left');
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    expect(await other).toBe('left');
  });

  it('does not begin to wait when the signal is aborted, and a late failure of the work is nobody’s', async () => {
    const broken = Promise.reject<string>(new Error('late'));
    expect(await untilAborted(broken, AbortSignal.abort(), () => 'left')).toBe('left');
  });

  it('holds one listener on a signal, however many wait on it, and none when nobody does', async () => {
    const stop = new AbortController();
    const waiting = Array.from({ length: 30 }, () => untilAborted(never, stop.signal, () => 'left'));
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
    stop.abort();
    expect(new Set(await Promise.all(waiting))).toEqual(new Set(['left']));
    const calm = new AbortController().signal;
    await Promise.all([1, 2, 3].map((value) => untilAborted(Promise.resolve(value), calm)));
    await new Promise(setImmediate);
    expect(getEventListeners(calm, 'abort')).toHaveLength(0);
  });

  it('holds one listener also where many sleep, and none after they woke', async () => {
    const stop = new AbortController();
    const sleeping = Array.from({ length: 30 }, () => systemClock.sleep(60_000, stop.signal));
    const woken = systemClock.sleep(0, stop.signal);
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
    await woken;
    stop.abort(new Error('enough'));
    await expect(Promise.any(sleeping)).rejects.toThrow('All promises were rejected');
    await expect(systemClock.sleep(1, stop.signal)).rejects.toThrow('enough');
    const calm = new AbortController().signal;
    await systemClock.sleep(0, calm);
    expect(getEventListeners(calm, 'abort')).toHaveLength(0);
  });

  it('of many weeks is not over at once', async () => {
    const stop = new AbortController();
    const weeks = systemClock.sleep(2 ** 31, stop.signal).then(() => 'weeks are over');
    expect(await Promise.race([weeks, systemClock.sleep(20).then(() => 'a moment is over')])).toBe(
      'a moment is over',
    );
    stop.abort(new Error('enough'));
    await expect(weeks).rejects.toThrow('enough');
  });

  it.each<[string, (signal: AbortSignal) => Promise<unknown>]>([
    ['reach an address', (signal) => reachPort('127.0.0.1', 9, signal)],
    [
      'look at a certificate',
      (signal) =>
        lookAtCertificate(
          new URL('https://127.0.0.1:9'),
          { ca: undefined, fingerprint256: undefined, proxy: null },
          signal,
        ),
    ],
    [
      'open a connection to a daemon',
      (signal) => ViciConnection.open({ kind: 'tcp', host: '127.0.0.1', port: 9 }, signal),
    ],
  ])('holds one listener for fifty firewalls of which it would %s', async (_what, ask) => {
    const { signal } = new AbortController();
    const asked = Array.from({ length: 50 }, () => ask(signal));
    expect(getEventListeners(signal, 'abort').length).toBeLessThanOrEqual(1);
    await Promise.all(asked);
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('a signal that follows others', () => {
  it('aborts with the first of them, for its reason', async () => {
    const stop = new AbortController();
    const waiting = underFirstOf([new AbortController().signal, stop.signal], (signal) =>
      systemClock.sleep(60_000, signal),
    );
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    const already = await underFirstOf([AbortSignal.abort('gone'), stop.signal], async (signal) => signal);
    expect(already.reason).toBe('gone');
  });

  it('leaves nothing behind in a signal that lives as long as the process', async () => {
    const process = new AbortController().signal;
    const held = (): number => {
      const symbols = Object.getOwnPropertySymbols(process);
      // What Node.js keeps there: listeners, and signals that were made of it.
      const kept = symbols.map((symbol) => Reflect.get(process, symbol) as unknown);
      return kept.reduce<number>(
        (sum, one) => sum + (one instanceof Set || one instanceof Map ? one.size : 0),
        0,
      );
    };
    const before = held();
    for (let time = 0; time < 20; time += 1) {
      await underFirstOf([process, new AbortController().signal], async () => time);
      await withinTime(systemClock, process, 60_000, async () => time);
      await underFirstOf([process], () => Promise.reject(new Error('broken'))).catch(() => undefined);
    }
    await new Promise(setImmediate);
    expect(held()).toBe(before);
  });
});
