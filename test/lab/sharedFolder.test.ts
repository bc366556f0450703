// Two containers on one volume: processes in PID namespaces of their own, on one data folder.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const unshare = '/usr/bin/unshare';
let base: string;
let script: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'tunnelmedic-shared-'));
  script = join(base, 'writer.mjs');
  const from = (name: string) => JSON.stringify(new URL(`../../dist/stores/${name}`, import.meta.url).href);
  writeFileSync(
    script,
    `import { openDatabase } from ${from('database.js')};
import { createSeenKeys } from ${from('seenKeys.js')};
const [dataFolder, name, wanted] = process.argv.slice(2);
const now = () => new Date();
const say = (text) => process.stdout.write(text + '\\n');
const onLost = (problem) => { say(problem.code); process.exit(problem.exit); };
const database = await openDatabase({ dataFolder, pid: process.pid, onLost }, now).catch((error) => {
  say(error.code + ' ' + error.message);
  process.exit(error.exit);
});
const seen = createSeenKeys(database.sql);
const count = async () => (await database.sql.selectFrom('seen').select('key').execute()).length;
say('open with ' + (await count()));
for (let n = 0; n < Number(wanted); n += 1) { await seen.claim(name + n, now().toISOString()); say('kept'); }
say('idle');
process.on('SIGUSR1', () => seen.claim(name + ' later', now().toISOString()).then(() => say('kept'), (error) => say(error.code)));
process.on('SIGTERM', () => database.close().then(() => process.exit(0)));
`,
  );
}, 60_000);
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(base, { recursive: true, force: true });
});

interface Writer {
  readonly child: ChildProcess;
  readonly said: () => string;
  /** To the writer itself: its namespace's first process has \`unshare\` as parent. */
  signal(name: NodeJS.Signals): void;
}

/** @param flock false as in an image without flock(1). */
function writer(folder: string, name: string, rows: number, flock = true): Writer {
  const child = spawn(
    unshare,
    ['--pid', '--fork', '--kill-child', '--mount-proc', process.execPath, script, folder, name, String(rows)],
    { env: flock ? process.env : { PATH: '/nowhere' } },
  );
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said += String(text);
    });
  return {
    child,
    said: () => said,
    signal: (which) => void spawnSync('pkill', [`-${which.slice(3)}`, '-P', String(child.pid)]),
  };
}

async function until(one: Writer, pattern: RegExp): Promise<void> {
  await expect.poll(one.said, { timeout: 90_000, interval: 50 }).toMatch(pattern);
}

describe.each([
  ['with flock(1)', true],
  ['without flock(1)', false],
])('%s', (_how, flock) => {
  it('the second one is refused, what the first one acknowledged stays, and it is free when that one was killed', async () => {
    const folder = join(base, `killed-${flock}`);
    const first = writer(folder, 'first', 100, flock);
    await until(first, /idle/);
    const second = writer(folder, 'second', 1, flock);
    await until(second, /store-locked Another process \(pid 1 on .*, since /);
    first.signal('SIGKILL');
    const third = writer(folder, 'third', 1, flock);
    await until(third, /open with 100[\s\S]*idle/);
  }, 200_000);
});

it('one that was paused until another one took the folder writes nothing more and ends', async () => {
  const folder = join(base, 'paused');
  const first = writer(folder, 'first', 50, false);
  await until(first, /idle/);
  first.signal('SIGSTOP');
  const second = writer(folder, 'second', 50, false);
  await until(second, /open with 50[\s\S]*idle/);
  first.signal('SIGUSR1');
  first.signal('SIGCONT');
  await until(first, /store-lost/);
  second.signal('SIGTERM');
  await until(second, /idle/);
  await expect.poll(() => second.child.exitCode, { timeout: 30_000 }).not.toBeNull();
  const third = writer(folder, 'third', 0);
  await until(third, /open with 100/);
}, 250_000);

it('a file system that is read-only or full, and another user\u2019s folder, are one sentence', async () => {
  const within = (prepare: string, folder: string, user = ''): string => {
    const words = [process.execPath, script, folder, 'x', '0'].join(' ');
    const run = user === '' ? words : `setpriv --reuid ${user} --clear-groups ${words}`;
    return spawnSync(unshare, ['--mount', 'sh', '-c', `${prepare} && ${run}`], { encoding: 'utf8' }).stdout;
  };
  const place = join(base, 'place');
  mkdirSync(place);
  const readOnly = within(`mount -t tmpfs -o ro none ${place}`, join(place, 'data'));
  expect(readOnly).toMatch(/^data-folder .* is on a file system that is read-only/);
  const full = within(`mount -t tmpfs -o size=2m none ${place}`, join(place, 'data'));
  expect(full).toMatch(/^data-folder .* no such space left/);
  const others = within(`chmod 755 ${base} ${script} && chmod 777 ${place}`, place, '65534');
  expect(others).toMatch(/^data-folder .* belongs to another user \(uid 0, this process is 65534\)/);
  const closed = within(`chmod 755 ${base} ${place}`, join(place, 'data'), '65534');
  expect(closed).toMatch(/^data-folder .* may not be used by this user/);
}, 120_000);
