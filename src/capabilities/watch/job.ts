// When each device is swept: again and again at its own moment of the interval, so that not all are asked at once.

import { createHash } from 'node:crypto';
import type { Clock } from '../../domain/clock.js';
import type { Moment, RoundJob } from '../../jobs/job.js';

export interface SweepJobParts {
  readonly clock: Clock;
  readonly everySeconds: number;
  /** Names, as the settings have them now. */
  readonly devices: readonly string[];
  /** Asks these devices, as far as nobody else did meanwhile. */
  readonly sweep: (devices: readonly string[], signal: AbortSignal) => Promise<void>;
}

/** At its start a service does not wait for the moments: what was not looked at lately is looked at soon. */
const firstMs = 5000;

export function sweepJob({ clock, everySeconds, devices, sweep }: SweepJobParts): RoundJob {
  const everyMs = everySeconds * 1000;
  const known = new Set(devices);
  const parts = devices.map((device) => [device, partOf(device)] as const);
  let plannedAt: number | null = null;

  function moments(): readonly Moment[] {
    const now = clock.now().getTime();
    const ago = plannedAt === null ? everyMs : Math.abs(now - plannedAt);
    if (ago < everyMs / 2) return [];
    const isFirst = plannedAt === null;
    plannedAt = now;
    return parts.flatMap(([device, part]) => {
      const offset = Math.floor(part * everyMs);
      const next = Math.ceil((now - offset) / everyMs) * everyMs + offset;
      const times = [next, next + everyMs];
      return (isFirst ? [now + Math.floor(part * firstMs), ...times] : times).map((at) =>
        momentAt(device, at, now),
      );
    });
  }

  return {
    name: 'watch',
    expireInSeconds: 60,
    moments,
    run: (due, signal) =>
      sweep(
        [...new Set(due.map(({ of }) => of))].filter((of) => known.has(of)),
        signal,
      ),
  };
}

function momentAt(device: string, at: number, now: number): Moment {
  return { of: device, at: new Date(at).toISOString(), inMs: at - now };
}

/** Always the same for a device, and another one for each: 0 to 1. */
function partOf(device: string): number {
  return createHash('sha256').update(device).digest().readUInt32BE(0) / 2 ** 32;
}
