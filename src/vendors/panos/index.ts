// The PAN-OS adapter's door: the vendor, a firewall as a Device, and obtaining an API key.

import { declareVendor } from '../vendor.js';
import { sharedBehindPanorama } from './behindPanorama.js';
import { createPanosDevice } from './device.js';
import { keygen, reads } from './reads.js';
import { openPanosSettings, panosSettings } from './settings.js';

export { createPanosDevice } from './device.js';

export { obtainApiKey } from './keygen.js';
export { type PanosSettings, panosSettings } from './settings.js';

export const panos = declareVendor({
  settings: panosSettings,
  sends: [...Object.values(reads), keygen].map(({ says }) => says),
  open: openPanosSettings,
  connect: (settings, ports) =>
    createPanosDevice(settings, { clock: ports.clock, ...sharedBehindPanorama(settings, ports) }),
});
