// Small reports of the incident commands: what was not done and why, for whoever asked.

import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Action, Report } from '../../domain/report.js';
import type { Incident } from '../../incidents/incident.js';
import { incidentJson } from './json.js';

/** Nothing was written: somebody was faster, or it is so already. */
export function notDone(incident: Incident, why: string, actions: readonly Action[] = []): Report {
  const takeOver: Action[] =
    incident.owner && why.startsWith(`${incident.owner.name} owns it`)
      ? [
          {
            label: 'Take it over',
            command: commandLine(commandNames.incident, [incident.id, 'take'], { over: true }),
          },
        ]
      : [];
  return {
    kind: 'incident-unchanged',
    tone: 'quiet',
    title: why,
    summary: [{ kind: 'note', text: `Incident ${incident.id}, ${incident.tunnel}: nothing was changed.` }],
    detail: [],
    actions: [
      ...actions,
      ...takeOver,
      { label: 'Show it', command: commandLine(commandNames.incident, [incident.id]) },
    ],
    choice: null,
    files: [],
    audience: 'asker',
    json: { ...incidentJson(incident), unchanged: why },
    changed: { incident: incident.id, seqs: [] },
  };
}
