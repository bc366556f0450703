// What alerts lead to, written down: incidents that are opened or joined, answers where nothing is opened; safe to do twice.

import type { AlertRow, AlertStore } from '../../alerts/store.js';
import { incidentFrom } from '../../incidents/incident.js';
import type { IncidentStore } from '../../incidents/store.js';
import { type OpenParts, openGroup } from './open.js';
import { type PlannedAlert, type PlanParts, planAlerts } from './plan.js';
import { answerQuiet, answerUnclear, quietOf } from './quiet.js';
import { type ResolvedParts, resolveAlerts } from './resolved.js';

export interface DecideParts extends PlanParts, OpenParts, ResolvedParts {
  readonly store: AlertStore;
  readonly owner: string;
  readonly incidents: () => Promise<Pick<IncidentStore, 'list'>>;
}

type Planned = PlannedAlert<AlertRow>;

/** A device that takes longer does not answer. */
const lookMs = 15_000;
const mostOpen = 1000;

/** @param rows held by us; none of them is when this ends well. */
export async function decideAlerts(
  parts: DecideParts,
  rows: readonly AlertRow[],
  signal: AbortSignal,
): Promise<void> {
  const { clock, store, owner } = parts;
  const ask = { signal, deadlineAt: new Date(clock.now().getTime() + lookMs).toISOString() };
  const events = await (await parts.incidents()).list({ open: true, limit: mostOpen });
  const open = events.map(incidentFrom);
  const { alerts, groups } = await planAlerts(parts, rows, open, ask);
  // What was stopped saw half of the devices.
  signal.throwIfAborted();
  const at = clock.now().toISOString();
  const firing = alerts.filter(({ of }) => of.alert.status === 'firing');
  const left = new Set(firing);
  for (const group of groups) {
    const names = new Set(group.tunnels.map(({ name }) => name));
    const told = firing.filter((one) => meansFailing(one, names));
    const { incident, outcome } = await openGroup(
      parts,
      group,
      told.map(({ of }) => of),
    );
    const ids = told.filter((one) => left.delete(one)).map(({ of }) => of.id);
    await store.begun(ids, owner, at, { incident: incident.id, outcome });
  }
  const closely = [...left].filter(({ found }) => found.some(({ fate }) => fate.kind === 'closely'));
  await store.begun(
    closely.map(({ of }) => of.id),
    owner,
    at,
    null,
  );
  const others = [...left].filter((one) => !closely.includes(one));
  const isKnown = ({ match }: Planned): boolean => match.kind === 'one' || match.kind === 'all';
  await answerQuiet(parts, others.filter(isKnown).flatMap(quietOf));
  await answerUnclear(
    parts,
    others.filter((one) => !isKnown(one)),
  );
  await resolveAlerts(
    parts,
    alerts.filter(({ of }) => of.alert.status === 'resolved'),
    open,
  );
}

function meansFailing({ found }: Planned, names: ReadonlySet<string>): boolean {
  return found.some(({ looked, fate }) => fate.kind === 'failing' && names.has(looked.tunnel.name));
}
