// What is checked of an installation: the configuration, each device by its vendor and by its evidence.

import { deviceEvidenceChecks } from '../checks/deviceEvidence.js';
import { configurationChecks } from '../config/checks.js';
import type { Settings } from '../config/settings.js';
import type { CheckGroup } from '../domain/check.js';
import type { Clock } from '../domain/clock.js';
import type { Device } from '../domain/device.js';
import type { Fleet } from '../fleet/fleet.js';
import { unusedNames } from './unusedNames.js';

export interface InstallationParts {
  readonly settings: Settings;
  readonly devices: readonly Device[];
  readonly fleet: Pick<Fleet, 'view'>;
  readonly clock: Clock;
}

export async function installationChecks(parts: InstallationParts): Promise<readonly CheckGroup[]> {
  const { settings, devices, fleet } = parts;
  return [
    { name: 'configuration', checks: configurationChecks(settings) },
    ...devices.map((device) => deviceGroup(device, parts)),
    { name: 'tunnels', checks: [unusedNames(settings, fleet)] },
  ];
}

function deviceGroup(device: Device, { settings, clock }: InstallationParts): CheckGroup {
  const { name } = device;
  const { checks, open } = device.checks();
  const declared = settings.tunnels.flatMap(({ ends }) =>
    ends.filter((end) => end.device === name).map(({ tunnel }) => tunnel),
  );
  return { name, checks: [...checks, ...deviceEvidenceChecks({ device, clock, declared, needs: open })] };
}
