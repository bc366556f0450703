// Who gets the lock of a data folder, with the kernel's help and without, and in other namespaces than our own.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ownPlace, startOf } from '../../../src/stores/holder.js';
import { type FolderLock, type LockParts, lockFolder } from '../../../src/stores/lockFile.js';

let folder: string;
let path: string;
let taken: FolderLock[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-lock-'));
  path = join(folder, 'store.lock');
});
afterEach(() => {
  for (const lock of taken) lock.release();
  taken = [];
  rmSync(folder, { recursive: true, force: true });
});

const here = ownPlace();
const elsewhere = { ...here, pidNamespace: 'pid:[1]', host: 'other-container' };
const afterReboot = { ...here, boot: 'another boot' };
const quick = { pid: process.pid, beatMs: 20, quietMs: 200 } as const;
/** As where flock(1) is not installed. */
const alone = { ...quick, askKernel: () => 'unavailable' } as const satisfies Partial<LockParts>;
/** A holder that stands still: it touches the file once. */
const paused = { ...alone, beatMs: 2_000_000_000, clock: standing() } as const;

/** Lets the holder settle, and then never wakes its heartbeat. */
function standing(): LockParts['clock'] {
  let slept = 0;
  return {
    now: () => new Date(0),
    sleep: (_ms, signal) => {
      slept += 1;
      return slept % 2 === 1
        ? Promise.resolve()
        : new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    },
  };
}

async function take(parts: Parameters<typeof lockFolder>[1]): Promise<FolderLock> {
  const lock = await lockFolder(path, parts);
  if ('heldBy' in lock) throw new Error(`held by ${lock.heldBy?.pid}`);
  taken.push(lock);
  return lock;
}

function leftBehind(given: Record<string, unknown>): void {
  const holder = {
    token: 'left',
    pid: 2 ** 22 + 1,
    started: '1',
    ...here,
    since: '2026-03-01T10:00:00.000Z',
    kernel: false,
  };
  writeFileSync(path, JSON.stringify({ ...holder, ...given }));
}

describe('with the lock of the kernel', () => {
  it('a second one is refused and told who holds it', async () => {
    await take(quick);
    expect(await lockFolder(path, quick)).toMatchObject({ heldBy: { pid: process.pid, host: here.host } });
  });

  it('a living holder of another namespace is not judged by our own /proc', async () => {
    await take({ ...quick, place: elsewhere, pid: 2 ** 22 + 1 });
    expect(await lockFolder(path, quick)).toMatchObject({ heldBy: { host: 'other-container' } });
  });

  it('a released one is free at once, and one whose holder was killed too', async () => {
    (await take(quick)).release();
    (await take(quick)).release();
    leftBehind({ ...elsewhere, kernel: true });
    await take({ ...quick, quietMs: 3_600_000 });
  });

  it('one from before a reboot is free when nobody touches the file', async () => {
    leftBehind({ ...afterReboot, kernel: true });
    await take(quick);
  });

  it('one on another machine that shares the volume is not free while that one touches the file', async () => {
    leftBehind({ ...afterReboot, host: 'other-machine', kernel: true });
    const touching = setInterval(() => utimesSync(path, Date.now() / 1000, Date.now() / 1000), 20);
    const lock = await lockFolder(path, quick);
    clearInterval(touching);
    expect(lock).toMatchObject({ heldBy: { host: 'other-machine' } });
  });

  it('goes to one of many that find a dead holder at the same moment', async () => {
    leftBehind({ kernel: true });
    const go = join(folder, 'go');
    const module = new URL('../../../dist/stores/lockFile.js', import.meta.url).href;
    // Each is a process of its own that lives until its input ends: a holder that ended would be replaced.
    const script = `import { existsSync } from 'node:fs';
      import { lockFolder } from ${JSON.stringify(module)};
      console.log('ready');
      while (!existsSync(${JSON.stringify(go)}));
      const lock = await lockFolder(${JSON.stringify(path)}, { pid: process.pid });
      console.log('release' in lock ? 'held' : 'refused');
      process.stdin.resume();`;
    const starters = Array.from({ length: 6 }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', script]),
    );
    const said = starters.map(() => '');
    for (const [index, child] of starters.entries())
      child.stdout.on('data', (text) => {
        said[index] += String(text);
      });
    await expect.poll(() => said.every((text) => text.includes('ready')), { timeout: 60_000 }).toBe(true);
    writeFileSync(go, '');
    await expect.poll(() => said.every((text) => /held|refused/.test(text)), { timeout: 60_000 }).toBe(true);
    for (const child of starters) child.kill();
    expect(said.filter((text) => text.includes('held'))).toHaveLength(1);
  });
});

describe('without the lock of the kernel', () => {
  it('a living holder of our namespace is refused at once, however long it did not touch the file', async () => {
    leftBehind({ pid: process.pid, started: startOf(process.pid) });
    expect(await lockFolder(path, { ...alone, quietMs: 3_600_000 })).toMatchObject({
      heldBy: { pid: process.pid },
    });
  });

  it('a dead holder of our namespace is replaced at once, also when its number was given to another process', async () => {
    leftBehind({ pid: process.pid, started: '1' });
    (await take({ ...alone, quietMs: 3_600_000 })).release();
    leftBehind({});
    await take({ ...alone, quietMs: 3_600_000 });
  });

  it('a holder of another namespace is refused while it touches the file', async () => {
    await take({ ...alone, place: elsewhere });
    expect(await lockFolder(path, alone)).toMatchObject({ heldBy: { host: 'other-container' } });
  });

  it('one that stood still too long is replaced, sees it, and does not free what is not its own any more', async () => {
    const first = await take({ ...paused, place: elsewhere });
    expect(first.holds()).toBe(true);
    const second = await take(alone);
    expect([first.holds(), second.holds()]).toEqual([false, true]);
    first.release();
    expect(second.holds()).toBe(true);
  });

  it('goes to one of many that come at the same moment', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, () => lockFolder(path, { ...alone, place: elsewhere })),
    );
    taken = all.filter((one) => 'release' in one);
    expect(taken).toHaveLength(1);
    expect(taken[0]?.holds()).toBe(true);
  });
});

it('a lock file that was removed holds nothing any more', async () => {
  const lock = await take(quick);
  rmSync(path);
  expect(lock.holds()).toBe(false);
});
