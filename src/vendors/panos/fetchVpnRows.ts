// The rows of the VPN log of a firewall in a time range, read once for all tunnels that are asked about at the same moment; where it holds none, whether that is silence or a log that tells nothing.

import { type Gap, mapKnown, type Observation } from '../../domain/observation.js';
import type { DeviceTime } from './deviceTime.js';
import { fetchLogRows } from './fetchLogRows.js';
import { rowTime } from './normalizeLog.js';
import type { VpnRows } from './parseLog.js';
import type { Question } from './question.js';
import type { ReadName } from './reads.js';

/** @param from ISO 8601 UTC; @param to the same, null for until now */
export async function fetchVpnRows(
  question: Question,
  time: DeviceTime,
  range: { readonly from: string; readonly to: string | null },
  limit: number,
): Promise<Observation<VpnRows>> {
  const [read, values] = queryOf(question, time, range);
  const wanted = { key: JSON.stringify([read, values]), most: limit };
  const found = await question.session.vpnRows.ask(question, wanted, async (part) => {
    const rows = await fetchLogRows(part, read, values, limit);
    if (!rows.known) return rows;
    if (rows.value.length > 0) return part.known({ rows: rows.value, newestBefore: null });
    return await whetherSilent(part, time, range.from);
  });
  return mapKnown(found, (told) => ({ ...told, rows: told.rows.slice(0, limit) }));
}

function queryOf(
  question: Question,
  time: DeviceTime,
  range: { readonly from: string; readonly to: string | null },
): readonly [ReadName, Readonly<Record<string, string>>] {
  const values = { from: time.printLogTime(range.from) };
  const { panorama } = question.session.settings;
  if (panorama) return ['vpn-log-of-device', { ...values, serial: panorama.target }];
  return range.to === null
    ? ['vpn-log', values]
    : ['vpn-log-range', { ...values, to: time.printLogTime(range.to) }];
}

/**
 * Each commit with an IKE gateway writes a row, so a log without any was cleared, is not kept, or is not of this firewall. Behind
 * Panorama also an older row is no witness: the firewall may have stopped to forward.
 */
async function whetherSilent(
  question: Question,
  time: DeviceTime,
  from: string,
): Promise<Observation<VpnRows>> {
  const { panorama } = question.session.settings;
  const newest = panorama
    ? await fetchLogRows(question, 'vpn-log-newest-of-device', { serial: panorama.target }, 1)
    : await fetchLogRows(question, 'vpn-log-newest', {}, 1);
  if (!newest.known) return newest;
  const [row] = newest.value;
  const at = row ? rowTime(row, time) : null;
  if (panorama) return notForwarded(question, at);
  if (!row) return noRows(question);
  return question.known({ rows: [], newestBefore: at !== null && at < from ? at : null });
}

export function notForwarded(question: Question, newest: string | null): Gap {
  const last = newest === null ? '' : ` The newest is of ${newest}.`;
  return question.gap(
    'not-present',
    `Panorama holds no VPN log line of this firewall in that time; its logs may not be forwarded.${last}`,
    'Check Device > Log Settings > System on the firewall, or ask for a longer time.',
  );
}

function noRows(question: Question): Gap {
  return question.gap(
    'not-present',
    'The system log of the firewall holds no VPN line at all, not even of a commit: it was cleared, or is not kept.',
    'Look at Monitor > Logs > System, and at the quota of the log under Device > Setup > Management > Logging and Reporting Settings.',
  );
}
