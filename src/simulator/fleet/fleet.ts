// Starts a fleet: pairs, devices, certificates and one HTTPS listener a device; and the handles to play with it.

import type { DayEvent, DayStep } from '../day/event.js';
import { type DayWorld, happen } from '../day/happen.js';
import { Timeline } from '../day/timeline.js';
import { Device, type HomeEnd } from '../device/device.js';
import { FortigateApi } from '../fortios/api.js';
import { whyFaultCannotApply } from '../model/apply-fault.js';
import type { Fault } from '../model/fault.js';
import type { FirewallSpec, FleetSpec, Product } from '../model/spec.js';
import { Pair } from '../pair/pair.js';
import { FirewallApi, PanoramaApi } from '../panos/api.js';
import type { Api } from '../tls/api.js';
import type { ApiFault, ApiFaultScope } from '../tls/api-fault.js';
import { createAuthority, issueServerCertificate } from '../tls/certificate.js';
import { DeviceServer, type SeenRequest } from '../tls/server.js';

export interface FleetOptions {
  /** The simulated clock; true time when not given. */
  readonly now?: () => Date;
  readonly host?: string;
  /** From when the certificates are valid: the clock of whoever connects, not the simulated one. */
  readonly certificatesFrom?: Date;
  /** Milliseconds that only go forward, for log jobs. */
  readonly elapsedMs?: () => number;
}

export interface RunningFirewall {
  readonly name: string;
  readonly product: Product;
  /** `https://127.0.0.1:port`, without a path. */
  readonly url: string;
  readonly serial: string;
  /** The token of a FortiGate. */
  readonly apiKey: string;
  readonly username: string;
  readonly password: string;
  readonly caPem: string;
  /** SHA-256 of the server certificate, `AA:BB:…`. */
  readonly fingerprint256: string;
  /** Every request so far, oldest first. */
  readonly requests: readonly SeenRequest[];
  /** The most requests that were being answered at one time. */
  readonly maxConcurrent: number;
  /** Requests that would have changed something; empty when a client only reads. */
  readonly changes: readonly string[];
  inject(fault: ApiFault, scope?: ApiFaultScope): Promise<void>;
  /** Ends the API faults of this device. */
  clear(): Promise<void>;
}

export interface RunningFleet {
  readonly spec: FleetSpec;
  readonly firewalls: readonly RunningFirewall[];
  readonly panorama?: RunningFirewall;
  /** By name; throws when there is none. */
  firewall(name: string): RunningFirewall;
  /** Puts a fault into a pair from now on; throws when the pair does not exist or cannot carry it. */
  injectFault(pair: string, fault: Fault, by?: string): void;
  clearFault(pair: string, fault: Fault, by?: string): void;
  happen(event: DayEvent): void;
  /** What happens from now on, each step when the simulated clock reaches it; nothing has to be called again. */
  schedule(steps: readonly DayStep[]): void;
  /** The hosts behind both ends of a pair stop sending, or send again; its SAs go on standing. */
  setQuiet(pair: string, quiet: boolean): void;
  /** Somebody edits a firewall and does not commit. */
  leaveUncommitted(firewall: string): void;
  /** A commit on a firewall is refused; its configuration stays as it was. */
  failCommit(firewall: string, details: string): void;
  stop(): Promise<void>;
}

/** Starts every device on its own port of the host (127.0.0.1 unless given). */
export async function startFleet(spec: FleetSpec, options: FleetOptions = {}): Promise<RunningFleet> {
  const now = options.now ?? (() => new Date());
  const nowMs = () => now().getTime();
  const elapsedMs = options.elapsedMs ?? (() => performance.now());
  const startMs = nowMs();
  const bornMs = startMs - spec.historySeconds * 1000;
  const byName = new Map(spec.firewalls.map((firewall) => [firewall.name, firewall]));
  checkReferences(spec, byName);
  const timeline = new Timeline();
  const pairs = spec.pairs.map((pair) => new Pair(pair, spec.seed, bornMs, startMs));

  const certificatesFrom = options.certificatesFrom ?? new Date();
  const authority = createAuthority('Simulated firewalls', certificatesFrom);
  const servers: DeviceServer[] = [];
  const serve = async (api: Api, device: Served) => {
    const certificate = issueServerCertificate(authority, device.name, certificatesFrom);
    const server = new DeviceServer(api, options.host ?? '127.0.0.1', now, certificate);
    const url = await server.listen();
    servers.push(server);
    return handle(device, url, server, api, authority.certificatePem, certificate.fingerprint256);
  };

  const ends = endsByFirewall(pairs, byName);
  const apis = spec.firewalls.map((firewall) => {
    const device = new Device(firewall, ends.get(firewall.name) ?? [], nowMs, timeline);
    const mate = firewall.ha && byName.get(firewall.ha.mate);
    return firewall.product === 'fortios'
      ? new FortigateApi(device, mate, elapsedMs)
      : new FirewallApi(device, mate, elapsedMs);
  });
  const firewalls = await Promise.all(apis.map((api) => serve(api, api.device.spec)));
  const panorama =
    spec.panorama === undefined
      ? undefined
      : await serve(new PanoramaApi(spec.panorama, managedBy(apis), nowMs, elapsedMs), {
          ...spec.panorama,
          product: 'panos',
        });

  const pairNamed = (name: string): Pair => {
    const found = pairs.find((pair) => pair.spec.name === name);
    if (found === undefined) throw new Error(`The fleet has no pair named ${name}.`);
    return found;
  };
  const deviceNamed = (name: string): Device => {
    const found = apis.find((api) => api.device.spec.name === name);
    if (found === undefined) throw new Error(`The fleet has no firewall named ${name}.`);
    return found.device;
  };
  const world: DayWorld = {
    pair: pairNamed,
    device: deviceNamed,
    inject: (name, fault, atMs, by) => {
      const pair = pairNamed(name);
      const why = whyFaultCannotApply(pair.spec, fault) ?? whyNoStandby(pair, fault, byName);
      if (why !== undefined) throw new Error(why);
      pair.inject(fault, atMs, by);
    },
    timeline,
  };
  const happensNow = (event: DayEvent) => {
    timeline.advance(nowMs());
    happen(world, event, nowMs());
  };
  return {
    spec,
    firewalls,
    ...(panorama === undefined ? {} : { panorama }),
    firewall: (name) => {
      const found = firewalls.find((firewall) => firewall.name === name);
      if (found === undefined) throw new Error(`The fleet has no firewall named ${name}.`);
      return found;
    },
    happen: happensNow,
    schedule: (steps) => {
      const fromMs = nowMs();
      for (const { afterSeconds, event } of steps)
        timeline.add(fromMs + afterSeconds * 1000, (atMs) => happen(world, event, atMs));
    },
    injectFault: (pair, fault, by) => happensNow({ what: 'fault', pair, fault, ...(by && { by }) }),
    setQuiet: (pair, quiet) => happensNow({ what: 'quiet', pair, quiet }),
    leaveUncommitted: (name) => {
      deviceNamed(name).hasPendingChanges = true;
    },
    failCommit: (name, details) => deviceNamed(name).failedCommits.push({ atMs: nowMs(), details }),
    clearFault: (pair, fault, by) => happensNow({ what: 'mend', pair, fault, ...(by && { by }) }),
    stop: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** In the order of the fleet; both units of a pair carry its ends. */
function endsByFirewall(
  pairs: readonly Pair[],
  byName: ReadonlyMap<string, FirewallSpec>,
): ReadonlyMap<string, readonly HomeEnd[]> {
  const found = new Map<string, HomeEnd[]>();
  for (const pair of pairs) {
    for (const side of ['left', 'right'] as const) {
      const home = pair.spec[side].firewall;
      for (const name of [home, byName.get(home ?? '')?.ha?.mate]) {
        if (name === undefined) continue;
        const held = found.get(name);
        if (held === undefined) found.set(name, [{ pair, side }]);
        else held.push({ pair, side });
      }
    }
  }
  return found;
}

/** Firewalls with a template are managed; without any, Panorama manages all. */
function managedBy(apis: readonly (FirewallApi | FortigateApi)[]): FirewallApi[] {
  const own = apis.filter((api): api is FirewallApi => api instanceof FirewallApi);
  const pushed = own.filter((api) => api.device.spec.template !== undefined);
  return pushed.length > 0 ? pushed : own;
}

function whyNoStandby(
  pair: Pair,
  fault: Fault,
  byName: ReadonlyMap<string, FirewallSpec>,
): string | undefined {
  if (fault.kind !== 'standby-node') return undefined;
  const home = byName.get(pair.spec[fault.end ?? 'right'].firewall ?? '');
  return home?.ha === undefined
    ? `standby-node needs an HA pair at the ${fault.end ?? 'right'} end of ${pair.spec.name}`
    : undefined;
}

function checkReferences(spec: FleetSpec, byName: ReadonlyMap<string, FirewallSpec>): void {
  for (const pair of spec.pairs) {
    for (const side of ['left', 'right'] as const) {
      const home = pair[side].firewall;
      if (home !== undefined && !byName.has(home))
        throw new Error(`Pair ${pair.name} names the firewall ${home}, which is not in the fleet.`);
      const product = byName.get(home ?? '')?.product;
      if (product !== undefined && product !== pair[side].product)
        throw new Error(`Pair ${pair.name} has a ${pair[side].product} end on ${home}, which is ${product}.`);
    }
  }
}

type Served = Pick<FirewallSpec, 'name' | 'product' | 'serial' | 'apiKey' | 'username' | 'password'>;

function handle(
  device: Served,
  url: string,
  server: DeviceServer,
  api: Api,
  caPem: string,
  fingerprint256: string,
): RunningFirewall {
  const { name, product, serial, apiKey, username, password } = device;
  return {
    name,
    product,
    url,
    serial,
    apiKey,
    username,
    password,
    caPem,
    fingerprint256,
    requests: server.requests,
    get maxConcurrent() {
      return server.maxConcurrent;
    },
    changes: api.changes,
    inject: (fault, scope) => server.inject(fault, scope),
    clear: () => server.clear(),
  };
}
