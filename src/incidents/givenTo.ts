// What people gave to an incident so far, as far as the store still has it.

import type { Given } from '../domain/given.js';
import type { Incident } from './incident.js';
import type { IncidentStore } from './store.js';

export async function givenTo(
  incident: Incident,
  { document }: Pick<IncidentStore, 'document'>,
): Promise<Given> {
  const kept = incident.partnerLogs.at(-1);
  const log = kept ? await document(kept.document) : null;
  const last = incident.timeline.findLast((event) => event.what.kind === 'partner-log');
  const named = last?.what.kind === 'partner-log' ? (last.what.tunnel ?? null) : null;
  const newest = incident.partnerConfigs.at(-1);
  const config = newest ? await document(newest.document) : null;
  return {
    answers: incident.answers,
    log:
      log === null
        ? null
        : { name: log.name, text: log.text, at: log.at, by: last?.by.name ?? 'a person', named },
    config:
      config && newest
        ? { name: config.name, text: config.text, at: config.at, by: newest.by, named: newest.tunnel }
        : null,
  };
}
