// What stands in the database when everything is closed: nothing that was acknowledged may be missing there.

import { wire } from '../../dist/app/wiring.js';
import { loadSettings } from '../../dist/config/settings.js';
import { createLogger } from '../../dist/support/logger.js';

export async function inTheStore({ config, environment }) {
  const wired = wire(await loadSettings(config, environment), { log: createLogger('silent') });
  const { database, incidents } = await wired.stores.open();
  const { sql } = database;
  const all = ({ fn }) => fn.countAll().as('count');
  const count = async (query) => Number((await query.executeTakeFirst())?.count ?? 0);
  const ofState = (states) => count(sql.selectFrom('outbox').select(all).where('state', 'in', states));
  const [alertRows, waiting, refused] = [
    await count(sql.selectFrom('alerts').select(all)),
    await ofState(['waiting', 'posting']),
    await ofState(['refused']),
  ];
  // What was acknowledged and not worked on yet is kept as well: the next start does it.
  const acts = await sql.selectFrom('inbox').select('body').where('done', '=', false).execute();
  const texts = JSON.stringify([await incidents.list({ limit: 1000 }), acts]);
  await wired.close();
  return {
    ...{ alertRows, waiting, refused, acts: acts.length },
    notes: new Set([...texts.matchAll(/soak note (\d+)\b/g)].map((found) => found[1])),
  };
}
