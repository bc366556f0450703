// Which tunnels belong to an incident, as rows that the database keeps apart: a tunnel stands in one open incident.

import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Happening } from '../incidents/events.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';

/** The part of the statement that appends an event (its row is `written`), which moves the tunnels that it is about; empty for others. */
export function tunnelsMoved(what: Happening): RawBuilder<unknown> {
  switch (what.kind) {
    case 'closed':
      return stateOf(sql`'closed'`, sql`state = 'open'`);
    case 'reopened':
      return stateOf(sql`'open'`, sql`state = 'closed'`);
    case 'merged-into':
      return stateOf(sql`'left'`, sql`state = 'open'`);
    case 'left':
      return stateOf(sql`'left'`, sql`tunnel in (${each(what.tunnels)})`);
    case 'joined':
    case 'merged':
      return sql`, moved as (
        insert into incident_tunnels (incident, tunnel, state)
        select incident, tunnel, 'open' from written, (${each(what.tunnels)}) as joining (tunnel)
        on conflict (incident, tunnel) do update set state = 'open'
      )`;
    default:
      return sql``;
  }
}

function stateOf(state: RawBuilder<unknown>, where: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`, moved as (
    update incident_tunnels set state = ${state} from written where incident_tunnels.incident = written.incident and ${where}
  )`;
}

function each(tunnels: readonly string[]): RawBuilder<unknown> {
  return sql`select jsonb_array_elements_text(${jsonText(tunnels)}::jsonb)`;
}

/** The open incident of each of these tunnels that has one. */
export async function openOf(
  database: Kysely<Tables>,
  tunnels: readonly string[],
): Promise<readonly { readonly incident: string; readonly tunnel: string }[]> {
  if (tunnels.length === 0) return [];
  return await database
    .selectFrom('incident_tunnels')
    .select(['incident', 'tunnel'])
    .where('tunnel', 'in', tunnels)
    .where('state', '=', 'open')
    .execute();
}
