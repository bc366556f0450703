// What all firewalls behind one Panorama have in common: its limit of calls, and what it thinks of their key.

import { KeyedLimiter } from '../../support/limiter.js';
import { KeyGate } from '../https/keyGate.js';
import { PerProcess } from '../https/perProcess.js';
import type { DevicePorts } from '../vendor.js';
import type { SessionOptions } from './session.js';
import type { PanosSettings } from './settings.js';

type Common = Required<Pick<SessionOptions, 'limiter' | 'keyGate'>>;

/** By address. */
const known = new PerProcess<Common>();

/** Nothing for a firewall that is asked itself. */
export function sharedBehindPanorama(settings: PanosSettings, ports: DevicePorts): Partial<Common> {
  if (!settings.panorama || settings.url === undefined) return {};
  return known.get(ports, settings.url, () => ({
    limiter: new KeyedLimiter(settings.maxConcurrentCalls),
    keyGate: new KeyGate(ports.clock),
  }));
}
