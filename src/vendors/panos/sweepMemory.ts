// What one sweep of a firewall leaves for the next one, so that a firewall on which nothing happens costs two calls a sweep.

import { SweptTries } from '../sweptTries.js';
import type { FlowWords } from './parseFlow.js';
import type { IkeSaWords, IpsecSaWords } from './parseVpn.js';

const tryAgainMs = 600_000;

/** A table with the moment at which it was read, our clock. */
export interface ReadTable<T> {
  readonly rows: readonly T[];
  readonly atMs: number;
}

export class SweepMemory {
  /** The unit of a pair that answered. */
  unit: string | null = null;
  ike: ReadTable<IkeSaWords> | null = null;
  ipsec: ReadTable<IpsecSaWords> | null = null;
  /** What the log said of tunnels without keys. */
  readonly tries = new SweptTries();
  /** When the counters of each row of the dataplane were last read, by its id. */
  readonly countersReadMs = new Map<number, number>();
  #clockTriedMs = Number.NEGATIVE_INFINITY;
  #flows: ReadonlyMap<string, string> | null = null;
  #strangers = '';

  /** A passive unit lists no IKE SA: that there were some is the sign of the active one. */
  get unitSeemsActive(): boolean {
    return (this.ike?.rows.length ?? 0) > 0;
  }

  /** Whether any row of the dataplane differs from the last sweep, which is the moment to read the other tables too. */
  learnFlows(flows: readonly FlowWords[]): boolean {
    const now = new Map(
      flows.map((row) => [`${row.id}/${row.name}`, `${row.state} ${row.monitor} ${row.peerAddress}`]),
    );
    const before = this.#flows;
    this.#flows = now;
    const ids = new Set(flows.map((row) => row.id));
    for (const id of this.countersReadMs.keys()) if (!ids.has(id)) this.countersReadMs.delete(id);
    return (
      before === null || before.size !== now.size || [...now].some(([key, is]) => before.get(key) !== is)
    );
  }

  /** What takes the turn of a table and fails must not take every turn. */
  mayTryClock(nowMs: number): boolean {
    if (nowMs - this.#clockTriedMs < tryAgainMs) return false;
    this.#clockTriedMs = nowMs;
    return true;
  }

  /** Whether other rows and tunnels than before have no counterpart: then the configuration is another one. */
  learnStrangers(names: readonly string[]): boolean {
    const before = this.#strangers;
    this.#strangers = names.toSorted().join('\n');
    return this.#strangers !== before;
  }
}
