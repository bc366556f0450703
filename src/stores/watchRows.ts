// What the watch keeps as JSON, checked when it is read: what another version wrote is as good as nothing, and costs one look.

import * as z from 'zod';
import type { SweepRow } from '../domain/sweep.js';
import type { Memory } from '../watch/memory.js';
import type { Period, TunnelChange } from '../watch/state.js';
import type { Untold } from '../watch/store.js';
import { jsonText } from './json.js';

const tunnelState = z.enum(['up', 'degraded', 'down', 'idle', 'disabled', 'unknown']);
const watchedState = z.enum([...tunnelState.options, 'flapping']);
const total = z
  .string()
  .regex(/^\d+$/)
  .transform((text) => BigInt(text))
  .nullable();

const child = z.object({
  name: z.string(),
  state: z.enum(['up', 'no-sa', 'unknown']),
  spiIn: z.string().nullable(),
  spiOut: z.string().nullable(),
  expiresAt: z.string().nullable(),
  counters: z
    .object({ identity: z.string(), bytesIn: total, bytesOut: total, packetsIn: total, packetsOut: total })
    .nullable(),
});

const sweepRow = z.object({
  tunnel: z.string(),
  state: tunnelState,
  since: z.string().nullable(),
  basis: z.string(),
  peer: z.string().nullable(),
  monitor: z.enum(['up', 'down']).nullable(),
  failure: z.boolean().exactOptional(),
  ike: z
    .object({ id: z.string(), establishedAt: z.string().nullable(), expiresAt: z.string().nullable() })
    .nullable(),
  children: z.array(child),
}) satisfies z.ZodType<SweepRow, unknown>;

const quiet = z.enum(['maintenance', 'muted', 'first-look', 'not-an-alarm']).nullable();

const memory = z.object({
  state: watchedState,
  since: z.string(),
  sinceAtLeast: z.boolean(),
  basis: z.string(),
  seenAt: z.string(),
  blind: z.boolean(),
  agreedAt: z.string(),
  pending: z
    .object({
      state: tunnelState,
      looks: z.number(),
      firstAt: z.string(),
      lastAt: z.string(),
      doubted: z.boolean(),
    })
    .nullable(),
  side: z.enum(['good', 'bad']).nullable(),
  turns: z.array(z.string()),
  steady: z.number(),
  told: z.boolean(),
  quiet,
  alone: z.number().nullable(),
  owed: z.object({ from: watchedState, at: z.string() }).nullable(),
}) satisfies z.ZodType<Memory, unknown>;

const change = z.object({
  tunnel: z.string(),
  from: watchedState,
  to: watchedState,
  at: z.string(),
  basis: z.string(),
  quiet,
}) satisfies z.ZodType<TunnelChange, unknown>;

const markKind = z.enum(['rekey', 'change', 'restart', 'failover']);

const untoldBody = z.object({
  beforeAt: z.string().nullable(),
  unit: z.string().nullable(),
  changes: z.array(change),
  marks: z.array(
    z.object({ tunnel: z.string(), at: z.string(), kind: markKind, device: z.string(), text: z.string() }),
  ),
  deviceChange: z
    .object({
      device: z.string(),
      at: z.string(),
      reachable: z.boolean(),
      says: z.string(),
      remedy: z.string(),
    })
    .nullable(),
}) satisfies z.ZodType<Omit<Untold, 'device' | 'turn' | 'at'>, unknown>;

/** By the tunnel's name on the device. */
export function rowsText(rows: readonly SweepRow[]): string {
  const byName = Object.fromEntries(rows.map((row) => [row.tunnel, withTexts(row)]));
  return jsonText(byName);
}

/** JSON knows no integers beyond 2^53. */
function withTexts(row: SweepRow): unknown {
  return {
    ...row,
    children: row.children.map((one) => ({
      ...one,
      counters:
        one.counters &&
        Object.fromEntries(
          Object.entries(one.counters).map(([name, value]) => [
            name,
            typeof value === 'bigint' ? String(value) : value,
          ]),
        ),
    })),
  };
}

export function readRows(value: unknown): readonly SweepRow[] {
  const read = z.record(z.string(), sweepRow).safeParse(value);
  return read.success ? Object.values(read.data) : [];
}

export function readRow(value: unknown): SweepRow | null {
  return sweepRow.safeParse(value).data ?? null;
}

export function readMemory(value: unknown): Memory | null {
  return memory.safeParse(value).data ?? null;
}

export function readUntold(value: unknown): z.output<typeof untoldBody> | null {
  return untoldBody.safeParse(value).data ?? null;
}

export function readState(text: string): Period['state'] | null {
  return watchedState.safeParse(text).data ?? null;
}

export function readMarkKind(text: string): z.output<typeof markKind> | null {
  return markKind.safeParse(text).data ?? null;
}
