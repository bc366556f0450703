// Rows of packed samples: those of a device with many tunnels are parted, so that reading one tunnel reads few others.

import { type PackedSample, packSamples } from './sampleBody.js';

const mostInOne = 64;

export interface SampleRow {
  readonly device: string;
  readonly at: string;
  /** Seconds that a row covers from `at` on; 0 for one look. */
  readonly step: number;
  /** A series stands in the part that its number leaves, divided by `parts`. */
  readonly parts: number;
  readonly part: number;
  readonly body: Uint8Array;
}

export function rowsOf(
  samples: readonly PackedSample[],
  place: Pick<SampleRow, 'device' | 'at' | 'step'>,
): readonly SampleRow[] {
  const parts = Math.max(1, Math.ceil(samples.length / mostInOne));
  return Array.from({ length: parts }, (_, part) => samples.filter(({ series }) => series % parts === part))
    .map((some, part) => ({ ...place, parts, part, body: packSamples(some) }))
    .filter(({ body }) => body.length > 0);
}
