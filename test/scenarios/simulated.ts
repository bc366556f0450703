// Simulated firewalls with a fault between them, asked over TLS and diagnosed from the left end, the right end and both.

import { readTunnelLog } from '../../src/app/readTunnelLog.js';
import { collect } from '../../src/diagnosis/collect.js';
import { type Examination, examine } from '../../src/diagnosis/diagnose.js';
import { type DecidedEntry, withDecisions } from '../../src/diagnosis/listDecision.js';
import { type EvidencePlan, planEvidence } from '../../src/diagnosis/plan.js';
import { causeInfo } from '../../src/domain/causes.js';
import type { Clock } from '../../src/domain/clock.js';
import type { Device } from '../../src/domain/device.js';
import type { TunnelDeclaration } from '../../src/domain/evidence.js';
import type { LastGood } from '../../src/domain/knownGood.js';
import type { LogReading } from '../../src/domain/log.js';
import { known } from '../../src/domain/observation.js';
import type { Diagnosis } from '../../src/domain/verdict.js';
import { createDesk, type DeviceDesk } from '../../src/fleet/deskOverDevices.js';
import { createFleet } from '../../src/fleet/fleet.js';
import { nothingDeclared } from '../../src/fleet/fleetTunnel.js';
import { fetchList } from '../../src/fleet/list.js';
import type { ReadLog } from '../../src/fleet/logWindow.js';
import { ownPlaybookSet } from '../../src/playbook/folder.js';
import type { Playbook } from '../../src/playbook/playbook.js';
import {
  type Fault,
  type FirewallSpec,
  firewall,
  type PairDraft,
  type PairSpec,
  pair,
  type RunningFleet,
  startFleet,
} from '../../src/simulator/index.js';
import { createFortiosDevice } from '../../src/vendors/fortios/index.js';
import { createPanosDevice } from '../../src/vendors/panos/index.js';
import { goodOf } from '../../src/watch/goodOf.js';
import { fortiosTold, panosTold } from '../deviceSettings.js';
import { MovedClock } from '../support/movedClock.js';

/** What a busy machine takes is no answer that failed: a verdict on half of the evidence says nothing about the rules. */
const patienceMs = 170_000;

export type View = 'both' | 'left' | 'right';
export const views: readonly View[] = ['both', 'left', 'right'];

/** Two devices, by their names, and the tunnel between them. */
export interface SimulatedSite {
  readonly left: string;
  readonly right: string;
  readonly firewalls: readonly FirewallSpec[];
  readonly pair: PairSpec;
}

export interface SimulatedFault {
  readonly name: string;
  readonly fault: Fault;
  readonly version?: 'ikev1' | 'ikev2';
  readonly pair?: Partial<PairDraft>;
  /** Two PAN-OS firewalls when not given. */
  readonly site?: SimulatedSite;
  /** The fault was there from the beginning: the tunnel never worked. */
  readonly always?: boolean;
  /** Nobody sends any more when somebody asks: the users gave up. */
  readonly quiet?: boolean;
  /** A second fault at the same time. */
  readonly also?: Fault;
  /** What people do to the firewalls before somebody asks. */
  readonly meanwhile?: (fleet: RunningFleet) => void;
  /** It is remembered how both ends were set up before the fault. */
  readonly remembered?: boolean;
  /** How long the fault lasts before anybody asks. */
  readonly afterSeconds?: number;
  /** Somebody asks for the list first. */
  readonly listed?: boolean;
}

const declared: TunnelDeclaration = nothingDeclared;

export interface Simulated {
  readonly told: Readonly<Record<View, Examination>>;
  /** What a list said just before, from the overviews alone; of a fault that is `listed`. */
  readonly listed: Readonly<Record<View, DecidedEntry>> | null;
  readonly changes: number;
}

let plan: EvidencePlan | null = null;

/** Starts a fleet, injects the fault, waits in simulated time, and asks; nothing is left running. */
export async function simulate(one: SimulatedFault): Promise<Simulated> {
  const playbooks = ownPlaybookSet();
  plan ??= planEvidence(playbooks);
  const clock = new MovedClock();
  const { firewalls, pair, left: ours, right: theirs } = one.site ?? twoFirewalls(one);
  const tunnel = pair.name;
  const fleet = await startFleet(
    { seed: 7, historySeconds: 6 * 3600, firewalls, pairs: [pair] },
    { now: () => clock.now(), certificatesFrom: new Date(Date.now() - 3_600_000) },
  );
  try {
    const good = one.remembered ? await lastGoods(fleet, clock, [ours, theirs], tunnel) : null;
    if (good) clock.moveAhead(60_000);
    if (one.fault.kind !== 'healthy' && !one.always) fleet.injectFault(tunnel, one.fault);
    if (one.also) fleet.injectFault(tunnel, one.also);
    clock.moveAhead((one.afterSeconds ?? 900) * 1000);
    if (one.quiet) {
      fleet.setQuiet(tunnel, true);
      clock.moveAhead(60_000);
    }
    one.meanwhile?.(fleet);
    // What a device told is told to all three views, as to three people who ask at once.
    const devices = [ours, theirs].map((device) => deviceOf(fleet, clock, device));
    const desk = createDesk(devices, { clock, random: () => 0.5, maxConcurrent: 10 });
    const readLog = readOnce();
    const about = { fleet, desk, clock, tunnel, playbooks, plan, good, readLog };
    const seen = {
      both: viewOf(about, [ours, theirs]),
      left: viewOf(about, [ours]),
      right: viewOf(about, [theirs]),
    };
    // All lists before the first diagnosis: what that asked would be known to them.
    try {
      const listed = one.listed ? await ofEach(seen, ({ list }) => list()) : null;
      const told = await ofEach(seen, ({ examined }) => examined());
      return { told, listed, changes: fleet.firewalls.flatMap((device) => device.changes).length };
    } finally {
      await desk.close();
    }
  } finally {
    await fleet.stop();
  }
}

function twoFirewalls(one: SimulatedFault): SimulatedSite {
  return {
    left: 'fw-left',
    right: 'fw-right',
    firewalls: [
      firewall({
        name: 'fw-left',
        serial: '007000000000001',
        managementAddress: '10.0.0.1',
        upstreamAddress: '192.0.2.1',
        ...ha(one, 'left'),
      }),
      firewall({
        name: 'fw-right',
        serial: '007000000000002',
        managementAddress: '10.0.0.2',
        upstreamAddress: '203.0.113.1',
        ...ha(one, 'right'),
      }),
      ...(one.fault.kind === 'standby-node'
        ? [
            firewall({
              name: 'fw-mate',
              serial: '007000000000003',
              managementAddress: '10.0.0.3',
              upstreamAddress: '203.0.113.1',
              ha: { mate: 'fw-right', state: 'passive', priority: 110 },
            }),
          ]
        : []),
    ],
    pair: pair({
      name: 'tunnel-x',
      left: {
        firewall: 'fw-left',
        address: '192.0.2.10',
        tunnelInterface: 'tunnel.1',
        interfaceAddress: '10.255.0.1/30',
      },
      right: {
        firewall: 'fw-right',
        address: '203.0.113.20',
        tunnelInterface: 'tunnel.1',
        interfaceAddress: '10.255.0.2/30',
      },
      protects: [{ name: 'lan', left: '10.1.0.0/24', right: '10.2.0.0/24' }],
      version: one.version ?? 'ikev2',
      ikeLifetime: { unit: 'hours', value: 8 },
      ...one.pair,
      faults: one.always ? [{ fault: one.fault }] : [],
    }),
  };
}

function ha(one: SimulatedFault, side: 'left' | 'right') {
  if (one.fault.kind !== 'standby-node' || (one.fault.end ?? 'right') !== side) return {};
  return { ha: { mate: 'fw-mate', state: 'active' as const, priority: 100 } };
}

interface Question {
  readonly fleet: RunningFleet;
  readonly desk: DeviceDesk;
  readonly clock: Clock;
  readonly tunnel: string;
  readonly playbooks: readonly Playbook[];
  readonly plan: EvidencePlan;
  readonly good: ReadonlyMap<string, LastGood> | null;
  readonly readLog: ReadLog;
}

type OfEach<T> = Readonly<Record<View, T>>;

async function ofEach<S, T>(seen: OfEach<S>, ask: (one: S) => Promise<T>): Promise<OfEach<T>> {
  const [both, left, right] = await Promise.all([ask(seen.both), ask(seen.left), ask(seen.right)]);
  return { both, left, right };
}

/** What somebody may ask who has only the devices of these names. */
function viewOf(
  { fleet, desk, clock, tunnel: name, playbooks, plan, good, readLog }: Question,
  names: readonly string[],
): { list(): Promise<DecidedEntry>; examined(): Promise<Examination> } {
  const tunnels =
    names.length === 2
      ? [
          {
            name,
            ends: names.map((device) => ({ device, tunnel: name })),
            declaration: declared,
          },
        ]
      : [];
  const engine = createFleet({
    devices: names.map((device) => ({ name: device, vendor: fleet.firewall(device).product })),
    declared: () => tunnels,
    desk,
    clock,
  });
  const memory = new Map<string, never>();
  const parts = {
    desk,
    clock,
    readLog,
    sampleMs: 700,
    looks: { get: (key: string) => memory.get(key) ?? null, set: () => undefined },
    lastGood: async (_tunnel: string, device: string) => {
      const kept = good?.get(device);
      return kept
        ? known(kept, { device, request: 'last known good', at: '', fromCache: true, calls: 0 })
        : null;
    },
  };
  const frame = () => ({
    signal: AbortSignal.timeout(patienceMs),
    deadlineAt: new Date(clock.now().getTime() + patienceMs).toISOString(),
  });
  return {
    async list() {
      const { entries } = await fetchList({ ...parts, fleet: engine }, frame());
      const [listed] = await withDecisions(entries, { ...parts, playbooks: () => playbooks }, frame());
      if (!listed) throw new Error('The list is empty.');
      return listed;
    },
    async examined() {
      const tunnel = await engine.resolve(name, frame());
      return examine(await collect(parts, tunnel, plan, [], frame()), playbooks);
    },
  };
}

/** Whoever asks reads the same log the same way: the views of one fault share what was read. */
function readOnce(): ReadLog {
  const readings = new Map<string, LogReading>();
  return (window, config) => {
    const { tunnel, ike, children } = config;
    const names = children.map(({ name }) => name);
    const key = JSON.stringify([window, tunnel, ike.name, ike.peer, names]);
    const reading = readings.get(key) ?? readTunnelLog(window, config);
    readings.set(key, reading);
    return reading;
  };
}

function deviceOf(fleet: RunningFleet, clock: Clock, name: string): Device {
  const { url, caPem, apiKey, product } = fleet.firewall(name);
  const key = async () => apiKey;
  return product === 'fortios'
    ? createFortiosDevice(fortiosTold({ name, url, caPem, token: key }), { clock })
    : createPanosDevice(panosTold({ name, url, caPem, apiKey: key }), { clock });
}

/** As the watch keeps it of both ends, now. */
async function lastGoods(
  fleet: RunningFleet,
  clock: Clock,
  names: readonly string[],
  tunnelName: string,
): Promise<ReadonlyMap<string, LastGood>> {
  const goods = new Map<string, LastGood>();
  for (const name of names) {
    const device = deviceOf(fleet, clock, name);
    const at = clock.now().toISOString();
    const deadlineAt = new Date(clock.now().getTime() + patienceMs).toISOString();
    const inventory = await device.fetch(
      'inventory',
      {},
      { signal: AbortSignal.timeout(patienceMs), deadlineAt },
    );
    await device.close();
    const config = inventory.known && inventory.value.find(({ tunnel }) => tunnel === tunnelName);
    if (!config) throw new Error(`The configuration of ${name} could not be read.`);
    const nothing = { at, unit: null, identity: null, live: null, path: null };
    const good = goodOf(config, nothing);
    goods.set(name, { good, until: at, upUntil: at, objects: good.objects });
  }
  return goods;
}

/** A line of the table of all faults: what each view said, and what that is worth. */
export function rowOf(name: string, told: Simulated['told'], truth: string): string {
  const said = views.map((view) => {
    const { diagnosis } = told[view];
    const { cause, confidence } = diagnosis.verdict;
    return `${view} ${grade(diagnosis, truth)}: ${cause} (${confidence})`;
  });
  return `${name}: ${said.join(', ')}`;
}

/** What a verdict is worth when the truth is known: with one end it may be undecided, with the truth among the alternatives. */
export function grade({ verdict, alternatives }: Diagnosis, truth: string): 'right' | 'undecided' | 'wrong' {
  if (verdict.cause === truth) return 'right';
  const abstains = causeInfo(verdict.cause).kind === 'abstains';
  const confident = verdict.confidence === 'certain' || verdict.confidence === 'likely';
  if (confident && !abstains) return 'wrong';
  return alternatives.some((one) => one.cause === truth) ? 'undecided' : 'wrong';
}
