// Asking for a row of every tunnel: the configuration, what runs, and the log where a tunnel has no SA.

import type { Observation } from '../../domain/observation.js';
import type { TunnelSummary } from '../../domain/overview.js';
import type { Tries } from '../sweptTries.js';
import { knownInventory } from './fetchInventory.js';
import { fetchTrying } from './fetchTrying.js';
import { readTunnels } from './fetchTunnels.js';
import { normalizeOverview, undecided } from './normalizeOverview.js';
import type { Question } from './question.js';

/** One call when the configuration is known. A tunnel without SA may be idle or broken; the log tells which, for all of them together. */
export async function fetchOverview(question: Question): Promise<Observation<readonly TunnelSummary[]>> {
  const inventory = await knownInventory(question);
  if (!inventory.known) return inventory;
  const rows = await readTunnels(question);
  if (!rows.known) return rows;
  const at = new Date(question.nowMs);
  const parts = { tunnels: inventory.value, rows: rows.value, at };
  const open = new Set(undecided(parts));
  const trying = open.size > 0 ? await fetchTrying(question) : null;
  const untold: Tries = { trying: null, why: trying?.known === false ? trying.says : '', log: null };
  const triesOf = trying?.known ? trying.value : (): Tries => untold;
  return question.known(
    normalizeOverview({ ...parts, triesOf: (tunnel) => (open.has(tunnel) ? triesOf(tunnel) : untold) }),
  );
}
