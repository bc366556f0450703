// One look at all SAs of a daemon, again and again: one command while nothing changes, the complete look only when something did.

import type { Clock } from '../../domain/clock.js';
import type { CallContext } from '../../domain/device.js';
import type { DeviceSweep } from '../../domain/sweep.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { inTurns } from '../../support/turns.js';
import { type Outcome, success } from '../outcome.js';
import type { ViciClient } from './client.js';
import { fetchInventory, fetchPolicies } from './fetchInventory.js';
import { fetchAllSas, listSas } from './fetchSas.js';
import type { HeldLine } from './liveLog.js';
import { normalizeLive, type Seen } from './normalizeLive.js';
import type { Moment } from './normalizeSas.js';
import { failedConnections, sweepRow } from './normalizeSweep.js';

/** What one sweep leaves for the next one. */
interface Left {
  readonly tunnels: readonly TunnelConfig[];
  readonly policies: Seen['policies'];
  readonly readMs: number;
  /** Children without SA, by tunnel and name. */
  readonly missing: string;
  /** Connections that have SAs and that the configuration does not know, though it was read after they were seen. */
  readonly strangers: ReadonlySet<string>;
}

export interface SweepSources {
  readonly device: string;
  readonly client: ViciClient;
  readonly clock: Clock;
  readonly configFile: string | undefined;
  /** What the daemon said since this moment, or null while nobody listens without a break. */
  heardSince(milliseconds: number): readonly HeldLine[] | null;
  moment(at: Date, call: CallContext): Promise<Moment>;
}

/** Who does not listen to the daemon learns only by asking that its configuration was loaded anew. */
const unheardFreshMs = 600_000;
const heardFreshMs = 3_600_000;
/** `swanctl --load-conns` as the daemon logs it. */
const reloads = /vici connection|Starting (?:IKE )?charon/;

export class Sweeps {
  readonly #from: SweepSources;
  #left: Left | null = null;
  /** When the newest sweep began; null before the first one. */
  #sweptMs: number | null = null;
  /** Connections of which the daemon said since the sweep before that a negotiation failed. */
  #failed: ReadonlySet<string> = new Set();

  constructor(from: SweepSources) {
    this.#from = from;
  }

  async fetch(call: CallContext): Promise<Outcome<DeviceSweep>> {
    const heard = this.#sweptMs === null ? null : this.#from.heardSince(this.#sweptMs);
    this.#sweptMs = this.#from.clock.now().getTime();
    this.#failed = failedConnections(heard ?? []);
    return await this.#look(call);
  }

  /** `noblock` leaves out what the daemon works on, so an SA that is gone is believed only after the complete look. */
  async #look(call: CallContext): Promise<Outcome<DeviceSweep>> {
    const left = this.#left;
    if (left === null || this.#mayBeReloaded(left)) return await this.#complete(call, null);
    const listed = await listSas(this.#from.client, call, {});
    if (!listed.ok) return listed;
    const at = this.#from.clock.now();
    const seen = { sas: listed.value, partial: false, policies: left.policies };
    const looked = await this.#rows(left.tunnels, seen, await this.#from.moment(at, call));
    const strangers = strangersOf(listed.value, left.tunnels);
    if ([...strangers].some((name) => !left.strangers.has(name))) return await this.#complete(call, null);
    if (looked.missing !== left.missing) return await this.#complete(call, left.tunnels);
    return success({ unit: null, rows: looked.rows });
  }

  #mayBeReloaded({ readMs }: Left): boolean {
    const ageMs = this.#from.clock.now().getTime() - readMs;
    const heard = this.#from.heardSince(readMs);
    if (heard === null) return ageMs >= unheardFreshMs;
    return ageMs >= heardFreshMs || heard.some(({ text }) => reloads.test(text));
  }

  /** @param tunnels null: they are asked for as well */
  async #complete(call: CallContext, tunnels: readonly TunnelConfig[] | null): Promise<Outcome<DeviceSweep>> {
    const { client, clock, device, configFile } = this.#from;
    const readMs = tunnels === null ? clock.now().getTime() : (this.#left?.readMs ?? 0);
    const inventory = tunnels ? success(tunnels) : await fetchInventory(device, client, configFile, call);
    if (!inventory.ok) return inventory;
    const sas = await fetchAllSas(client, clock, call);
    if (!sas.ok) return sas;
    const at = clock.now();
    const policies = await fetchPolicies(client, call);
    const moment = await this.#from.moment(at, call);
    const { rows, missing } = await this.#rows(inventory.value, { ...sas.value, policies }, moment);
    // What was seen in part would be taken for a change in the next sweep.
    const strangers = strangersOf(sas.value.sas, inventory.value);
    this.#left = sas.value.partial
      ? null
      : { tunnels: inventory.value, policies, readMs, missing, strangers };
    return success({ unit: null, rows });
  }

  async #rows(
    tunnels: readonly TunnelConfig[],
    seen: Seen,
    moment: Moment,
  ): Promise<{ readonly rows: DeviceSweep['rows']; readonly missing: string }> {
    const rows: DeviceSweep['rows'][number][] = [];
    const missing: string[] = [];
    await inTurns(tunnels, (tunnel) => {
      const live = normalizeLive(tunnel, seen, moment);
      rows.push(sweepRow(tunnel, live, this.#failed));
      const none = live.ike.length === 0 ? [`${tunnel.tunnel} no IKE SA`] : [];
      missing.push(...none, ...live.missingChildren.map((name) => `${tunnel.tunnel}/${name}`));
    });
    return { rows, missing: missing.join('\n') };
  }
}

/** An IKE_SA for which no connection was selected yet has a name in parentheses. */
function strangersOf(sas: Seen['sas'], tunnels: readonly TunnelConfig[]): ReadonlySet<string> {
  const known = new Set(tunnels.map(({ tunnel }) => tunnel));
  return new Set(sas.map(({ name }) => name).filter((name) => !name.startsWith('(') && !known.has(name)));
}
