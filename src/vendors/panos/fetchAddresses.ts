// Asking for the address objects of a firewall: those in force, which hold what Panorama's device groups pushed as well.

import type { GapReason, Observation } from '../../domain/observation.js';
import { type AddressObjects, parseAddressObjects } from './addressObjects.js';
import type { Question } from './question.js';
import type { ReadName } from './reads.js';
import type { XmlNode } from './xml.js';

/** The firewall answered, but not to that form of the question. */
const declines: readonly GapReason[] = ['not-supported', 'device-error'];
/** Where interfaces stand unless somebody moved them. */
const firstVsys = 'vsys1';

export async function readAddressObjects(question: Question): Promise<Observation<AddressObjects>> {
  const [shared, vsys] = await Promise.all([
    readPart(question, 'effective-shared-addresses', 'shared-addresses'),
    readPart(question, 'effective-vsys-addresses', 'vsys-addresses'),
  ]);
  if (!shared.known) return shared;
  if (!vsys.known) return vsys;
  return question.known(parseAddressObjects(shared.value, vsys.value));
}

async function readPart(
  question: Question,
  effective: ReadName,
  local: ReadName,
): Promise<Observation<XmlNode | null>> {
  const merged = await question.read(effective, {}, { slow: true });
  if (merged.known) return merged;
  if (merged.reason === 'not-present') return question.known(null);
  if (!declines.includes(merged.reason)) return merged;
  const vsys = question.session.settings.vsys ?? firstVsys;
  const own = await question.read(local, { vsys }, { slow: true });
  return own.known || own.reason !== 'not-present' ? own : question.known(null);
}
