// Whether a device can be asked at all: its own piece of news, and never a change of its tunnels.

import type { Gap, GapReason, Observation } from '../domain/observation.js';
import type { DeviceSweep, SweepRow } from '../domain/sweep.js';
import type { DeviceChange } from './swept.js';

/** What is remembered of a device between two sweeps. */
export interface DeviceMemory {
  /** ISO 8601 UTC of the newest sweep that was answered; null while none was. */
  readonly answeredAt: string | null;
  readonly unit: string | null;
  /** Sweeps since another unit answered; it starts high, because nothing is known of the time before. */
  readonly sweepsOfUnit: number;
  /** Sweeps in a row without an answer. */
  readonly failures: number;
  readonly reachable: boolean;
  /** ISO 8601 UTC: it is not asked before. */
  readonly restsUntil: string | null;
  /** The newest row of each of its tunnels. */
  readonly rows: readonly SweepRow[];
}

export const newDevice: DeviceMemory = {
  answeredAt: null,
  unit: null,
  sweepsOfUnit: 1000,
  failures: 0,
  reachable: true,
  restsUntil: null,
  rows: [],
};

/** One answer that fails may be a restart of its web server. */
const failuresToTell = 3;
/** What stays away is asked less often, and still noticed soon after it is back. */
const longestRestMs = 5 * 60_000;
/** The first looks after a failover may find what was about to be taken over. */
const settlingSweeps = 2;

/** That a device has no such answer says nothing about whether it can be asked. */
const tellsNothing: readonly GapReason[] = ['not-supported', 'not-configured', 'standby'];

export interface DeviceStep {
  readonly memory: DeviceMemory;
  readonly change: DeviceChange | null;
}

export function deviceStep(
  before: DeviceMemory,
  device: string,
  seen: Observation<DeviceSweep>,
  { at, everyMs }: { readonly at: string; readonly everyMs: number },
): DeviceStep {
  if (!seen.known && tellsNothing.includes(seen.reason)) return { memory: before, change: null };
  if (!seen.known) return missed(before, device, seen, at, everyMs);
  const { unit, rows } = seen.value;
  const other = before.unit !== null && unit !== null && unit !== before.unit;
  return {
    memory: {
      answeredAt: at,
      unit: unit ?? before.unit,
      sweepsOfUnit: other ? 0 : before.sweepsOfUnit + 1,
      failures: 0,
      reachable: true,
      restsUntil: null,
      rows,
    },
    change: before.reachable
      ? null
      : { device, at, reachable: true, says: `${device} can be asked again.`, remedy: '' },
  };
}

function missed(before: DeviceMemory, device: string, gap: Gap, at: string, everyMs: number): DeviceStep {
  const failures = before.failures + 1;
  const isNews = before.reachable && failures >= failuresToTell;
  const over = failures - failuresToTell;
  const restMs = over <= 0 ? 0 : Math.min(longestRestMs, everyMs * 2 ** Math.min(over, 10));
  return {
    memory: {
      ...before,
      failures,
      reachable: before.reachable && !isNews,
      restsUntil: restMs > everyMs ? new Date(Date.parse(at) + restMs - everyMs / 2).toISOString() : null,
    },
    change: isNews ? { device, at, reachable: false, says: gap.says, remedy: gap.remedy } : null,
  };
}

export function isSettling({ sweepsOfUnit }: DeviceMemory): boolean {
  return sweepsOfUnit <= settlingSweeps;
}
