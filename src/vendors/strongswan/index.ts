// The strongSwan adapter's door: the vendor, and a daemon as a Device.

import { declareVendor } from '../vendor.js';
import { createStrongswanDevice } from './device.js';
import { reads, subscriptions } from './requests.js';
import { openStrongswanSettings, strongswanSettings } from './settings.js';
import { tells, unproven } from './tells.js';

export { createStrongswanDevice } from './device.js';

export { reads } from './requests.js';
export { type StrongswanSettings, strongswanSettings } from './settings.js';

/** Events that carry the rows of a command: named by the command. */
const streamed: ReadonlySet<string | null> = new Set(Object.values(reads).map(({ streams }) => streams));

export const strongswan = declareVendor({
  settings: strongswanSettings,
  setup: [
    {
      key: 'vici',
      kind: 'text',
      question: 'Its VICI socket on this machine, for example unix:///var/run/charon.vici:',
    },
    {
      key: 'log',
      kind: 'text',
      question: 'The file that charon logs to, or Enter when there is none:',
      optional: true,
    },
  ],
  sends: [
    ...Object.values(reads).map(({ command }) => command),
    ...subscriptions.filter((event) => !streamed.has(event)),
  ],
  tells,
  unproven,
  open: openStrongswanSettings,
  connect: (settings, { clock, longRunning }) =>
    createStrongswanDevice(settings, { clock, followLog: longRunning }),
});
