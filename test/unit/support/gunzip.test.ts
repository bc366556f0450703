// Unpacking within bounds: the plain bytes, or the reason why there are no more.
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { GzipFault, gunzipped, type UnpackLimits } from '../../../src/support/gunzip.js';

async function unpack(packed: Buffer, limits?: UnpackLimits): Promise<{ text: string; why: string | null }> {
  let text = '';
  try {
    for await (const chunk of gunzipped(Readable.from([packed]), limits)) text += chunk.toString('latin1');
    return { text, why: null };
  } catch (error) {
    if (!(error instanceof GzipFault)) throw error;
    return { text: text.slice(0, 10), why: error.why };
  }
}

const letters = Buffer.from('a line of a log, and another\n'.repeat(5_000));

describe('gzip', () => {
  it('is unpacked as it was', async () => {
    expect(await unpack(gzipSync(letters))).toEqual({ text: letters.toString(), why: null });
    expect(await unpack(Buffer.concat([gzipSync('a'), gzipSync('b')]))).toEqual({ text: 'ab', why: null });
  });

  it('that is damaged, ends in the middle or is no gzip says so', async () => {
    const packed = gzipSync(letters);
    const wrong = Buffer.from(packed);
    wrong.fill(0xff, 30, 60);
    for (const broken of [packed.subarray(0, packed.length - 20), wrong, Buffer.from('plain')])
      expect((await unpack(broken)).why).toBe('damaged');
  });

  it('that grows beyond the limit, or hundreds of times, is a bomb', async () => {
    expect((await unpack(gzipSync(letters), { maxBytes: 1000 })).why).toBe('bomb');
    expect((await unpack(gzipSync(Buffer.alloc(64 << 20, 'x')))).why).toBe('bomb');
  });
});
