// The strongSwan adapter's door: the vendor, and a daemon as a Device.

import { declareVendor } from '../vendor.js';
import { createStrongswanDevice } from './device.js';
import { openStrongswanSettings, strongswanSettings } from './settings.js';

export { createStrongswanDevice } from './device.js';

export { reads } from './requests.js';
export { type StrongswanSettings, strongswanSettings } from './settings.js';

export const strongswan = declareVendor({
  settings: strongswanSettings,
  open: openStrongswanSettings,
  connect: (settings, { clock, longRunning }) =>
    createStrongswanDevice(settings, { clock, followLog: longRunning }),
});
