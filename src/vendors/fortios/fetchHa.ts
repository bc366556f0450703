// Asking one unit for its part in a cluster, before anything that only the primary one can tell.

import type { Observation } from '../../domain/observation.js';
import type { Shared } from '../https/shared.js';
import type { UnitState } from '../https/units.js';
import type { Asking, ReadOptions } from './asking.js';
import type { FortiClient } from './client.js';
import { alone, normalizeHa, standalone } from './normalizeHa.js';
import { parseHaMode, parseMembers } from './parseSystem.js';

const modeFreshMs = 3_600_000;

/** @param haMode the configured mode, which a takeover does not change */
export async function lookAtHa(
  haMode: Shared<string>,
  question: Asking,
  unit: FortiClient,
  hurry: ReadOptions,
): Promise<Observation<UnitState>> {
  const mode = await haMode.ask(question, modeFreshMs, (part) => readMode(part, unit, hurry));
  if (!mode.known) return mode;
  if (mode.value === alone) return question.known(standalone());
  const reply = await question.readFrom(unit, 'ha-checksums', {}, hurry);
  if (!reply.known) return reply;
  const members = parseMembers(reply.value.results);
  const state = members && normalizeHa(mode.value, members, reply.value.serial);
  return state === null
    ? question.gap(
        'unreadable',
        'The firewall is in a cluster, and does not tell which unit of it answered.',
        'Look at `get system ha status`, and report it with the version.',
      )
    : question.known(state);
}

/** A profile without the right gets an answer without the setting, not an error. */
async function readMode(
  question: Asking,
  unit: FortiClient,
  hurry: ReadOptions,
): Promise<Observation<string>> {
  const reply = await question.readFrom(unit, 'ha-config', {}, hurry);
  if (!reply.known) return reply;
  const mode = parseHaMode(reply.value.results);
  return mode === null ? question.lacking('ha-config') : question.known(mode);
}
