// Asking who changed what: the event log with values before and after, the saved revisions, and when a cluster changed its primary.

import type { ChangeHistory, ConfigChange, EvidenceScope } from '../../domain/device.js';
import type { Observation } from '../../domain/observation.js';
import { fetchLogRows, type LogFound } from './fetchLogRows.js';
import { editsIn, failoversIn, revisionsIn } from './parseChanges.js';
import { rowTime } from './parseLog.js';
import type { Question } from './question.js';

const dayMs = 24 * 3_600_000;
const mostRows = 2_000;
const mostFailovers = 200;

/** The last day, or since `from`. Each edit is in force at once: nothing ever waits for a commit. */
export async function fetchChanges(
  question: Question,
  scope: EvidenceScope,
): Promise<Observation<ChangeHistory>> {
  const sinceMs = scope.from === undefined ? question.nowMs - dayMs : Date.parse(scope.from);
  const log = await fetchLogRows(question, { subtype: 'system', sinceMs, most: scope.limit ?? mostRows });
  const edits = log.known ? question.known(editsIn(log.value.rows, sinceMs)) : log;
  const commits = await fetchRevisions(question, sinceMs, log);
  if (!edits.known && !commits.known) return edits;
  const failovers = await fetchFailovers(question, sinceMs);
  return question.known({
    edits,
    commits,
    pending: question.known(false),
    ...(failovers === null ? {} : { failovers }),
  });
}

/** Of the time that the log does not reach. */
async function fetchRevisions(
  question: Question,
  sinceMs: number,
  log: Observation<LogFound>,
): Promise<Observation<readonly ConfigChange[]>> {
  const reply = await question.read('revisions');
  if (!reply.known) return reply;
  const oldest = log.known ? log.value.rows.at(-1) : undefined;
  const untilMs = oldest === undefined ? Number.POSITIVE_INFINITY : Date.parse(rowTime(oldest) ?? '') || 0;
  return question.known(revisionsIn(reply.value.results, sinceMs, untilMs));
}

/** Null where there is no cluster: then nothing is asked. */
async function fetchFailovers(
  question: Question,
  sinceMs: number,
): Promise<Observation<readonly string[]> | null> {
  const ha = await question.session.units.haState(question);
  // Whether it is a cluster is asked for by itself, and its gap told there.
  if (!ha.known || !ha.value.enabled) return null;
  const rows = await fetchLogRows(question, { subtype: 'ha', sinceMs, most: mostFailovers });
  return rows.known ? question.known(failoversIn(rows.value.rows, sinceMs)) : rows;
}
