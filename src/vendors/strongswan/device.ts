// strongSwan as a Device: which kinds it can answer, and how each is put together from VICI, the log and swanctl.conf.

import type { Clock } from '../../domain/clock.js';
import type {
  CallContext,
  Device,
  DeviceChecks,
  EvidenceKind,
  EvidenceScope,
  EvidenceTypes,
} from '../../domain/device.js';
import type { LogLine } from '../../domain/log.js';
import { gap, known, type Observation } from '../../domain/observation.js';
import type { TunnelSummary } from '../../domain/overview.js';
import { inTurns } from '../../support/turns.js';
import { failed, type Outcome, success } from '../outcome.js';
import { captureReplies } from './capture.js';
import { strongswanChecks } from './checks.js';
import { ViciClient } from './client.js';
import { noTunnel } from './fault.js';
import { fetchDrops, fetchIdentity, fetchUptime, ofOwnMachine } from './fetchBasics.js';
import { fetchChanges } from './fetchChanges.js';
import { fetchInventory, fetchPolicies } from './fetchInventory.js';
import { readHeldLines, readLogFile } from './fetchLog.js';
import { fetchAllSas, fetchSasOf } from './fetchSas.js';
import { Sweeps } from './fetchSweep.js';
import { LiveLog } from './liveLog.js';
import { normalizeCertificates } from './normalizeCertificates.js';
import { VENDOR } from './normalizeConfig.js';
import { normalizeLive, sameChildren, summarize } from './normalizeLive.js';
import type { Moment } from './normalizeSas.js';
import { logScope, needsLog, withLines } from './overviewLog.js';
import { parseCertificates, parseMessage } from './parse.js';
import { reads } from './requests.js';
import { statsSchema } from './schema.js';
import type { StrongswanSettings } from './settings.js';
import { cannotTell, shown } from './shown.js';

export interface StrongswanOptions {
  readonly clock: Clock;
  /** Keep a second connection open and remember the daemon's log events; for a bot that runs, not for one question. */
  readonly followLog?: boolean;
}

/** Opens nothing until it is asked, unless `followLog` is set: then it begins to listen at once. */
export function createStrongswanDevice(
  settings: StrongswanSettings,
  options: StrongswanOptions,
): StrongswanDevice {
  return new StrongswanDevice(settings, options);
}

/** Of its log: enough to see every kind of line that came lately. */
const capturedLines = 500;

type Answers = {
  readonly [K in EvidenceKind]?: (
    scope: EvidenceScope,
    call: CallContext,
  ) => Promise<Outcome<EvidenceTypes[K]>>;
};

export class StrongswanDevice implements Device {
  readonly name: string;
  readonly vendor = VENDOR;
  readonly answers: readonly EvidenceKind[];
  readonly #settings: StrongswanSettings;
  readonly #clock: Clock;
  readonly #client: ViciClient;
  readonly #liveLog: LiveLog | null;
  readonly #how: Answers;
  #natIsPretended: boolean | null = null;

  constructor(settings: StrongswanSettings, { clock, followLog }: StrongswanOptions) {
    this.name = settings.name;
    this.#settings = settings;
    this.#clock = clock;
    this.#client = new ViciClient({
      address: settings.vici,
      clock,
      commandTimeoutMs: settings.commandTimeoutMs,
    });
    this.#liveLog = followLog ? new LiveLog(settings.vici, clock) : null;
    const sweeps = new Sweeps({
      device: this.name,
      client: this.#client,
      clock,
      configFile: settings.configFile,
      heardSince: (milliseconds) => this.#liveLog?.heardSince(milliseconds) ?? null,
      moment: (at, call) => this.#moment(at, call),
    });
    this.#how = {
      identity: (_, call) => fetchIdentity(this.#client, call),
      clock: async () => ofOwnMachine(settings, clock),
      uptime: (_, call) => fetchUptime(this.#client, clock, call),
      inventory: (_, call) => fetchInventory(this.name, this.#client, settings.configFile, call),
      overview: (_, call) => this.#overview(call),
      sweep: (_, call) => sweeps.fetch(call),
      certificates: (_, call) => this.#certificates(call),
      drops: (_, call) => fetchDrops(this.#client, call),
      live: (scope, call) => this.#live(scope, call),
      log: (scope, call) => this.#log(scope, call),
      changes: (scope, call) => this.#changes(scope, call),
    };
    this.answers = Object.keys(this.#how) as EvidenceKind[];
  }

  checks(): DeviceChecks {
    return strongswanChecks(this.#settings, this.#client);
  }

  capture(call: CallContext) {
    const parts = {
      device: this.name,
      client: this.#client,
      now: () => this.#clock.now(),
      log: () => this.fetch('log', { limit: capturedLines }, call),
    };
    return captureReplies(parts, call);
  }

  callCount(): number {
    return this.#client.calls;
  }

  async close(): Promise<void> {
    await Promise.all([this.#client.close(), this.#liveLog?.close()]);
  }

  async fetch<K extends EvidenceKind>(
    kind: K,
    scope: EvidenceScope,
    call: CallContext,
  ): Promise<Observation<EvidenceTypes[K]>> {
    const answer = this.#how[kind] as
      | ((scope: EvidenceScope, call: CallContext) => Promise<Outcome<EvidenceTypes[K]>>)
      | undefined;
    const before = this.#client.calls;
    const outcome =
      answer === undefined
        ? failed({
            reason: 'not-supported',
            says: `strongSwan does not tell the ${kind} over VICI.`,
            remedy: cannotTell[kind] ?? 'Look on the host.',
          })
        : await answer(scope, call);
    const source = {
      device: this.name,
      request: kind === 'log' || kind === 'changes' ? this.#logName : (shown[kind] ?? kind),
      at: this.#clock.now().toISOString(),
    };
    return outcome.ok
      ? known(outcome.value, { ...source, fromCache: false, calls: this.#client.calls - before })
      : gap({ ...outcome.fault, ...source });
  }

  async #overview(call: CallContext): Promise<Outcome<EvidenceTypes['overview']>> {
    const inventory = await fetchInventory(this.name, this.#client, this.#settings.configFile, call);
    if (!inventory.ok) return inventory;
    const sas = await fetchAllSas(this.#client, this.#clock, call);
    if (!sas.ok) return sas;
    const at = this.#clock.now();
    const policies = await fetchPolicies(this.#client, call);
    const moment = await this.#moment(at, call);
    const seen = { ...sas.value, policies };
    const rows: TunnelSummary[] = [];
    await inTurns(inventory.value, (tunnel) => {
      rows.push(summarize(tunnel, normalizeLive(tunnel, seen, moment)));
    });
    if (!needsLog(rows)) return success(rows);
    const log = await this.#log(logScope(at), call);
    return success(log.ok ? await withLines(rows, inventory.value, log.value) : rows);
  }

  async #live(scope: EvidenceScope, call: CallContext): Promise<Outcome<EvidenceTypes['live']>> {
    if (scope.tunnel === undefined) return failed(noTunnel);
    const asked = this.#clock.now();
    const sas = await fetchSasOf(scope.tunnel.tunnel, this.#client, this.#clock, call);
    if (!sas.ok) return sas;
    const at = this.#clock.now();
    const moment = { ...(await this.#moment(at, call)), readInMs: at.getTime() - asked.getTime() };
    const seen = normalizeLive(scope.tunnel, { ...sas.value, policies: null }, moment);
    // For a second look at the same children the traps are still those of the first.
    if (scope.earlier !== undefined && sameChildren(scope.earlier, seen)) {
      return success({ ...seen, waitsForTraffic: scope.earlier.waitsForTraffic });
    }
    const policies = await fetchPolicies(this.#client, call);
    return success(normalizeLive(scope.tunnel, { ...sas.value, policies }, moment));
  }

  /** Plugins do not change while the daemon runs, so they are asked once. */
  async #moment(at: Date, call: CallContext): Promise<Moment> {
    if (this.#natIsPretended === null) {
      const reply = await this.#client.ask(reads.stats, {}, call);
      const stats = reply.ok ? parseMessage(reply.value, reads.stats, statsSchema) : reply;
      if (stats.ok) this.#natIsPretended = stats.value.plugins.includes('kernel-libipsec');
    }
    return { at, natIsPretended: this.#natIsPretended ?? true };
  }

  async #certificates(call: CallContext): Promise<Outcome<EvidenceTypes['certificates']>> {
    const reply = await this.#client.ask(reads.certificates, {}, call);
    if (!reply.ok) return reply;
    const rows = await parseCertificates(reply.value, reads.certificates);
    return rows.ok ? success(normalizeCertificates(rows.value)) : rows;
  }

  get #logName(): string {
    return this.#settings.log ?? 'log events';
  }

  async #changes(scope: EvidenceScope, call: CallContext): Promise<Outcome<EvidenceTypes['changes']>> {
    const of = { device: this.name, request: this.#logName, now: this.#clock.now() };
    return await fetchChanges(of, scope, (lines, keep) => this.#log(lines, call, keep));
  }

  async #log(
    scope: EvidenceScope,
    call: CallContext,
    keep?: (line: LogLine) => boolean,
  ): Promise<Outcome<EvidenceTypes['log']>> {
    const { log, timeZone } = this.#settings;
    if (log !== undefined) {
      const times = { timeZone, now: this.#clock.now() };
      const file = await readLogFile(log, scope, times, call.signal, keep);
      // A file reaches further back; what was heard is better than nothing.
      if (file.ok || this.#liveLog === null || this.#liveLog.lines.length === 0) return file;
    }
    if (this.#liveLog !== null) return readHeldLines(this.#liveLog, scope, keep);
    return failed({
      reason: 'not-configured',
      says: 'Our configuration names no log file of this daemon.',
      remedy: 'Name it (log), or let the bot run: it then keeps the log events that VICI sends.',
    });
  }
}
