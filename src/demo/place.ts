// Where the demo runs: a folder of its own and the port of its page, either of which may be refused.

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../domain/problem.js';
import { ownPath } from '../support/ownFiles.js';
import { portTaken } from '../support/portTaken.js';
import { yamlParser } from '../support/yamlParser.js';
import { DEFAULT_CHANNELS, startWorkspace, type Workspace } from '../workspace/index.js';
import { labApp, labChannel } from './lab.js';
import { alertsChannel, monitoringApp } from './monitoring.js';

/** Where the page of the demo is looked for first; any free port when it is taken. */
const demoPort = 4400;

const notice =
  'Simulated firewalls. Try /ipsec status tunnel-x, then #alerts and its threads, then /ipsec handoff.';

/**
 * What may be refused, before anything runs that would have to be ended.
 * @param port of the page; 0 takes any free one, null the usual one or any.
 * @throws Problem `data-folder` where nothing can be written, `port-taken` for a port that was named.
 */
export async function openPlace(
  port: number | null,
): Promise<{ readonly folder: string; readonly workspace: Workspace }> {
  const folder = await newFolder();
  try {
    return { folder, workspace: await openWorkspace(port) };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function newFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'tunnelmedic-demo-')).catch(() => {
    throw new Problem('data-folder', {
      folder: tmpdir(),
      detail: 'no folder can be made in it',
      hint: 'Name one that this user may write to in TMPDIR.',
    });
  });
}

const channels = [...DEFAULT_CHANNELS, alertsChannel, labChannel];
const apps = [monitoringApp, labApp];

async function openWorkspace(port: number | null): Promise<Workspace> {
  const manifest = yamlParser().parse(await readFile(ownPath('manifest.yml'), 'utf8'));
  const open = (wanted: number) =>
    startWorkspace({ mode: 'socket', manifest, port: wanted, notice, apps, channels });
  if (port !== null)
    return await open(port).catch((error: unknown) => {
      throw portTaken({ host: '127.0.0.1', port, setting: '--port' }, error);
    });
  return await open(demoPort).catch(() => open(0));
}
