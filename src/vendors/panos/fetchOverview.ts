// Asking for a row of every tunnel of a firewall, with a number of calls that does not grow with tunnels.

import type { Observation } from '../../domain/observation.js';
import type { TunnelSummary } from '../../domain/overview.js';
import type { Tries } from '../sweptTries.js';
import { rememberedTime } from './fetchBasics.js';
import { knownInventory } from './fetchInventory.js';
import { readFlows, readIkeSas } from './fetchTables.js';
import { fetchTrying } from './fetchTrying.js';
import { normalizeOverview, undecided } from './normalizeOverview.js';
import type { Question } from './question.js';

/**
 * Two calls when the configuration is known: flow summary and IKE SAs. A tunnel without keys may be idle or broken; when there is
 * one, the last hour of the VPN log tells which, for all of them together.
 */
export async function fetchOverview(question: Question): Promise<Observation<readonly TunnelSummary[]>> {
  const [inventory, flows, ike] = await Promise.all([
    knownInventory(question),
    readFlows(question),
    readIkeSas(question),
  ]);
  if (!flows.known) return flows;
  if (!ike.known) return ike;
  if (!inventory.known) return inventory;
  const parts = { tunnels: inventory.value, flows: flows.value };
  const trying = undecided(parts).length > 0 ? await fetchTrying(question) : null;
  const untold: Tries = { trying: null, why: trying?.known === false ? trying.says : '', log: null };
  const triesOf = trying?.known ? trying.value : (): Tries => untold;
  const time = rememberedTime(question);
  return question.known(
    normalizeOverview({ ...parts, ike: ike.value, triesOf, time, nowMs: question.nowMs }),
  );
}
