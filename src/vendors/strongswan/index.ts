// The strongSwan adapter's front door.

import { StrongswanDevice, type StrongswanPorts } from './device.js';
import type { StrongswanSettings } from './settings.js';

export { VENDOR as strongswanVendor } from './normalizeConfig.js';
export { changes, reads } from './requests.js';
export {
  type StrongswanSettings,
  type StrongswanSettingsInput,
  strongswanSettingsSchema,
} from './settings.js';

/** Opens nothing until it is asked, unless `followLog` is set: then it begins to listen at once. */
export function createStrongswanDevice(
  settings: StrongswanSettings,
  ports: StrongswanPorts,
): StrongswanDevice {
  return new StrongswanDevice(settings, ports);
}
