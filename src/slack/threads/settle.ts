// What the person who acted is told: nothing when the thread says it, otherwise where it stands, or why nothing happened.

import type { IncidentChange, Report } from '../../domain/report.js';
import { incidentFrom } from '../../incidents/incident.js';
import { verdictText } from '../../incidents/words.js';
import type { Place } from '../place.js';
import type { IncidentStores } from './ports.js';

export type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'sentence'; readonly text: string };

/** @param change what the command wrote; its messages are said by the outbox, in the thread. */
export async function toldOf(
  stores: IncidentStores,
  report: Report,
  change: IncidentChange,
  place: Place,
): Promise<Told> {
  if (report.audience === 'asker') return { kind: 'report', report };
  const events = await stores.incidents.events(change.incident);
  if (events.length === 0) return { kind: 'report', report };
  const incident = incidentFrom(events);
  const { thread } = incident;
  const opened = events[0]?.what.kind === 'opened' ? events[0].what.channel : null;
  if (thread === null && opened !== place.channel) return { kind: 'report', report };
  const isHere =
    (thread ? thread.channel : opened) === place.channel &&
    (place.threadTs === null ? change.seqs.includes(1) : thread?.ts === place.threadTs);
  const { trouble } = report;
  if (change.seqs.length === 0) {
    if (!isHere) return { kind: 'report', report: withoutDetail(report) };
    const still = incident.verdict ? ` Still ${verdictText(incident.verdict)}` : '';
    return { kind: 'sentence', text: trouble ?? `Nothing changed.${still}` };
  }
  if (trouble !== undefined) return { kind: 'sentence', text: trouble };
  if (isHere) return { kind: 'nothing' };
  const where = thread?.link ? `: ${thread.link}` : '.';
  return { kind: 'sentence', text: `Done, in the thread of incident ${incident.id}${where}` };
}

function withoutDetail(report: Report): Report {
  return { ...report, detail: [], actions: report.actions.slice(0, 0) };
}
