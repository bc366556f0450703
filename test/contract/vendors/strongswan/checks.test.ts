// What `doctor` finds at a strongSwan daemon: its socket, the commands that it knows, and its files.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { deviceEvidenceChecks } from '../../../../src/checks/deviceEvidence.js';
import { runChecks } from '../../../../src/checks/run.js';
import { systemClock } from '../../../../src/support/clock.js';
import { recorded, startFakeDaemon } from './fakeDaemon.js';
import { deviceAt } from './support.js';

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function examine(path: string, more: Parameters<typeof deviceAt>[1] = {}) {
  const device = deviceAt(path, more);
  closing.push(() => device.close());
  const { checks, open } = device.checks();
  const evidence = deviceEvidenceChecks({ device, clock: systemClock, declared: [], needs: open });
  const results = await runChecks([{ name: device.name, checks: [...checks, ...evidence] }], {
    clock: systemClock,
    signal: new AbortController().signal,
    onProgress: () => undefined,
    onFault: (error) => {
      throw error;
    },
  });
  return new Map(results.map((one) => [one.what.replace(/^.*?: /, ''), one]));
}

async function daemon(replies = recorded('healthy-v2', 'left')) {
  const started = await startFakeDaemon(replies);
  closing.push(() => started.close());
  return started;
}

it('answers every command that is ever sent', async () => {
  const { path, asked } = await daemon();
  const found = await examine(path);
  expect([...found.values()].filter(({ state }) => state === 'failed')).toEqual([]);
  expect(found.get('VICI commands')?.state).toBe('ok');
  expect(asked.map(({ command }) => command)).toEqual(expect.arrayContaining(['list-sas', 'list-certs']));
  // What it cannot tell is not broken.
  expect(found.get('HA')?.state).toBe('skipped');
  expect(found.get('VPN log')?.state).toBe('skipped');
});

it('has no socket there: nothing behind it is looked at', async () => {
  const found = await examine('/nowhere/charon.vici');
  expect(found.get('VICI socket')).toMatchObject({
    state: 'failed',
    says: 'There is no VICI socket at /nowhere/charon.vici.',
  });
  expect(found.get('VICI commands')?.state).toBe('skipped');
  expect(found.get('tunnels')?.state).toBe('skipped');
});

it('has not the plugin for its counters, which is a warning', async () => {
  const { path, replies } = await daemon();
  delete replies['get-counters'];
  const result = (await examine(path)).get('VICI commands');
  expect(result?.state).toBe('warning');
  expect(result?.remedy).toBe('Load the counters plugin of strongSwan.');
});

it('has a log and a swanctl.conf that are read, or are not there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tunnelmedic-checks-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  const configFile = join(folder, 'swanctl.conf');
  writeFileSync(configFile, 'connections {\n}\n');
  const { path } = await daemon();
  const found = await examine(path, { configFile, log: join(folder, 'charon.log') });
  expect(found.get('swanctl.conf')?.state).toBe('ok');
  expect(found.get('VPN log')?.state).toBe('warning');
  expect(found.get('VPN log')?.says).toContain('is not there');
});
