// One act on an incident: read what stands there, decide, append; decide again when somebody was faster.

import { Problem } from '../domain/problem.js';
import type { Happening, IncidentEvent, Person } from './events.js';
import { type Incident, incidentFrom } from './incident.js';
import type { IncidentStore } from './store.js';

/** What is to happen, or the sentence why nothing does; `owned` when somebody else has it, from whom it can be taken. */
export type Decision = { readonly do: Happening } | { readonly leave: string; readonly owned?: true };

export type ActResult =
  /** It stands now; `before` is the incident as it was when that was decided. */
  | {
      readonly outcome: 'done';
      readonly before: Incident;
      readonly after: Incident;
      readonly event: IncidentEvent;
    }
  /** The same click or message was acted on before. */
  | { readonly outcome: 'repeated'; readonly after: Incident; readonly event: IncidentEvent }
  | { readonly outcome: 'left'; readonly after: Incident; readonly why: string; readonly owned: boolean };

export interface Act {
  readonly by: Person;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Unique for what was clicked or typed. */
  readonly key: string;
}

/** Far more than people can be at once; a store that never lets anybody through is broken. */
const mostAttempts = 200;

/** @throws Problem `unknown-incident` when there is none. */
export async function readIncident(store: IncidentStore, id: string): Promise<Incident> {
  const events = await store.events(id);
  if (events.length === 0) {
    throw new Problem('unknown-incident', { name: id, hint: 'Ask `incidents` for those that are open.' });
  }
  return incidentFrom(events);
}

/** Decides on what stands there now, never on what the asker saw: between both somebody else may have acted. */
export async function actOn(
  store: IncidentStore,
  id: string,
  act: Act,
  decide: (incident: Incident) => Decision,
): Promise<ActResult> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const before = await readIncident(store, id);
    const same = before.timeline.find((event) => event.key === act.key);
    if (same) return { outcome: 'repeated', after: before, event: same };
    const decision = decide(before);
    if ('leave' in decision)
      return { outcome: 'left', after: before, why: decision.leave, owned: decision.owned === true };
    const result = await store.append(
      id,
      { by: act.by, at: act.at, key: act.key, what: decision.do },
      before.lastSeq,
    );
    if (result.outcome === 'appended') {
      const after = incidentFrom([...before.timeline, result.event]);
      return { outcome: 'done', before, after, event: result.event };
    }
    if (result.outcome === 'repeated') {
      return { outcome: 'repeated', after: await readIncident(store, id), event: result.event };
    }
  }
  throw new Error(`the incident ${id} could not be written to`);
}
