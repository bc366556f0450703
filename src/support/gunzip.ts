// Unpacks gzip as it streams in, within bounds: what grows beyond measure or is damaged ends with its reason.

import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

export interface UnpackLimits {
  /** Bytes that may come out at most; no limit when not given. */
  readonly maxBytes?: number;
  /** How many times its packed size it may grow to. */
  readonly maxRatio?: number;
}

/** A log packs twenty to sixty times smaller, one line over and over some hundred times; deflate can reach a thousand. */
export const greatestRatio = 400;
/** Below this size a high ratio costs nothing. */
const ratioCountsFrom = 32 << 20;

export type GzipTrouble = 'damaged' | 'bomb';

export class GzipFault extends Error {
  readonly why: GzipTrouble;

  constructor(why: GzipTrouble) {
    super(`gzip: ${why}`);
    this.name = 'GzipFault';
    this.why = why;
  }
}

/**
 * The plain bytes in pieces. Nothing is held but the piece at hand; whoever stops reading ends the source too.
 * @throws GzipFault for damage, an end in the middle, and growth beyond the limits.
 */
export async function* gunzipped(packed: Readable, limits: UnpackLimits = {}): AsyncGenerator<Buffer> {
  const { maxBytes = Number.POSITIVE_INFINITY, maxRatio = greatestRatio } = limits;
  const plain = createGunzip({ chunkSize: 1 << 18 });
  let read = 0;
  packed.on('data', (chunk: Buffer) => {
    read += chunk.length;
  });
  pipeline(packed, plain, () => undefined);
  let written = 0;
  try {
    for await (const chunk of plain as AsyncIterable<Buffer>) {
      written += chunk.length;
      if (written > maxBytes) throw new GzipFault('bomb');
      if (written > ratioCountsFrom && written > read * maxRatio) throw new GzipFault('bomb');
      yield chunk;
    }
  } catch (error) {
    if (error instanceof GzipFault || isAbort(error)) throw error;
    throw new GzipFault('damaged');
  } finally {
    packed.destroy();
    plain.destroy();
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
