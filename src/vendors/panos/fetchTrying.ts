// One look at the last hour of the VPN log of a whole firewall: which of the tunnels without keys does somebody try in vain?

import type { Observation } from '../../domain/observation.js';
import { fetchLogTime } from './fetchBasics.js';
import { fetchVpnRows } from './fetchVpnRows.js';
import type { KnownRow } from './memory.js';
import { concerns, isFailing } from './normalizeLog.js';
import type { TriesOf } from './normalizeOverview.js';
import type { FlowWords } from './parseFlow.js';
import type { Question } from './question.js';

const lookBackMs = 3_600_000;
const rowsAsked = 2_000;

export async function fetchTrying(question: Question): Promise<Observation<TriesOf>> {
  const time = await fetchLogTime(question);
  if (!time.known) return time;
  const from = new Date(question.nowMs - lookBackMs).toISOString();
  const log = await fetchVpnRows(question, time.value, { from, to: null }, rowsAsked);
  if (!log.known) return log;
  return question.known((tunnel, rows) =>
    isFailing(log.value.rows.filter(concerns(tunnel, rows.flatMap(knownRow)))) ? 'failing' : 'quiet',
  );
}

function knownRow(flow: FlowWords): readonly KnownRow[] {
  return flow.id === null ? [] : [{ ...flow, id: flow.id }];
}
