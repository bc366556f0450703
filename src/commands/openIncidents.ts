// The open incident of each tunnel, as far as its store tells without being opened for it.

import { type Incident, incidentFrom } from '../incidents/incident.js';
import type { IncidentStore } from '../incidents/store.js';

const mostOpen = 1000;

/** By the tunnel's name. A store that does not answer costs what it would have added, never the list. */
export async function openIncidents(
  store: Pick<IncidentStore, 'list'> | null,
): Promise<ReadonlyMap<string, Incident>> {
  if (store === null) return new Map();
  const found = await store.list({ open: true, limit: mostOpen }).catch(() => []);
  return new Map(
    found
      .map(incidentFrom)
      .flatMap((incident) => incident.tunnels.map((tunnel) => [tunnel, incident] as const)),
  );
}
