// Asking one unit for its HA state, before anything that only the active one can tell.

import type { Observation } from '../../domain/observation.js';
import type { UnitState } from '../https/units.js';
import type { Asking, ReadOptions } from './asking.js';
import type { PanosClient } from './client.js';
import { normalizeHa, terminatesTunnels } from './normalizeHa.js';
import { parseHa } from './parseSystem.js';

export async function lookAtHa(
  question: Asking,
  unit: PanosClient,
  hurry: Pick<ReadOptions, 'attempts' | 'timeoutMs'>,
): Promise<Observation<UnitState>> {
  const reply = await question.readFrom(unit, 'ha-state', {}, hurry);
  if (!reply.known) return reply;
  const words = parseHa(reply.value);
  if (words === null)
    return question.gap(
      'unreadable',
      'The firewall answered its HA state in an unknown form.',
      'Report it with the version.',
    );
  return question.known({
    terminatesTunnels: terminatesTunnels(words),
    says: words.localState,
    state: (activeAddress: string | null, asked: readonly string[]) =>
      normalizeHa(words, activeAddress, asked),
  });
}
