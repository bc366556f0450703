// One look at the VPN log of a whole firewall: which of the tunnels without keys does somebody try in vain, and since when?

import type { Observation } from '../../domain/observation.js';
import { fetchLogTime } from './fetchBasics.js';
import { fetchVpnRows, notForwarded } from './fetchVpnRows.js';
import type { KnownRow } from './memory.js';
import { concerns, hasFailed, isFailing, normalizeLines, rowTime } from './normalizeLog.js';
import type { TriesOf } from './normalizeOverview.js';
import type { FlowWords } from './parseFlow.js';
import type { Question } from './question.js';

const hourMs = 3_600_000;
/** Who tries at all tries again within the hour. */
const tryingMs = hourMs;
/** One query reaches back as far as a status looks: an outage began before the attempts that it shows now. */
const lookBackMs = 24 * hourMs;
const rowsAsked = 2_000;
const linesKept = 500;

export async function fetchTrying(question: Question): Promise<Observation<TriesOf>> {
  const time = await fetchLogTime(question);
  if (!time.known) return time;
  const from = fullHour(question.nowMs - lookBackMs);
  const tried = new Date(question.nowMs - tryingMs).toISOString();
  const log = await fetchVpnRows(question, time.value, { from, to: null }, rowsAsked);
  if (!log.known) return log;
  const { rows } = log.value;
  const isRecent = (row: (typeof rows)[number]): boolean => (rowTime(row, time.value) ?? tried) >= tried;
  // Behind Panorama older rows are no witness that the firewall still forwards its log.
  const [newest] = rows;
  if (question.session.settings.panorama && newest && !isRecent(newest))
    return notForwarded(question, rowTime(newest, time.value));
  return question.known((tunnel, flows) => {
    const own = rows.filter(concerns(tunnel, flows.flatMap(knownRow)));
    const recent = own.filter(isRecent);
    return {
      trying: isFailing(recent) ? 'failing' : 'quiet',
      failed: hasFailed(recent),
      why: '',
      log: {
        vendor: 'panos',
        lines: normalizeLines(own.slice(0, linesKept), time.value),
        from,
        to: null,
        truncated: own.length > linesKept || rows.length >= rowsAsked,
      },
    };
  });
}

/** Where the log of one tunnel begins, too: one query serves both. */
function fullHour(atMs: number): string {
  const at = new Date(atMs);
  at.setUTCMinutes(0, 0, 0);
  return at.toISOString();
}

function knownRow(flow: FlowWords): readonly KnownRow[] {
  return flow.id === null ? [] : [{ ...flow, id: flow.id }];
}
