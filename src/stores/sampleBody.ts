// Samples of many tunnels as bytes: a sweep of a device is one short row, not one row a tunnel.

import type { TunnelState } from '../domain/live.js';
import type { Passed } from '../watch/samples.js';

export interface PackedSample extends Passed {
  readonly series: number;
  readonly state: TunnelState;
}

/** The order is what is written: only added to. */
const states: readonly TunnelState[] = ['up', 'degraded', 'down', 'idle', 'disabled', 'unknown'];
const kinds = ['bytesIn', 'bytesOut', 'packetsIn', 'packetsOut'] as const;

/**
 * Ascending by series. Of each sample: the distance to the series before, one byte of state (3 bits) and of which counters are
 * known (4 bits), tenths of seconds, and what passed. All numbers in groups of 7 bits, the lowest first, the highest bit on all but the last.
 */
export function packSamples(samples: readonly PackedSample[]): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const sample of samples.toSorted((a, b) => a.series - b.series)) {
    const told = kinds.filter((kind) => sample[kind] !== null);
    const flags = told.reduce((bits, kind) => bits | (8 << kinds.indexOf(kind)), 0);
    putNumber(bytes, sample.series - before);
    bytes.push(Math.max(0, states.indexOf(sample.state)) | flags);
    if (told.length > 0) putNumber(bytes, Math.round(sample.seconds * 10));
    for (const kind of told) putNumber(bytes, sample[kind] ?? 0);
    before = sample.series;
  }
  return Uint8Array.from(bytes);
}

/** Ascending by series, as far as they can be read: bytes that end too early give the samples before. */
export function* unpackSamples(body: Uint8Array): Generator<PackedSample> {
  const from = { at: 0 };
  let series = 0;
  while (from.at < body.length) {
    series += takeNumber(body, from);
    const header = body[from.at] ?? 0;
    from.at += 1;
    const has = (index: number): boolean => (header & (8 << index)) !== 0;
    const isTold = kinds.some((_, index) => has(index));
    const seconds = isTold ? takeNumber(body, from) / 10 : 0;
    const [bytesIn, bytesOut, packetsIn, packetsOut] = kinds.map((_, index) =>
      has(index) ? takeNumber(body, from) : null,
    );
    if (from.at > body.length) return;
    yield {
      series,
      state: states[header & 7] ?? 'unknown',
      seconds,
      bytesIn: bytesIn ?? null,
      bytesOut: bytesOut ?? null,
      packetsIn: packetsIn ?? null,
      packetsOut: packetsOut ?? null,
    };
  }
}

/** Exact to 2^53; division instead of shifts, which end at 2^31. */
function putNumber(into: number[], value: number): void {
  let rest = Math.max(0, Math.min(Math.round(value), Number.MAX_SAFE_INTEGER));
  while (rest > 127) {
    into.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  into.push(rest);
}

function takeNumber(body: Uint8Array, from: { at: number }): number {
  let value = 0;
  let weight = 1;
  for (;;) {
    const byte = body[from.at];
    from.at += 1;
    if (byte === undefined) return value;
    value += (byte & 127) * weight;
    if (byte < 128) return value;
    weight *= 128;
  }
}
