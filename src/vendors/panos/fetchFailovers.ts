// Asking the system log when a unit of a pair took over: the state of now tells only the last time.

import type { Observation } from '../../domain/observation.js';
import type { DeviceTime } from './deviceTime.js';
import { fetchLogRows } from './fetchLogRows.js';
import { rowTime } from './normalizeLog.js';
import type { LogRowWords } from './parseLog.js';
import type { Question } from './question.js';

const mostRows = 200;
/** `HA Group 1: Moved from state Passive to state Active`; other rows of HA are no change of the unit that forwards. */
const moved = /\bmoved from state\s+(\S+)\s+to state\s+(active(?:-primary)?)\b/i;

/** Since `from`, ISO 8601 UTC, oldest first, as the unit that answers wrote them. Null where there is no pair: then nothing is asked. */
export async function fetchFailovers(
  question: Question,
  time: DeviceTime,
  from: string,
): Promise<Observation<readonly string[]> | null> {
  const ha = await question.session.units.haState(question);
  // Whether it is a pair is asked for by itself, and its gap told there.
  if (!ha.known || !ha.value.enabled) return null;
  const { panorama } = question.session.settings;
  const values = { from: time.printLogTime(from) };
  const rows = panorama
    ? await fetchLogRows(question, 'ha-log-of-device', { ...values, serial: panorama.target }, mostRows)
    : await fetchLogRows(question, 'ha-log', values, mostRows);
  if (!rows.known) return rows;
  return question.known(rows.value.toReversed().flatMap((row) => failoverIn(row, time)));
}

function failoverIn(row: LogRowWords, time: DeviceTime): readonly string[] {
  const at = rowTime(row, time);
  return at !== null && moved.test(row.opaque) ? [at] : [];
}
