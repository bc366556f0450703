// Gathers the evidence of both ends at once through the desk; what cannot be had becomes a gap, never an error.

import type { Clock } from '../domain/clock.js';
import type { DeviceEvidence, EvidenceKind, EvidenceTypes } from '../domain/device.js';
import type { Answer, EndEvidence, EndName, TunnelEvidence } from '../domain/evidence.js';
import type { LastGood } from '../domain/knownGood.js';
import { isUp, type TunnelLive } from '../domain/live.js';
import { type Gap, gap, type Observation } from '../domain/observation.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import type { EndKind } from '../facts/fact.js';
import type { AskOptions, Desk } from '../fleet/desk.js';
import type { FleetEnd, FleetTunnel } from '../fleet/fleetTunnel.js';
import { fetchLog, type ReadLog, readWindow } from '../fleet/logWindow.js';
import { type LookMemory, twoLooks } from '../fleet/status.js';
import { type CollectionWatch, nobodyWatches } from './collecting.js';
import { readAsOneTunnel } from './oneTunnel.js';
import type { EvidencePlan } from './plan.js';

export interface CollectParts {
  readonly desk: Desk;
  readonly clock: Clock;
  readonly readLog: ReadLog;
  /** Time between the two looks at the counters. */
  readonly sampleMs: number;
  readonly looks: LookMemory;
  /** How an end was set up when the tunnel last worked; null where nothing is kept. */
  readonly lastGood?: (tunnel: string, device: string) => Promise<Observation<LastGood> | null>;
}

const logHours = 24;
const logLines = 1000;
/** Several diagnoses of one device at once read its configuration once. */
const anewMs = 15_000;
const writtenLateMs = 360_000;

export async function collect(
  parts: CollectParts,
  tunnel: FleetTunnel,
  plan: EvidencePlan,
  answers: readonly Answer[],
  ask: AskOptions,
  watch: CollectionWatch = nobodyWatches,
): Promise<TunnelEvidence> {
  const [ours, theirs] = await Promise.all([
    collectEnd(parts, tunnel.name, 'ours', tunnel.ours, tunnel.theirs, plan.ours, ask, watch),
    tunnel.theirs
      ? collectEnd(parts, tunnel.name, 'theirs', tunnel.theirs, tunnel.ours, plan.theirs, ask, watch)
      : Promise.resolve(foreignEnd(tunnel, parts.clock.now().toISOString())),
  ]);
  return {
    tunnel: tunnel.name,
    collectedAt: parts.clock.now().toISOString(),
    declared: tunnel.declared,
    ours,
    theirs,
    answers,
  };
}

async function collectEnd(
  parts: CollectParts,
  tunnel: string,
  name: EndName,
  end: FleetEnd,
  other: FleetEnd | null,
  kinds: ReadonlySet<EndKind>,
  ask: AskOptions,
  watch: CollectionWatch,
): Promise<EndEvidence> {
  const watched = async <T>(kind: EndKind, asking: Promise<T>): Promise<T> => {
    watch.asked(end.device, kind);
    return await asking.finally(() => watch.told(end.device, kind));
  };
  const fetch = async <K extends EvidenceKind & EndKind>(kind: K): Promise<Observation<EvidenceTypes[K]>> =>
    kinds.has(kind) ? watched(kind, askFor(parts.desk, end, kind, ask)) : notAsked(end, kind);
  const range = { from: since(parts.clock), to: null, limit: logLines };
  const [looks, window, path, clock, uptime, ha, certificates, changes, drops, before] = await Promise.all([
    watched('live', twoLooks(parts, end, ask)),
    watched('log', fetchLog(parts.desk, end, range, ask)),
    fetch('path'),
    fetch('clock'),
    fetch('uptime'),
    fetch('ha'),
    fetch('certificates'),
    fetch('changes'),
    fetch('drops'),
    parts.lastGood?.(tunnel, end.device) ?? null,
  ]);
  const isRead = isWorking(looks.earlier) || !before?.known;
  return {
    end: name,
    readable: true,
    name: end.device,
    vendor: end.vendor,
    tunnel: end.tunnel,
    config: isRead ? end.config : await configOfNow(parts.desk, end, before.value, ask),
    live: looks.earlier,
    later: looks.later,
    log: await readWindow(window, end, readAsOneTunnel(parts.readLog, localAddress(other))),
    path,
    clock,
    uptime,
    ha,
    certificates,
    changes,
    drops,
    ...(before ? { before } : {}),
  };
}

/**
 * A configuration that was read before the tunnel was last seen up shows nothing of what was changed since: it is read again. When
 * it was last seen up may be written down some minutes late.
 * Where nothing is kept, nothing is compared, and the one that is remembered is good enough.
 */
async function configOfNow(
  desk: Desk,
  { device, tunnel, config }: FleetEnd,
  { upUntil }: LastGood,
  ask: AskOptions,
): Promise<Observation<TunnelConfig>> {
  if (!config.known || Date.parse(config.source.at) > Date.parse(upUntil) + writtenLateMs) return config;
  const inventory = await desk.ask(device, 'inventory', {}, { ...ask, maxAgeMs: anewMs });
  const own = inventory.known && inventory.value.find((one) => one.tunnel === tunnel);
  return own ? { ...inventory, value: own } : config;
}

/** Everything of it stands: nothing is to be explained by a change. */
function isWorking(live: Observation<TunnelLive>): boolean {
  if (!live.known) return false;
  const { children, missingChildren, monitor } = live.value;
  const isDown = monitor?.enabled === true && monitor.state === 'down';
  return children.some(isUp) && missingChildren.length === 0 && !isDown;
}

function localAddress(end: FleetEnd | null): string | null {
  return end?.config.known ? end.config.value.ike.localAddress : null;
}

const ofDevice: readonly (keyof DeviceEvidence)[] = [
  'identity',
  'clock',
  'uptime',
  'ha',
  'inventory',
  'overview',
  'certificates',
  'changes',
  'drops',
];

async function askFor<K extends EvidenceKind>(
  desk: Desk,
  end: FleetEnd,
  kind: K,
  ask: AskOptions,
): Promise<Observation<EvidenceTypes[K]>> {
  if (ofDevice.some((one) => one === kind)) return await desk.ask(end.device, kind, {}, ask);
  if (!end.config.known) return end.config;
  return await desk.ask(end.device, kind, { tunnel: end.config.value }, ask);
}

/** The range starts at a full hour, so that everybody who asks within it asks the same question. */
function since(clock: Clock): string {
  const from = new Date(clock.now().getTime() - logHours * 3_600_000);
  from.setUTCMinutes(0, 0, 0);
  return from.toISOString();
}

function notAsked(end: FleetEnd, request: string): Gap {
  return gap({
    reason: 'not-asked',
    says: `${end.device} was not asked for it, because no playbook needs it.`,
    remedy: 'Run the whole diagnosis.',
    device: end.device,
    request,
    at: '',
  });
}

/** The end of a partner: known only through our logs and what its people tell. */
export function foreignEnd(tunnel: Pick<FleetTunnel, 'declared' | 'name'>, at: string): EndEvidence {
  const { partner } = tunnel.declared;
  const name = partner?.name ?? 'the other end';
  const foreign: Gap = gap({
    reason: 'foreign',
    says: `${name} belongs to somebody else and cannot be read.`,
    remedy: partner?.contact
      ? `Ask ${partner.contact}.`
      : `Ask the people of ${name}, or declare their device.`,
    device: name,
    request: 'nothing',
    at,
  });
  return {
    end: 'theirs',
    readable: false,
    name,
    vendor: partner?.vendor ?? null,
    tunnel: null,
    config: foreign,
    live: foreign,
    later: foreign,
    log: foreign,
    path: foreign,
    clock: foreign,
    uptime: foreign,
    ha: foreign,
    certificates: foreign,
    changes: foreign,
    drops: foreign,
  };
}
