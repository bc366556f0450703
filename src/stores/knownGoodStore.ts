// How tunnels were set up when they were last seen up, in SQL: a row a version, a bounded number of an end.

import { type Kysely, sql } from 'kysely';
import type { KnownGood, KnownGoodVersion } from '../domain/knownGood.js';
import type { KnownGoodStore } from '../watch/knownGood.js';
import { jsonText } from './json.js';
import type { Tables } from './tables.js';

/** The oldest ones of an end leave: what is compared with is the newest that is proven. */
const mostVersions = 20;

interface Row {
  readonly tunnel: string;
  readonly device: string;
  readonly from_at: string;
  readonly last_at: string;
  readonly negotiated: boolean;
  readonly good: unknown;
}

export function createKnownGoodStore(database: Kysely<Tables>): KnownGoodStore {
  return {
    async versions(tunnel, device) {
      const rows = await database
        .selectFrom('known_good')
        .selectAll()
        .where('tunnel', '=', tunnel)
        .where('device', '=', device)
        .orderBy('from_at', 'desc')
        .execute();
      return rows.map(versionOf);
    },
    async newest(device) {
      const { rows } = await sql<Row>`
        select distinct on (tunnel) tunnel, device, from_at, last_at, negotiated, good
        from known_good where device = ${device} order by tunnel, from_at desc`.execute(database);
      return rows.map(versionOf);
    },
    async keep({ tunnel, device, from, last, negotiated, good }) {
      await database
        .insertInto('known_good')
        .values({ tunnel, device, from_at: from, last_at: last, negotiated, good: jsonText(good) })
        .onConflict((conflict) => conflict.columns(['tunnel', 'device', 'from_at']).doNothing())
        .execute();
      await sql`
        delete from known_good where tunnel = ${tunnel} and device = ${device} and from_at not in (
          select from_at from known_good where tunnel = ${tunnel} and device = ${device}
          order by from_at desc limit ${mostVersions}
        )`.execute(database);
    },
    async seen(device, tunnels) {
      if (tunnels.length === 0) return;
      await sql`
        update known_good set last_at = seen.at
        from jsonb_to_recordset(${jsonText(tunnels)}::jsonb) as seen (tunnel text, at timestamptz)
        where known_good.device = ${device} and known_good.tunnel = seen.tunnel and known_good.last_at < seen.at
          and known_good.from_at = (
            select max(newest.from_at) from known_good as newest
            where newest.device = ${device} and newest.tunnel = seen.tunnel
          )`.execute(database);
    },
    async negotiated(device, tunnel) {
      await sql`
        update known_good set negotiated = true where device = ${device} and tunnel = ${tunnel} and from_at = (
          select max(from_at) from known_good where device = ${device} and tunnel = ${tunnel}
        )`.execute(database);
    },
  };
}

function versionOf({ tunnel, device, from_at, last_at, negotiated, good }: Row): KnownGoodVersion {
  // Written by `keep` alone; what another form of it holds is not compared.
  return { tunnel, device, from: from_at, last: last_at, negotiated, good: good as KnownGood };
}
