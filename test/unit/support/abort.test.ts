import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { untilAborted } from '../../../src/support/abort.js';

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
});
