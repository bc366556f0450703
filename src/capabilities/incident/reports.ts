// Small reports of the incident commands: what was not done and why, for whoever asked.

import { commandLine, commandNames } from '../../domain/commandLine.js';
import { type Action, bareReport, type Report } from '../../domain/report.js';
import type { Incident } from '../../incidents/incident.js';
import { incidentJson } from './json.js';

/** Nothing was written: somebody was faster, or it is so already. @param actions what the asker can do instead. */
export function notDone(incident: Incident, why: string, actions: readonly Action[] = []): Report {
  return {
    ...bareReport,
    kind: 'incident-unchanged',
    tone: 'quiet',
    title: why,
    summary: [{ kind: 'note', text: `Incident ${incident.id}, ${incident.tunnel}: nothing was changed.` }],
    actions: [...actions, { label: 'Show it', command: commandLine(commandNames.incident, [incident.id]) }],
    audience: 'asker',
    json: { ...incidentJson(incident), unchanged: why },
    changed: { incident: incident.id, seqs: [] },
  };
}

/** For whom somebody else was faster. */
export function takeOver({ id }: Incident): Action {
  return { label: 'Take it over', command: commandLine(commandNames.incident, [id, 'take'], { over: true }) };
}
