// Files that somebody named: regular ones are read within their bound, everything else is refused at once.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openRegularFile,
  readSmallFile,
  readSmallFileNow,
  readStart,
  replaceFile,
} from '../../../src/support/files.js';

const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-files-'));
const at = (name: string): string => join(folder, name);
const server = createServer();
beforeAll(async () => {
  execFileSync('mkfifo', [at('pipe')]);
  await new Promise<void>((resolve) => server.listen(at('socket'), resolve));
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('small files', () => {
  it('are read with a reason when they cannot be, now or later alike', async () => {
    writeFileSync(at('f'), '\uFEFFtext');
    for (const read of [readSmallFile, readSmallFileNow]) {
      expect(await read(at('f'))).toEqual({ ok: true, text: 'text' });
      expect(await read(at('f'), 3)).toEqual({ ok: false, why: 'too-large' });
      expect(await read(at('g'))).toEqual({ ok: false, why: 'missing' });
      expect(await read(folder)).toEqual({ ok: false, why: 'directory' });
    }
  });

  it('may be exactly as large as allowed, larger than the first guess, or of a size that nobody tells', async () => {
    writeFileSync(at('exact'), 'x'.repeat(200_000));
    expect(await readSmallFile(at('exact'), 200_000)).toMatchObject({ ok: true });
    expect(await readSmallFile(at('exact'), 199_999)).toEqual({ ok: false, why: 'too-large' });
    const untold = await readSmallFile('/proc/self/status');
    expect(untold.ok && untold.text).toContain('Pid:');
    const start = await readStart(at('exact'), 10);
    expect(start.ok && start.bytes.toString()).toBe('xxxxxxxxxx');
  });
});

describe('what is no regular file', () => {
  it.each([
    ['a pipe that nobody writes to', () => at('pipe')],
    ['a link to such a pipe', () => at('link')],
    ['a socket', () => at('socket')],
    ['a device that never ends', () => '/dev/zero'],
    ['a device that is empty', () => '/dev/null'],
  ])('is refused without waiting: %s', async (_, path) => {
    symlinkSync(at('pipe'), at('link'));
    try {
      expect(await openRegularFile(path())).toEqual({ ok: false, why: 'special' });
      expect(await readSmallFile(path())).toEqual({ ok: false, why: 'special' });
      expect(readSmallFileNow(path())).toEqual({ ok: false, why: 'special' });
    } finally {
      rmSync(at('link'));
    }
  });
});

describe('a file of ours that is written anew', () => {
  it('keeps its mode and the link that leads to it, and nothing is left beside it', async () => {
    mkdirSync(at('etc'));
    writeFileSync(at('etc/real.yml'), 'old');
    chmodSync(at('etc/real.yml'), 0o640);
    symlinkSync(at('etc/real.yml'), at('etc/link.yml'));
    await replaceFile(at('etc/link.yml'), 'new');
    expect(readFileSync(at('etc/real.yml'), 'utf8')).toBe('new');
    expect(statSync(at('etc/real.yml')).mode & 0o777).toBe(0o640);
    expect(lstatSync(at('etc/link.yml')).isSymbolicLink()).toBe(true);
    expect(readdirSync(at('etc')).toSorted()).toEqual(['link.yml', 'real.yml']);
  });

  it('is for its owner alone at first, and what cannot be written leaves what was there', async () => {
    await replaceFile(at('first'), 'one');
    expect(statSync(at('first')).mode & 0o777).toBe(0o600);
    mkdirSync(at('first.new'));
    await expect(replaceFile(at('first'), 'two')).rejects.toThrow();
    expect(readFileSync(at('first'), 'utf8')).toBe('one');
    await expect(replaceFile(at('nowhere/f'), 'x')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
