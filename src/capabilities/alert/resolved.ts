// An alert that is over: the bot looks itself, and the incident hears what it saw; without an incident nobody has to hear anything.

import type { AlertRow, AlertStore } from '../../alerts/store.js';
import type { Clock } from '../../domain/clock.js';
import type { Happening } from '../../incidents/events.js';
import type { Incident } from '../../incidents/incident.js';
import { becauseOf, keyOf } from './open.js';
import type { PlannedAlert } from './plan.js';

type Still = NonNullable<Extract<Happening, { readonly kind: 'alert' }>['still']>;

export interface ResolvedParts {
  readonly store: AlertStore;
  readonly owner: string;
  readonly clock: Clock;
  /** Into the timeline of the incident; its thread hears of a tunnel that is still down. */
  readonly alertJoined: (
    incident: string,
    alert: Omit<ReturnType<typeof becauseOf>, 'kind'> & {
      readonly tunnels: readonly string[];
      readonly status: 'resolved';
      readonly still: Still;
    },
    under: { readonly at: string; readonly key: string },
  ) => Promise<unknown>;
}

/** @param open the incidents that are open. */
export async function resolveAlerts(
  parts: ResolvedParts,
  alerts: readonly PlannedAlert<AlertRow>[],
  open: readonly Incident[],
): Promise<void> {
  const { store, owner, clock } = parts;
  const at = clock.now().toISOString();
  const left = new Set(alerts);
  for (const incident of open) {
    const ofIt = alerts.filter(({ found }) => found.some(isOf(incident)));
    const [first] = ofIt;
    if (!first) continue;
    const seen = new Map(
      ofIt.flatMap(({ found }) =>
        found.filter(isOf(incident)).map(({ looked }) => [looked.tunnel.name, stillOf(looked.state)]),
      ),
    );
    for (const still of ['down', 'unknown', 'up'] as const) {
      const tunnels = [...seen].filter(([, one]) => one === still).map(([name]) => name);
      if (tunnels.length === 0) continue;
      const { kind: _alert, ...because } = becauseOf(first.of);
      const key = `${keyOf(first.of)}:${still}`;
      await parts.alertJoined(incident.id, { ...because, tunnels, status: 'resolved', still }, { at, key });
    }
    const ids = ofIt.filter((one) => left.delete(one)).map(({ of }) => of.id);
    await store.begun(ids, owner, at, { incident: incident.id, outcome: 'resolved' });
  }
  const ends = [...left].map(({ of }) => ({ id: of.id, outcome: 'resolved' as const }));
  await store.done(ends, owner, at, null);
}

function isOf({ tunnels }: Incident): (found: PlannedAlert['found'][number]) => boolean {
  return ({ looked }) => tunnels.includes(looked.tunnel.name);
}

/** One that nobody uses now does not show that it works. */
function stillOf(state: string): Still {
  if (state === 'up') return 'up';
  return state === 'down' || state === 'degraded' ? 'down' : 'unknown';
}
