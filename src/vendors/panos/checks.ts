// What is checked of a firewall before evidence is asked of it: the way to it, the key, and each right.

import type { DeviceChecks } from '../../domain/device.js';
import { accessChecks, withRights } from '../https/checks.js';
import { readRequest } from './requests.js';
import type { Session } from './session.js';
import { neededRights, tryRight } from './trials.js';

export function panosChecks(session: Session): DeviceChecks {
  const { name, clock, settings, clients } = session;
  const access = accessChecks({
    name,
    clock,
    access: settings,
    keyName: 'API key',
    callMs: settings.timeouts.callMs,
    tryKey: (unit, frame) =>
      (clients[unit] as (typeof clients)[number]).read(readRequest('system-info'), frame),
  });
  return withRights(session, access, neededRights, (right, call) => tryRight(session, right, call));
}
