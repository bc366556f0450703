// What all firewalls behind one Panorama have in common: its limit of calls, and what it thinks of their key.

import { KeyedLimiter } from '../../support/limiter.js';
import { KeyGate } from '../https/keyGate.js';
import type { DevicePorts } from '../vendor.js';
import { refusedBeforeFault } from './fault.js';
import type { SessionOptions } from './session.js';
import type { PanosSettings } from './settings.js';

type Common = Required<Pick<SessionOptions, 'limiter' | 'keyGate'>>;

/** By process, then by address. */
const known = new WeakMap<DevicePorts, Map<string, Common>>();

/** Nothing for a firewall that is asked itself. */
export function sharedBehindPanorama(settings: PanosSettings, ports: DevicePorts): Partial<Common> {
  if (!settings.panorama || settings.url === undefined) return {};
  const ofProcess = known.get(ports) ?? new Map<string, Common>();
  known.set(ports, ofProcess);
  const common = ofProcess.get(settings.url) ?? {
    limiter: new KeyedLimiter(settings.maxConcurrentCalls),
    keyGate: new KeyGate(ports.clock, refusedBeforeFault),
  };
  ofProcess.set(settings.url, common);
  return common;
}
