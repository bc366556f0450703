// The evidence desk: asks devices through cache and single flight, within a deadline, with provenance and gaps.

import type { Clock } from '../domain/clock.js';
import type { Device, EvidenceKind, EvidenceScope, EvidenceTypes } from '../domain/device.js';
import { type GapReason, gap, type Known, type Observation } from '../domain/observation.js';
import { Problem } from '../domain/problem.js';
import { TtlCache } from '../support/cache.js';
import { answered, clockDeadline } from '../support/deadline.js';
import { KeyedLimiter } from '../support/limiter.js';
import { SingleFlight } from '../support/singleFlight.js';
import type { AskOptions, Desk } from './desk.js';

/** How long an answer is good enough when the asker does not say, by kind. */
const defaultFreshSeconds: Readonly<Record<EvidenceKind, number>> = {
  identity: 3600,
  clock: 600,
  uptime: 20,
  ha: 60,
  inventory: 600,
  overview: 20,
  sweep: 20,
  certificates: 1800,
  changes: 120,
  drops: 20,
  live: 20,
  path: 120,
  log: 45,
};

/** A failing device is not asked again at every breath, and not long after it works again. */
const gapFreshMs = 3_000;
/** What a device can never tell need not be asked at every question. */
const lastingGapFreshMs = 60_000;
const lastingGaps: readonly GapReason[] = ['not-supported', 'not-configured'];

/** Kinds that change rarely: an old answer, marked with its time, is better than none while the device is away. */
const oldIsBetterThanNone: readonly EvidenceKind[] = ['inventory', 'identity', 'certificates'];

const keepSeconds = 24 * 3600;
/** Of these a device has as many answers as tunnels, some of a thousand lines, and nobody wants an old one. */
const ofOneTunnel: readonly EvidenceKind[] = ['live', 'path', 'log'];
const tunnelKeepSeconds = 900;

/** A large configuration may take longer than one question waits; the next one then finds it. */
const goesOnAlone: readonly EvidenceKind[] = ['inventory'];

export interface DeskOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly freshSeconds?: Partial<Record<EvidenceKind, number>>;
  /** Questions to all devices together that run at the same time. */
  readonly maxConcurrent?: number;
  readonly maxCached?: number;
  /** One question to one device takes no longer, whoever waits. */
  readonly questionMs?: number;
}

export interface DeviceDesk extends Desk {
  /** What is remembered, however old, without asking anybody. */
  peek<K extends EvidenceKind>(
    device: string,
    kind: K,
    scope: EvidenceScope,
  ): Observation<EvidenceTypes[K]> | null;
  /** Questions to this device that run or wait now, but for sweeps: those go last. */
  asking(device: string): number;
  /** Calls made to all devices since the start. */
  callCount(): number;
  close(): Promise<void>;
}

type AnyObservation = Observation<EvidenceTypes[EvidenceKind]>;

export function createDesk(devices: readonly Device[], options: DeskOptions): DeviceDesk {
  const { clock } = options;
  const byName = new Map(devices.map((device) => [device.name, device]));
  const cache = new TtlCache<AnyObservation>({
    clock,
    maxEntries: options.maxCached ?? 20_000,
    keepSeconds,
    random: options.random,
  });
  const flights = new SingleFlight<AnyObservation>();
  const limiter = new KeyedLimiter(options.maxConcurrent ?? 64);
  const asking = new Map<string, number>();
  const questionMs = options.questionMs ?? 60_000;

  function deviceCalled(name: string): Device {
    const device = byName.get(name);
    if (device) return device;
    throw new Problem('unknown-device', { name, devices: [...byName.keys()].join(', ') || 'none' });
  }

  function remembered(key: string, { maxAgeMs, since }: AskOptions): AnyObservation | null {
    const hit = cache.get(key);
    if (!hit) return null;
    const isSince = since !== undefined && clock.now().getTime() - hit.ageMs >= Date.parse(since);
    if (maxAgeMs === undefined && since !== undefined && !isSince) return null;
    if (!hit.value.known) return hit.fresh && maxAgeMs !== 0 ? hit.value : null;
    const good = maxAgeMs === undefined ? hit.fresh || isSince : hit.ageMs < maxAgeMs;
    return good ? fromCache(hit.value) : null;
  }

  async function counted<T>(name: string, by: number, question: () => Promise<T>): Promise<T> {
    asking.set(name, (asking.get(name) ?? 0) + by);
    try {
      return await question();
    } finally {
      asking.set(name, (asking.get(name) ?? 0) - by);
    }
  }

  async function fetchAndKeep(
    device: Device,
    kind: EvidenceKind,
    scope: EvidenceScope,
    key: string,
    signal: AbortSignal,
    since: string | null,
  ): Promise<AnyObservation> {
    const deadlineAt = new Date(clock.now().getTime() + questionMs).toISOString();
    const call = { signal, deadlineAt, ...(since === null ? {} : { since }) };
    const fetch = async (): Promise<AnyObservation> => {
      signal.throwIfAborted();
      return await safely(device, kind, clock, () => device.fetch(kind, scope, call));
    };
    // Sweeps are not among them: those of devices that hang must not take the place of a question.
    const answer =
      kind === 'sweep' ? await fetch() : await counted(device.name, 1, () => limiter.run('all', fetch));
    if (signal.aborted) return answer;
    if (answer.known) {
      const seconds = options.freshSeconds?.[kind] ?? defaultFreshSeconds[kind];
      const keep = ofOneTunnel.includes(kind) ? tunnelKeepSeconds : keepSeconds;
      cache.set(key, answer, seconds * 1000, keep, since === null ? 0 : ageOf(answer, clock));
      return answer;
    }
    const old = oldIsBetterThanNone.includes(kind) ? cache.get(key) : null;
    if (old?.value.known) return fromCache(old.value);
    cache.set(key, answer, lastingGaps.includes(answer.reason) ? lastingGapFreshMs : gapFreshMs);
    return answer;
  }

  async function askAny(
    device: Device,
    kind: EvidenceKind,
    scope: EvidenceScope,
    ask: AskOptions,
  ): Promise<AnyObservation> {
    const key = questionKey(device.name, kind, scope);
    const kept = remembered(key, ask);
    if (kept) return kept;
    const since = ask.maxAgeMs === undefined && ofOneTunnel.includes(kind) ? (ask.since ?? null) : null;
    const done = new AbortController();
    const asker = clockDeadline(clock, ask.signal, Date.parse(ask.deadlineAt), done);
    try {
      return await flights.join(
        // Who wants what is told now does not wait for an answer that may be of before.
        since === null ? key : `${key} ${since}`,
        asker,
        (signal) => fetchAndKeep(device, kind, scope, key, signal, since),
        goesOnAlone.includes(kind),
      );
    } catch {
      return lateGap(device.name, kind, clock, ask.signal.aborted);
    } finally {
      done.abort(answered);
    }
  }

  return {
    async ask(name, kind, scope, ask) {
      const device = deviceCalled(name);
      // The cache holds answers of every kind; the key contains the kind, so what comes back is of the kind asked for.
      return (await askAny(device, kind, scope, ask)) as Observation<EvidenceTypes[typeof kind]>;
    },
    peek(name, kind, scope) {
      const hit = cache.get(questionKey(name, kind, scope));
      if (!hit) return null;
      const value = hit.value.known ? fromCache(hit.value) : hit.value;
      return value as Observation<EvidenceTypes[typeof kind]>;
    },
    asking: (name) => asking.get(name) ?? 0,
    callCount: () => devices.reduce((sum, device) => sum + device.callCount(), 0),
    async close() {
      flights.abortAll();
      cache.close();
      await Promise.all(devices.map((device) => device.close()));
    },
  };
}

function questionKey(device: string, kind: EvidenceKind, scope: EvidenceScope): string {
  return JSON.stringify([
    device,
    kind,
    scope.tunnel?.tunnel ?? null,
    scope.from ?? null,
    scope.to ?? null,
    scope.limit ?? null,
  ]);
}

/** What was told for another question is as old as its source says. */
function ageOf({ source }: Known<unknown>, clock: Clock): number {
  return Math.max(0, clock.now().getTime() - Date.parse(source.at));
}

function fromCache<T>(observation: Known<T>): Known<T> {
  return { ...observation, source: { ...observation.source, fromCache: true, calls: 0 } };
}

/** A device promises gaps instead of exceptions; one that breaks the promise must not break the question. */
async function safely(
  device: Device,
  kind: EvidenceKind,
  clock: Clock,
  fetch: () => Promise<AnyObservation>,
): Promise<AnyObservation> {
  try {
    return await fetch();
  } catch (error) {
    const common = { device: device.name, request: kind, at: clock.now().toISOString() };
    if (error instanceof Problem)
      return gap({ ...common, reason: 'not-configured', says: error.message, remedy: error.remedy });
    return gap({
      ...common,
      reason: 'device-error',
      says: `${device.name} could not be asked for its ${kind}: the ${device.vendor} adapter failed.`,
      remedy: 'This is a fault of Tunnelmedic; please report it.',
    });
  }
}

function lateGap(device: string, kind: EvidenceKind, clock: Clock, stopped: boolean): AnyObservation {
  return gap({
    reason: 'timeout',
    says: stopped
      ? `The question to ${device} was stopped before it answered.`
      : `${device} did not answer within the time of this question.`,
    remedy: 'Ask again; if it stays slow, check the load of its management plane.',
    device,
    request: kind,
    at: clock.now().toISOString(),
  });
}
