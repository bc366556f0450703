// The end of a log: any block border, rotation, compression, limits.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { type TailLimits, tailLog } from '../../../../src/vendors/strongswan/logTail.js';

const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-tail-'));
afterAll(() => rmSync(folder, { recursive: true }));

const limits = (more: Partial<TailLimits> = {}): TailLimits => ({
  maxLines: 1_000_000,
  maxBytes: 1e9,
  isTooOld: () => false,
  signal: new AbortController().signal,
  ...more,
});

const numbered = (from: number, to: number, width = 0): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index} ${'ü'.repeat(width)}\n`).join('');

async function tail(path: string, more?: Partial<TailLimits>) {
  const read = await tailLog(path, limits(more));
  if (!read.ok) throw new Error(read.failure.says);
  return read.value;
}

describe('the tail of a log', () => {
  it('holds every line once, in order, over many blocks', async () => {
    const path = join(folder, 'blocks.log');
    writeFileSync(path, numbered(1, 9_000, 37));
    const { lines, complete } = await tail(path);
    expect(complete).toBe(true);
    expect(lines).toHaveLength(9_000);
    expect(
      lines.every((line, index) => line.startsWith(`line ${index + 1} ü`) && !line.includes('\ufffd')),
    ).toBe(true);
  });

  it('stops where the range begins', async () => {
    const path = join(folder, 'range.log');
    writeFileSync(path, numbered(1, 100));
    const { lines, complete } = await tail(path, { isTooOld: (line) => line.startsWith('line 90 ') });
    expect(lines[0]).toBe('line 91 ');
    expect(complete).toBe(true);
  });

  it('keeps the newest lines when there are too many, and says so', async () => {
    const path = join(folder, 'many.log');
    writeFileSync(path, numbered(1, 5_000));
    const { lines, complete } = await tail(path, { maxLines: 10 });
    expect(lines).toHaveLength(10);
    expect(lines.at(-1)).toBe('line 5000 ');
    expect(complete).toBe(false);
  });

  it('goes on in rotated files, compressed ones too', async () => {
    const path = join(folder, 'rotated.log');
    writeFileSync(path, numbered(201, 300));
    writeFileSync(`${path}.1`, numbered(101, 200));
    writeFileSync(`${path}.2.gz`, gzipSync(numbered(1, 100)));
    const { lines } = await tail(path);
    expect(lines).toHaveLength(300);
    expect(lines[0]).toBe('line 1 ');
  });

  it('does not open rotated files that are not needed', async () => {
    const path = join(folder, 'enough.log');
    writeFileSync(path, numbered(1, 10));
    writeFileSync(`${path}.1.gz`, 'not gzip at all');
    expect((await tail(path, { isTooOld: (line) => line.startsWith('line 5 ') })).lines).toHaveLength(5);
    expect((await tail(path)).lines).toHaveLength(10);
  });

  it('holds of a compressed file only what may still be kept', async () => {
    const path = join(folder, 'packed.log');
    writeFileSync(path, '');
    writeFileSync(`${path}.1.gz`, gzipSync(numbered(1, 50_000)));
    const { lines, complete } = await tail(path, { maxLines: 20 });
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toBe('line 50000 ');
    expect(complete).toBe(false);
  });

  it('survives a line without end and strips control characters', async () => {
    const path = join(folder, 'hostile.log');
    writeFileSync(path, `first\n${'x'.repeat(300_000)}\nred \u001b[31m\u0007 line\n`);
    const { lines } = await tail(path);
    expect(lines[0]).toBe('first');
    expect(lines[1]?.length).toBeLessThanOrEqual(16 * 1024);
    expect(lines.at(-1)).toBe('red [31m line');
  });

  it('that is not there is a failure with a remedy', async () => {
    const read = await tailLog(join(folder, 'none.log'), limits());
    expect(read).toMatchObject({ ok: false, failure: { reason: 'not-present' } });
  });
});
