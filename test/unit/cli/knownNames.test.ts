// Names that a shell can propose without asking a device: declared ones, and those that a list kept beside the store.

import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { keepNames, knownNames } from '../../../src/cli/knownNames.js';
import { loadSettings } from '../../../src/config/settings.js';

let folder: string;
let config: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-names-'));
  config = join(folder, 'tunnelmedic.yml');
  await writeFile(
    config,
    'devices:\n  fw: { vendor: strongswan, vici: "unix:///x" }\ntunnels:\n  paris: { aliases: [erp] }\nstore: { dataFolder: data }\n',
  );
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('are those of the configuration and those that the last list saw, each once', async () => {
  await mkdir(join(folder, 'data'));
  await keepNames(await loadSettings(config, {}), ['zurich', 'paris', 'oslo-r&d:lab']);
  expect(await knownNames(config, {})).toEqual(['erp', 'oslo-r&d:lab', 'paris', 'zurich']);
  expect((await stat(join(folder, 'data/tunnel-names.json'))).mode & 0o777).toBe(0o600);
});

it('are those of the configuration alone where nothing is kept, or not as we wrote it', async () => {
  await keepNames(await loadSettings(config, {}), ['zurich']);
  expect(await knownNames(config, {})).toEqual(['erp', 'paris']);
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'data/tunnel-names.json'), '{"not":"names"}');
  expect(await knownNames(config, {})).toEqual(['erp', 'paris']);
});
