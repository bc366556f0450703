// A cluster as one of its units tells it → one HA state of the firewall that its users see.

import type { HaState } from '../../domain/device.js';
import type { UnitState } from '../https/units.js';
import type { MemberWords } from './parseSystem.js';

export const alone = 'standalone';

export function standalone(): UnitState {
  return {
    terminatesTunnels: true,
    says: null,
    state: (activeAddress, asked) => ({
      enabled: false,
      local: null,
      peer: null,
      synchronized: null,
      seconds: null,
      activeAddress,
      asked,
    }),
  };
}

/**
 * In an active-active cluster too, IKE is spoken by the primary unit alone.
 * @param serial of the unit that answered
 */
export function normalizeHa(
  mode: string,
  members: readonly MemberWords[],
  serial: string | null,
): UnitState | null {
  const own = members.find((member) => member.serial === serial);
  if (own === undefined || own.isPrimary === null) return null;
  const others = members.filter((member) => member !== own);
  const local = localOf(mode, own.isPrimary);
  return {
    terminatesTunnels: own.isPrimary,
    says: own.isPrimary ? 'primary' : 'secondary',
    state: (activeAddress, asked) => ({
      enabled: true,
      local,
      peer: others.length === 0 ? null : own.isPrimary ? 'secondary' : 'primary',
      synchronized: synchronized(own, others),
      seconds: null,
      activeAddress,
      asked,
    }),
  };
}

function localOf(mode: string, isPrimary: boolean): HaState['local'] {
  if (mode === 'a-a') return isPrimary ? 'active-primary' : 'active-secondary';
  return isPrimary ? 'active' : 'passive';
}

/** Null where nobody is there to agree with, or a checksum is not told. */
function synchronized(own: MemberWords, others: readonly MemberWords[]): boolean | null {
  const sums = [own, ...others].map(({ checksum }) => checksum);
  if (others.length === 0 || sums.includes(null)) return null;
  return sums.every((sum) => sum === sums[0]);
}
