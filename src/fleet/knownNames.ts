// Every tunnel that is configured, as far as devices told it before: nobody is asked.

import type { Clock } from '../domain/clock.js';
import { gap } from '../domain/observation.js';
import type { DeviceDesk } from './deskOverDevices.js';
import { createFleet, type Fleet } from './fleet.js';

interface KnownParts {
  readonly fleet: Pick<Fleet, 'devices' | 'declared'>;
  readonly desk: Pick<DeviceDesk, 'peek'>;
  readonly clock: Clock;
}

const never = new AbortController().signal;

/** @returns their names. One that may be half of a pair is left out while a device did not tell its tunnels yet. */
export function knownNames({ fleet, desk, clock }: KnownParts): () => Promise<readonly string[]> {
  const known = createFleet({
    devices: fleet.devices,
    declared: () => fleet.declared(),
    desk: {
      async ask(device, kind, scope) {
        const at = clock.now().toISOString();
        const unasked = {
          reason: 'not-asked',
          says: `${device} was not asked yet.`,
          remedy: 'Wait.',
        } as const;
        return desk.peek(device, kind, scope) ?? gap({ ...unasked, device, request: kind, at });
      },
    },
  });
  return async () => {
    const { tunnels, gaps } = await known.view({ signal: never, deadlineAt: clock.now().toISOString() });
    return tunnels.filter(({ theirs }) => theirs !== null || gaps.length === 0).map(({ name }) => name);
  };
}
