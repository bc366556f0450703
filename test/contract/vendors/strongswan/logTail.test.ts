// The end of a log: any block border, rotation, compression, limits.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
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
  if (!read.ok) throw new Error(read.fault.says);
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

  it('holds no more of a packed file than may be looked at, however it unpacks', async () => {
    const path = join(folder, 'growing.log');
    writeFileSync(path, 'newest\n');
    const long = (): string => `${randomBytes(60).toString('hex')} ${'words of a line '.repeat(400)}\n`;
    const packed = gzipSync(Array.from({ length: 10_000 }, long).join(''));
    writeFileSync(`${path}.1.gz`, packed);
    const { lines, complete, notes } = await tail(path, { maxLines: 50_000, maxBytes: 4 << 20 });
    expect(notes).toEqual([]);
    expect(complete).toBe(false);
    expect(lines.at(-1)).toBe('newest');
    expect(lines.length).toBeGreaterThan(200);
    expect(lines.reduce((sum, line) => sum + line.length, 0)).toBeLessThanOrEqual(4 << 20);
  });

  it.each([
    ['damaged', Buffer.from('not gzip at all'), 'it is no gzip file, or a damaged one'],
    ['cut off', gzipSync(numbered(1, 9_000)).subarray(0, 5_000), 'it is no gzip file, or a damaged one'],
    ['a bomb', gzipSync(Buffer.alloc(100 << 20, 'x')), 'it unpacks to far more than a log does'],
  ])('leaves out a packed file that is %s, says so, and goes on behind it', async (name, packed, why) => {
    const path = join(folder, `${name}.log`);
    writeFileSync(path, 'newest\n');
    writeFileSync(`${path}.1.gz`, packed);
    writeFileSync(`${path}.2`, 'oldest\n');
    const { lines, notes } = await tail(path);
    expect(lines).toEqual(['oldest', 'newest']);
    expect(notes).toEqual([`The rotated log ${path}.1.gz was left out: ${why}.`]);
  });

  it('that is a pipe, a folder or a device is refused at once', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.log')]);
    for (const [path, why] of [
      [join(folder, 'pipe.log'), 'it is not a regular file'],
      ['/dev/zero', 'it is not a regular file'],
      [folder, 'it is a folder'],
    ] as const) {
      expect(await tailLog(path, limits())).toMatchObject({
        ok: false,
        fault: { reason: 'unreadable', says: `The log file ${path} cannot be used: ${why}.` },
      });
    }
  });

  it('that is not there is a failure with a remedy', async () => {
    const read = await tailLog(join(folder, 'none.log'), limits());
    expect(read).toMatchObject({ ok: false, fault: { reason: 'not-present' } });
  });
});
