// Certificates are asked for now and then, so that their end is known before it comes; no look at tunnels tells it.

import type { Clock } from '../domain/clock.js';
import type { SweepListener, Swept } from '../watch/swept.js';

const everyMs = 12 * 3_600_000;

/** @param ask the answer is learned where every question to a device passes */
export function certificateListener(
  clock: Clock,
  ask: (device: string, signal: AbortSignal) => Promise<unknown>,
): SweepListener {
  const askedMs = new Map<string, number>();
  return {
    name: 'certificates for metrics',
    async swept({ device }: Swept, signal: AbortSignal) {
      const nowMs = clock.now().getTime();
      const last = askedMs.get(device);
      // A clock that was set back must not keep it from asking.
      if (last !== undefined && last <= nowMs && nowMs - last < everyMs) return;
      askedMs.set(device, nowMs);
      await ask(device, signal);
    },
  };
}
