// The PAN-OS adapter's door: the vendor, a firewall as a Device, and obtaining an API key.

import { trustQuestions } from '../https/access.js';
import { declareVendor } from '../vendor.js';
import { sharedBehindPanorama } from './behindPanorama.js';
import { createPanosDevice } from './device.js';
import { keygen, reads } from './reads.js';
import { openPanosSettings, panosSettings } from './settings.js';
import { tells, unproven } from './tells.js';

export { createPanosDevice } from './device.js';

export { obtainApiKey } from './keygen.js';
export { type PanosSettings, panosSettings } from './settings.js';

export const panos = declareVendor({
  settings: panosSettings,
  setup: [
    {
      key: 'url',
      kind: 'text',
      question: 'Its management address, for example https://fw-paris.example.net:',
    },
    {
      key: 'apiKey',
      kind: 'secret',
      question: 'Where is its API key (`tunnelmedic keygen` obtains one)? For example FW_PARIS_API_KEY:',
    },
    ...trustQuestions,
  ],
  sends: [...Object.values(reads), keygen].map(({ says }) => says),
  tells,
  unproven,
  open: openPanosSettings,
  connect: (settings, ports) =>
    createPanosDevice(settings, { clock: ports.clock, ...sharedBehindPanorama(settings, ports) }),
});
