// What several tests of the strongSwan adapter need: a clock without patience, a call, a told value.
import type { Clock } from '../../../../src/domain/clock.js';
import type { CallContext } from '../../../../src/domain/device.js';
import type { Observation } from '../../../../src/domain/observation.js';
import { createStrongswanDevice } from '../../../../src/vendors/strongswan/index.js';
import { type StrongswanTold, strongswanTold } from '../../../deviceSettings.js';

/** A clock whose sleepers wake at once; for what only has to wait, not how long. */
export const impatientClock: Clock = {
  now: () => new Date('2026-11-21T04:00:00Z'),
  sleep: (milliseconds, signal) =>
    milliseconds < 1_000
      ? Promise.resolve()
      : new Promise((_, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
        }),
};

export const aCall = (signal: AbortSignal = new AbortController().signal): CallContext => ({
  signal,
  deadlineAt: '2026-11-21T05:00:00Z',
});

export function deviceAt(
  path: string,
  { followLog = false, ...more }: Partial<StrongswanTold> & { readonly followLog?: boolean } = {},
  clock: Clock = impatientClock,
) {
  const settings = strongswanTold({ name: 'fw-a', vici: `unix://${path}`, ...more });
  return createStrongswanDevice(settings, { clock, followLog });
}

export function toldBy<T>(observation: Observation<T>): T {
  if (!observation.known) throw new Error(`${observation.request}: ${observation.says}`);
  return observation.value;
}

/** Waits until something is true; sockets have no other way to say that a packet has been handled. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error('it never happened');
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}
