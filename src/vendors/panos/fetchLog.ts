// Asking the VPN log for one tunnel in a time range, and the configuration log for what changed.

import type { ChangeHistory, ConfigChange, EvidenceScope } from '../../domain/device.js';
import type { LogWindow } from '../../domain/log.js';
import type { Observation } from '../../domain/observation.js';
import type { DeviceTime } from './deviceTime.js';
import { fetchLogTime } from './fetchBasics.js';
import { fetchCommits, fetchPending } from './fetchCommits.js';
import { fetchFailovers } from './fetchFailovers.js';
import { fetchLogRows, mostRows } from './fetchLogRows.js';
import { fetchVpnRows } from './fetchVpnRows.js';
import { concerns, normalizeLines, rowTime } from './normalizeLog.js';
import type { Question } from './question.js';

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
  const read = await fetchVpnRows(question, time.value, { from, to: scope.to ?? null }, asked);
  if (!read.known) return read;
  const { rows, newestBefore } = read.value;
  const until = scope.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(scope.to);
  const wanted = scope.tunnel
    ? concerns(scope.tunnel, question.session.memory.rows.get(rowsFreshMs) ?? [])
    : () => true;
  const kept = rows.filter((row) => {
    const at = rowTime(row, time.value);
    return wanted(row) && (at === null || Date.parse(at) <= until);
  });
  return question.known({
    vendor: 'panos',
    lines: normalizeLines(kept.slice(0, limit), time.value),
    from,
    to: scope.to ?? null,
    truncated: kept.length > limit || rows.length >= asked,
    ...(newestBefore === null
      ? {}
      : {
          notes: [`The log holds no VPN line of any tunnel in that time; the newest is of ${newestBefore}.`],
        }),
  });
}

/** Who changed what in the last day (or since `from`), oldest first: command, administrator, path, and values of settings that are no secrets. */
export async function fetchChanges(
  question: Question,
  scope: EvidenceScope,
): Promise<Observation<ChangeHistory>> {
  const time = await fetchLogTime(question);
  if (!time.known) return time;
  const from = scope.from ?? new Date(question.nowMs - 24 * hourMs).toISOString();
  const [edits, commits, pending, failovers] = await Promise.all([
    fetchEdits(question, time.value, from, scope.limit ?? mostChanges),
    fetchCommits(question, time.value, Date.parse(from)),
    fetchPending(question),
    fetchFailovers(question, time.value, from),
  ]);
  const isSilent = !edits.known && !commits.known && !pending.known;
  return isSilent
    ? edits
    : question.known({ edits, commits, pending, ...(failovers === null ? {} : { failovers }) });
}

async function fetchEdits(
  question: Question,
  time: DeviceTime,
  from: string,
  limit: number,
): Promise<Observation<readonly ConfigChange[]>> {
  const { panorama } = question.session.settings;
  const values = { from: time.printLogTime(from) };
  const most = Math.min(limit, mostRows);
  const ask = (read: 'config-log' | 'config-log-brief') =>
    panorama
      ? fetchLogRows(question, `${read}-of-device`, { ...values, serial: panorama.target }, most)
      : fetchLogRows(question, read, values, most);
  const detailed = await ask('config-log');
  // A version that does not know the details refuses the query as a whole.
  const isRefused =
    !detailed.known && (detailed.reason === 'not-supported' || detailed.reason === 'device-error');
  const rows = isRefused ? await ask('config-log-brief') : detailed;
  if (!rows.known) return rows;
  return question.known(
    rows.value.toReversed().flatMap((row): readonly ConfigChange[] => {
      const at = rowTime(row, time);
      if (at === null) return [];
      const { settings, keys } = row.change;
      const changed = row.changed;
      const edit = { kind: 'edit', at, who: row.admin, command: row.cmd, path: row.path } as const;
      return [
        {
          ...edit,
          ...(changed === null ? {} : { changed }),
          ...(settings.length > 0 ? { settings } : {}),
          ...(keys ? { keys: true as const } : {}),
        },
      ];
    }),
  );
}
