// The FortiOS adapter's door: the vendor, and a FortiGate as a Device.

import { trustQuestions } from '../https/access.js';
import { PerProcess } from '../https/perProcess.js';
import { declareVendor } from '../vendor.js';
import { createFortiosDevice } from './device.js';
import { reads } from './reads.js';
import { nameOf } from './requests.js';
import { type Common, commonBy } from './session.js';
import { fortiosSettings, openFortiosSettings } from './settings.js';
import { tells, unproven } from './tells.js';

export { createFortiosDevice } from './device.js';

export { type FortiosSettings, fortiosSettings } from './settings.js';

/** Kept apart by address and token. */
const common = new PerProcess<Common>();

export const fortios = declareVendor({
  settings: fortiosSettings,
  setup: [
    {
      key: 'url',
      kind: 'text',
      question: 'The address of its web interface, for example https://fgt-lyon.example.net:8443:',
    },
    {
      key: 'token',
      kind: 'secret',
      question:
        'Where is the token of its REST API administrator (System > Administrators > Create New > REST API Admin)? For example FGT_LYON_TOKEN:',
    },
    {
      key: 'vdom',
      kind: 'text',
      question: 'The virtual domain that holds its tunnels, or Enter when it has none of its own (root):',
      optional: true,
    },
    ...trustQuestions,
  ],
  sends: Object.values(reads).map(nameOf),
  tells,
  unproven,
  open: openFortiosSettings,
  connect: (settings, ports) =>
    createFortiosDevice(settings, {
      clock: ports.clock,
      common: common.get(ports, 'every address', () => commonBy(ports.clock)),
    }),
});
