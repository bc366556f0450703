// A process that is told to end, ends: at the second signal also while a thread of it waits for a pipe.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-signals-'));
afterAll(() => rmSync(folder, { recursive: true }));

const hanging = `
  import { open } from 'node:fs';
  import { endOnSignals } from ${JSON.stringify(new URL('../../../dist/support/signals.js', import.meta.url).href)};
  const stop = new AbortController();
  stop.signal.addEventListener('abort', () => console.log('asked to end'));
  endOnSignals(stop, process);
  open(${JSON.stringify(join(folder, 'pipe'))}, 'r', () => {});
  console.log('hangs');
`;

describe('signals', () => {
  it.each([
    ['SIGTERM', 'SIGTERM'],
    ['SIGINT', 'SIGTERM'],
  ] as const)('ask for an end first (%s), and are one the second time (%s)', async (first, second) => {
    execFileSync('mkfifo', ['-m', '600', join(folder, 'pipe')]);
    const child = spawn(process.execPath, ['--input-type=module', '-e', hanging]);
    const said: string[] = [];
    child.stderr.on('data', (chunk) => said.push(String(chunk)));
    const hears = async (word: string): Promise<void> => {
      for await (const chunk of child.stdout.iterator({ destroyOnReturn: false })) {
        said.push(String(chunk));
        if (said.join('').includes(word)) return;
      }
      throw new Error(`It ended without "${word}": ${said.join('')}`);
    };
    await hears('hangs');
    child.kill(first);
    await hears('asked to end');
    const closed = once(child, 'close');
    child.kill(second);
    expect(await closed).toEqual([null, second]);
    rmSync(join(folder, 'pipe'));
  });
});
