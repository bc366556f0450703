// One look at all tunnels of a device, again and again: one call, and the log beside it when a tunnel has no SA.

import type { Observation } from '../../domain/observation.js';
import type { DeviceSweep } from '../../domain/sweep.js';
import { fetchInventory, knownInventory } from './fetchInventory.js';
import { fetchTrying } from './fetchTrying.js';
import { readTunnels } from './fetchTunnels.js';
import { undecided } from './normalizeOverview.js';
import { normalizeSweep } from './normalizeSweep.js';
import type { TunnelRow } from './parseTunnels.js';
import type { Question } from './question.js';

/** An edit that matters here shows in the rows; what does not show is read anew with the configuration, once an hour. */
const inventoryFreshMs = 3_600_000;

/** Of a sweep in which nothing changes. */
const mostCalls = 2;
const logWaits = 'The log is asked in the next look.';

export async function fetchSweep(question: Question): Promise<Observation<DeviceSweep>> {
  const { session } = question;
  const { sweep } = session;
  const rows = await readTunnels(question);
  if (!rows.known) return rows;
  const at = new Date(question.nowMs);
  const isOther = sweep.learn(namesIn(rows.value));
  const inventory = isOther
    ? await fetchInventory(question)
    : await knownInventory(question, inventoryFreshMs);
  if (!inventory.known) return inventory;
  const parts = { tunnels: inventory.value, rows: rows.value, at };
  const open = undecided(parts);
  const triesOf = await sweep.tries.of(
    open.map(({ tunnel }) => tunnel),
    () => question.nowMs,
    async () => {
      if (question.calls >= mostCalls) return question.gap('timeout', logWaits, 'Wait for the next look.');
      const asked = await fetchTrying(question, sweep.log);
      if (!asked.known) return asked;
      const byName = new Map(open.map((tunnel) => [tunnel.tunnel, asked.value(tunnel)]));
      return question.known((name: string) => byName.get(name) ?? untold);
    },
  );
  return question.known({
    unit: session.unit,
    rows: normalizeSweep({ ...parts, triesOf: ({ tunnel }) => triesOf(tunnel) }),
  });
}

const untold = { trying: null, why: 'the log was not asked for it', log: null } as const;

/** Phase 1 and phase 2 by name: others than before mean that the configuration is another one. Peers that dial in do not. */
function namesIn(rows: readonly TunnelRow[]): string {
  return rows
    .filter(({ parent }) => parent === null)
    .map(({ name, selectors }) => `${name} ${[...new Set(selectors.map((one) => one.phase2))].toSorted()}`)
    .toSorted()
    .join('\n');
}
