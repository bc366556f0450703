// One look at the VPN events of a whole device: which of the tunnels without SA does somebody try in vain, and since when?

import type { Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { Tries } from '../sweptTries.js';
import { fetchLogRows, type LogQuery } from './fetchLogRows.js';
import { vendor } from './normalizeInventory.js';
import { concerns, hasFailed, isFailing } from './normalizeLog.js';
import { type LogRow, rowTime, toLines } from './parseLog.js';
import type { Question } from './question.js';

const hourMs = 3_600_000;
/** Who tries at all tries again within the hour. */
const tryingMs = hourMs;
/** As far as a status looks: an outage began before the attempts that it shows now. */
const lookBackMs = 24 * hourMs;
const rowsAsked = 2_000;
const linesKept = 500;

/** @param inTurns of a sweep, which has one call for it */
export async function fetchTrying(
  question: Question,
  inTurns?: LogQuery['inTurns'],
): Promise<Observation<(tunnel: TunnelConfig) => Tries>> {
  const nowMs = question.nowMs;
  const query: LogQuery = { subtype: 'vpn', sinceMs: nowMs - lookBackMs, most: rowsAsked };
  const found = await fetchLogRows(question, inTurns ? { ...query, inTurns } : query);
  if (!found.known) return found;
  const { rows, truncated } = found.value;
  const isRecent = (row: LogRow): boolean => (Date.parse(rowTime(row) ?? '') || nowMs) >= nowMs - tryingMs;
  return question.known((tunnel) => {
    const own = rows.filter(concerns(tunnel, rows));
    const recent = own.filter(isRecent);
    return {
      trying: isFailing(recent) ? 'failing' : 'quiet',
      failed: hasFailed(recent),
      why: '',
      log: {
        vendor,
        lines: toLines(own.slice(0, linesKept).toReversed()),
        from: new Date(nowMs - lookBackMs).toISOString(),
        to: null,
        truncated: truncated || own.length > linesKept,
      },
    };
  });
}
