// What is checked of a firewall before evidence is asked of it: the way to it, the key, and each right.

import type { DeviceChecks } from '../../domain/device.js';
import { accessChecks, withRights } from '../https/checks.js';
import { readRequest } from './requests.js';
import type { Session } from './session.js';
import { neededRights, tryRight } from './trials.js';

export function panosChecks(session: Session): DeviceChecks {
  const { name, clock, settings, clients } = session;
  const { callMs } = settings.timeouts;
  const access = accessChecks({
    name,
    clock,
    access: settings,
    keyName: 'API key',
    tryKey: async (unit, call) => {
      const client = clients[unit] as (typeof clients)[number];
      return await client.read(readRequest('system-info'), {
        signal: call.signal,
        deadlineMs: Math.min(Date.parse(call.deadlineAt), clock.now().getTime() + callMs),
        timeoutMs: callMs,
        attempts: 1,
        onCall: () => undefined,
      });
    },
  });
  return withRights(session, access, neededRights, (right, call) => tryRight(session, right, call));
}
