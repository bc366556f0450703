// The two services that keep running: the Slack bot, and the demo with its workspace and simulated firewalls.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Environment } from './config/environment.js';
import { isThere } from './config/secret.js';
import { loadSettings, settingsPath } from './config/settings.js';
import { demoFleet, type RunningFirewall, type RunningFleet, startFleet } from './simulator/index.js';

export interface RunningService {
  close(): Promise<void>;
}

/** Writes a configuration for a simulated fleet, with its keys beside it, so that every command can be used on it. */
export async function writeFleetConfig(
  fleet: RunningFleet,
  folder: string,
  tunnels: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const [first] = fleet.firewalls;
  if (first) await writeFile(join(folder, 'ca.pem'), first.caPem);
  const specs = new Map(fleet.spec.firewalls.map((spec) => [spec.name, spec]));
  const devices: Record<string, unknown> = {};
  for (const firewall of fleet.firewalls) {
    const spec = specs.get(firewall.name);
    // The passive unit is the second address of its pair.
    if (spec?.ha?.state === 'passive') continue;
    const mate = spec?.ha ? fleet.firewalls.find((other) => other.name === spec.ha?.mate) : undefined;
    const via = spec?.template !== undefined ? fleet.panorama : undefined;
    const name = firewall.name.replace(/-1$/, '');
    await writeFile(join(folder, `${name}.key`), `${(via ?? firewall).apiKey}\n`, { mode: 0o600 });
    devices[name] = {
      vendor: 'panos',
      ...address(firewall, mate, via),
      apiKey: { file: `${name}.key` },
      caFile: 'ca.pem',
      ...(via ? { panorama: { target: firewall.serial } } : {}),
    };
  }
  const file = join(folder, 'tunnelmedic.yml');
  await writeFile(file, stringify({ devices, tunnels }));
  return file;
}

function address(firewall: RunningFirewall, mate?: RunningFirewall, via?: RunningFirewall) {
  if (via) return { url: via.url };
  return mate ? { ha: [firewall.url, mate.url] } : { url: firewall.url };
}

export async function startDemo(_options: {
  port: number;
  say: (text: string) => void;
}): Promise<RunningService> {
  const fleet = await startFleet(demoFleet());
  const folder = await mkdtemp(join(tmpdir(), 'tunnelmedic-demo-'));
  const file = await writeFleetConfig(fleet, folder);
  _options.say(`${file}\n`);
  return {
    close: async () => {
      await fleet.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function startService(options: {
  config: string | null;
  environment: Environment;
  say: (text: string) => void;
}): Promise<RunningService> {
  const settings = await loadSettings(settingsPath(options.config, options.environment), options.environment);
  await isThere(settings.slack.botToken);
  return await startDemo({ port: 0, say: options.say });
}
