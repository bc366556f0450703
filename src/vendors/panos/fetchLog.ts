// Asking the VPN log for one tunnel in a time range, and the configuration log for what changed.

import type { ConfigChange, EvidenceScope } from '../../domain/device.js';
import type { LogWindow } from '../../domain/log.js';
import type { Gap, Observation } from '../../domain/observation.js';
import type { DeviceTime } from './deviceTime.js';
import { fetchLogTime } from './fetchBasics.js';
import { fetchCommits } from './fetchCommits.js';
import { fetchLogRows, mostRows } from './fetchLogRows.js';
import { concerns, normalizeLines, rowTime } from './normalizeLog.js';
import type { Question } from './question.js';
import type { ReadName } from './requests.js';

const hourMs = 3_600_000;
const defaultLines = 200;
/** Other tunnels share the log; more is asked than is kept. */
const askedPerKept = 5;
const fewestAsked = 500;
const rowsFreshMs = 900_000;
const mostChanges = 200;

/** The last hour when the scope names no range; without a tunnel, the lines of all tunnels. */
export async function fetchLog(question: Question, scope: EvidenceScope): Promise<Observation<LogWindow>> {
  const time = await fetchLogTime(question);
  if (!time.known) return time;
  const limit = scope.limit ?? defaultLines;
  const asked = Math.min(mostRows, Math.max(fewestAsked, limit * askedPerKept));
  const from = scope.from ?? new Date(question.nowMs - hourMs).toISOString();
  const [read, values] = logRead(question, time.value, from, scope.to ?? null);
  const rows = await fetchLogRows(question, read, values, asked);
  if (!rows.known) return rows;
  if (rows.value.length === 0 && question.session.settings.panorama) return notForwarded(question);
  const until = scope.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(scope.to);
  const wanted = scope.tunnel
    ? concerns(scope.tunnel, question.session.memory.rows.get(rowsFreshMs) ?? [])
    : () => true;
  const kept = rows.value.filter((row) => {
    const at = rowTime(row, time.value);
    return wanted(row) && (at === null || Date.parse(at) <= until);
  });
  return question.known({
    vendor: 'panos',
    lines: normalizeLines(kept.slice(0, limit), time.value),
    from,
    to: scope.to ?? null,
    truncated: kept.length > limit || rows.value.length >= asked,
  });
}

/** Panorama answers for every serial; that it has no row says nothing about the firewall, whose logs may not come to it. */
function notForwarded(question: Question): Gap {
  return question.gap(
    'not-present',
    'Panorama holds no VPN log line of this firewall in that time; its logs may not be forwarded.',
    'Check Device > Log Settings > System on the firewall, or ask for a longer time.',
  );
}

function logRead(
  question: Question,
  time: DeviceTime,
  from: string,
  to: string | null,
): readonly [ReadName, Readonly<Record<string, string>>] {
  const values = { from: time.printLogTime(from) };
  const { panorama } = question.session.settings;
  if (panorama) return ['vpn-log-of-device', { ...values, serial: panorama.target }];
  return to === null ? ['vpn-log', values] : ['vpn-log-range', { ...values, to: time.printLogTime(to) }];
}

/** Who changed what in the last day (or since `from`), oldest first: command, administrator and path, never a value. */
export async function fetchChanges(
  question: Question,
  scope: EvidenceScope,
): Promise<Observation<readonly ConfigChange[]>> {
  const time = await fetchLogTime(question);
  if (!time.known) return time;
  const from = scope.from ?? new Date(question.nowMs - 24 * hourMs).toISOString();
  const { panorama } = question.session.settings;
  const values = { from: time.value.printLogTime(from) };
  const rows = await fetchLogRows(
    question,
    panorama ? 'config-log-of-device' : 'config-log',
    panorama ? { ...values, serial: panorama.target } : values,
    Math.min(scope.limit ?? mostChanges, mostRows),
  );
  if (!rows.known) return rows;
  const edits = rows.value.toReversed().flatMap((row): readonly ConfigChange[] => {
    const at = rowTime(row, time.value);
    return at === null ? [] : [{ kind: 'edit', at, who: row.admin, command: row.cmd, path: row.path }];
  });
  const commits = await fetchCommits(question, time.value, Date.parse(from));
  return question.known([...edits, ...commits].toSorted((a, b) => a.at.localeCompare(b.at)));
}
