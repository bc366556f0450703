// What is kept of a device and its tunnels when a sweep comes, and what a sweep makes of it; the store carries both, rules decide.

import type { SweepRow } from '../domain/sweep.js';
import type { DeviceMemory } from './device.js';
import type { Memory } from './memory.js';
import type { Mark, Period, TunnelChange } from './state.js';
import type { DeviceChange, SweptEnd } from './swept.js';

/** Where an end stands, whichever side of its tunnel it is. */
export interface EndPlace {
  readonly device: string;
  /** The tunnel's name there. */
  readonly name: string;
}

/** A tunnel that is watched, with the ends that it had when it was looked at last, ours first. */
export interface KeptTunnel {
  readonly tunnel: string;
  readonly ends: readonly EndPlace[];
  readonly memory: Memory;
}

/** The newest row of an end at another device. */
export interface KeptRow extends EndPlace {
  readonly row: SweepRow;
  readonly before: SweepRow | null;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface Known {
  readonly device: DeviceMemory;
  /** Those that were asked for, and those that ended at this device. */
  readonly tunnels: readonly KeptTunnel[];
  readonly others: readonly KeptRow[];
  /** Tunnels of which nobody is told now. */
  readonly muted: ReadonlySet<string>;
  /** What people said: watch it or not. */
  readonly asked: ReadonlyMap<string, boolean>;
}

export interface Judged {
  readonly device: DeviceMemory;
  readonly deviceChange: DeviceChange | null;
  /** ISO 8601 UTC of the sweep before that was answered. */
  readonly beforeAt: string | null;
  /** Those of which something other than the time of the look is new. */
  readonly tunnels: readonly KeptTunnel[];
  /** Not watched any more, or gone. */
  readonly forgotten: readonly string[];
  readonly changes: readonly TunnelChange[];
  /** One begins with each change, and ends what was before it. */
  readonly periods: readonly Period[];
  readonly marks: readonly Mark[];
  readonly ends: readonly SweptEnd[];
}

export function endKey({ device, name }: EndPlace): string {
  return `${device}\n${name}`;
}
