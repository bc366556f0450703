// The product's own device over one end of a lab, as a configuration would declare it.
import type { CallContext } from '../../src/domain/device.js';
import type { Observation } from '../../src/domain/observation.js';
import type { TunnelConfig } from '../../src/domain/tunnelConfig.js';
import type { StrongswanDevice } from '../../src/vendors/strongswan/device.js';
import { createStrongswanDevice } from '../../src/vendors/strongswan/index.js';
import { strongswanTold } from '../deviceSettings.js';
import type { LabEnd } from './lab.js';
import { realClock } from './recordings.js';

export function labDevice(
  end: LabEnd,
  more: { followLog?: boolean; withFiles?: boolean } = {},
): StrongswanDevice {
  const files = more.withFiles === false ? {} : { log: end.logFile, configFile: end.configFile };
  const settings = strongswanTold({
    name: `${end.side}-gateway`,
    vici: end.viciUri,
    ...files,
  });
  return createStrongswanDevice(settings, { clock: realClock, followLog: more.followLog ?? false });
}

export const aCall = (): CallContext => ({
  signal: AbortSignal.timeout(20_000),
  deadlineAt: new Date(Date.now() + 20_000).toISOString(),
});

/** The value, or a test failure that says what the gap said. */
export function toldBy<T>(observation: Observation<T>): T {
  if (!observation.known) throw new Error(`${observation.request}: ${observation.says}`);
  return observation.value;
}

export async function onlyTunnel(device: StrongswanDevice): Promise<TunnelConfig> {
  const [tunnel, ...more] = toldBy(await device.fetch('inventory', {}, aCall()));
  if (tunnel === undefined || more.length > 0) throw new Error('expected exactly one tunnel');
  return tunnel;
}
