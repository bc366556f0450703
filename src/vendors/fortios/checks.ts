// What is checked of a FortiGate before evidence is asked of it: the way to it, the token, and each right of its admin profile.

import type { DeviceChecks } from '../../domain/device.js';
import { accessChecks, withRights } from '../https/checks.js';
import { readRequest } from './requests.js';
import type { Session } from './session.js';
import { neededRights, tryRight } from './trials.js';

export function fortiosChecks(session: Session): DeviceChecks {
  const { name, clock, settings, clients } = session;
  const access = accessChecks({
    name,
    clock,
    access: settings,
    keyName: 'API token',
    callMs: settings.timeouts.callMs,
    tryKey: (unit, frame) => (clients[unit] as (typeof clients)[number]).read(readRequest('status'), frame),
  });
  return withRights(session, access, neededRights, (right, call) => tryRight(session, right, call));
}
