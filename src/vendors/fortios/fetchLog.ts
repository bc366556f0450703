// Asking the VPN events of one tunnel in a time range; rows become the lines that syslog would print.

import type { EvidenceScope } from '../../domain/device.js';
import type { LogWindow } from '../../domain/log.js';
import type { Observation } from '../../domain/observation.js';
import { fetchLogRows } from './fetchLogRows.js';
import { vendor } from './normalizeInventory.js';
import { concerns } from './normalizeLog.js';
import { rowTime, toLines } from './parseLog.js';
import type { Question } from './question.js';

const hourMs = 3_600_000;
const defaultLines = 200;
/** Other tunnels share the log; more is asked than is kept. */
const askedPerKept = 5;
const mostRows = 5_000;

/** The last hour when the scope names no range; without a tunnel, the lines of all tunnels. */
export async function fetchLog(question: Question, scope: EvidenceScope): Promise<Observation<LogWindow>> {
  const limit = scope.limit ?? defaultLines;
  const from = scope.from ?? new Date(question.nowMs - hourMs).toISOString();
  const found = await fetchLogRows(question, {
    subtype: 'vpn',
    sinceMs: Date.parse(from),
    most: Math.min(mostRows, limit * askedPerKept),
  });
  if (!found.known) return found;
  const { rows, truncated } = found.value;
  const until = scope.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(scope.to);
  const wanted = scope.tunnel ? concerns(scope.tunnel, rows) : () => true;
  const kept = rows.filter((row) => {
    const at = rowTime(row);
    return wanted(row) && (at === null || Date.parse(at) <= until);
  });
  return question.known({
    vendor,
    lines: toLines(kept.slice(0, limit).toReversed()),
    from,
    to: scope.to ?? null,
    truncated: truncated || kept.length > limit,
  });
}
