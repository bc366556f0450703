// The state of a tunnel: pure, from configuration, SAs, HA and declaration; unknown is never "down".

import type { HaState } from '../domain/device.js';
import { type IkeSa, isUp, type TunnelLive, type TunnelState } from '../domain/live.js';
import type { LogReading } from '../domain/log.js';
import type { Observation } from '../domain/observation.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { wayOfLife } from '../facts/counters.js';
import { openRequests } from '../facts/liveness.js';
import { downSince, upSince } from '../facts/sinceWhen.js';

export interface EndState {
  readonly state: TunnelState;
  /** ISO 8601 UTC, null when nothing tells. */
  readonly since: string | null;
  /** One sentence: what the state rests on. */
  readonly basis: string;
  /** It is down because it only answers: it never starts by itself, and its log shows no attempt that failed. */
  readonly onlyAnswers?: boolean;
  /** It waits for traffic now, but its log shows an attempt that failed. */
  readonly triedInVain?: boolean;
  /** Its SAs stand, and only what passes shows that it is degraded: an overview, which has no counters, says up. */
  readonly onlyCountersTell?: true;
}

/** That it was degraded at an instant; nothing shows that this is over, and nothing that it goes on. */
export interface FoundEarlier {
  /** ISO 8601 UTC. */
  readonly at: string;
  /** One sentence. */
  readonly basis: string;
}

export interface EndObservations {
  readonly config: Observation<TunnelConfig>;
  readonly live: Observation<TunnelLive>;
  /** A second look some seconds later, which shows whether traffic asks for the tunnel. */
  readonly later: Observation<TunnelLive>;
  readonly ha: Observation<HaState>;
  readonly log: Observation<LogReading>;
}

/** State of one configured child by name. */
type ChildCondition = 'up' | 'idle' | 'down' | 'unknown';

/** @returns the state of one end as its device shows it. */
export function deriveEndState(seen: EndObservations): EndState {
  const config = seen.config.known ? seen.config.value : null;
  if (config?.disabled === true || config?.ike.disabled === true) {
    return { state: 'disabled', since: null, basis: 'Disabled in the configuration.' };
  }
  const standby = standbyBasis(seen.ha);
  if (standby) return { state: 'unknown', since: null, basis: standby };
  if (!seen.live.known) return { state: 'unknown', since: null, basis: seen.live.says };
  const live = seen.later.known ? seen.later.value : seen.live.value;
  return fromChildren(live, config, seen);
}

function standbyBasis(ha: Observation<HaState>): string | null {
  if (!ha.known || !ha.value.enabled) return null;
  const { local } = ha.value;
  if (local !== 'passive' && local !== 'suspended') return null;
  return `The unit queried is ${local} in its HA pair; its tunnels say nothing about the pair.`;
}

function fromChildren(live: TunnelLive, config: TunnelConfig | null, seen: EndObservations): EndState {
  const conditions = childConditions(live, config, seen);
  const count = (wanted: ChildCondition) =>
    [...conditions.values()].filter((condition) => condition === wanted).length;
  const total = conditions.size;
  const up = count('up');
  const broke = downSince(seen.log);
  const down = [...conditions].filter(([, condition]) => condition === 'down').map(([name]) => name);
  if (up > 0 && down.length > 0) {
    return {
      state: 'degraded',
      since: broke,
      basis: `${up} of ${total} IPsec SAs are up; down: ${listed(down)}.`,
    };
  }
  if (up > 0 && live.monitor?.enabled && live.monitor.state === 'down') {
    const target = live.monitor.destination ?? 'the monitored address';
    return {
      state: 'degraded',
      since: broke,
      basis: `The SAs are up, but ${target} does not answer the monitor.`,
    };
  }
  const broken = up > 0 ? brokenBasis(live, seen) : null;
  // How long the SAs stand does not tell since when something does not pass.
  if (broken) return { state: 'degraded', since: broke, basis: broken, onlyCountersTell: true };
  if (up > 0) {
    const basis = `${upBasis(up, total, count('idle'), count('unknown'), holdsIke(live))}${alone(live, config)}`;
    return { state: 'up', since: upSince(live), basis };
  }
  if (down.length > 0) {
    const basis = downBasis(live, total);
    const waits = onlyAnswers(live, config, seen);
    return { state: 'down', since: broke, basis, ...(waits ? { onlyAnswers: true } : {}) };
  }
  if (count('unknown') > 0) {
    return { state: 'unknown', since: null, basis: 'The device could not tell the state of its SAs.' };
  }
  const basis = 'No SA, and no traffic triggers one: it comes up on demand.';
  const failed = seen.log.known && failedLately(seen.log.value);
  return { state: 'idle', since: null, basis, ...(failed ? { triedInVain: true } : {}) };
}

/** The SAs stand, and the counters of their life or a request without an answer show that something does not pass. */
function brokenBasis(live: TunnelLive, seen: EndObservations): string | null {
  const way = wayOfLife(live.children);
  if (way === 'only-out') return 'The SAs are up; packets went out, none ever came in.';
  if (way === 'only-in') return 'The SAs are up; packets came in, none ever went out.';
  const earlier = seen.live.known && seen.later.known ? seen.live.value : null;
  const open = earlier ? openRequests(earlier, live) : null;
  if (open && open.length > 0) return `The SAs are up, but the peer does not answer (${open.join(', ')}).`;
  return null;
}

function onlyAnswers(live: TunnelLive, config: TunnelConfig | null, seen: EndObservations): boolean {
  // That nothing is told of an IKE SA is no sign of one.
  const tries = live.ike.some((sa) => sa.state !== 'unknown' && sa.state !== 'down');
  if (tries || !seen.log.known || failedLately(seen.log.value)) return false;
  return (
    config?.ike.passive === true || (config?.children.every((child) => child.start === 'never') ?? false)
  );
}

function holdsIke({ ike }: TunnelLive): boolean {
  return ike.some((sa) => sa.state === 'established' || sa.state === 'rekeying' || sa.state === 'unknown');
}

/** IKEv1 may renew phase 1 only when phase 2 needs it (help of PAN-OS, IKE Crypto); IKEv2 has no child without its IKE SA (RFC 7296 section 1.4.1). */
function alone(live: TunnelLive, config: TunnelConfig | null): string {
  if (holdsIke(live) || live.partial) return '';
  const version = config?.ike.version ?? null;
  if (version === 'ikev1')
    return ' No IKE SA now, normal with IKEv1: phase 1 is renewed when phase 2 needs it.';
  return version === 'ikev2'
    ? ' No IKE SA, unusual: with IKEv2 its end deletes the IPsec SAs too.'
    : ' No IKE SA now: normal with IKEv1, which renews phase 1 when phase 2 needs it, unusual with IKEv2.';
}

function upBasis(up: number, total: number, idle: number, unknown: number, hasIke: boolean): string {
  if (up === total) {
    const one = hasIke ? 'Both phases are up.' : 'Phase 2 is up.';
    return total === 1 ? one : `All ${total} IPsec SAs are up.`;
  }
  const rest = [
    idle > 0 ? `${idle} wait for traffic` : '',
    unknown > 0 ? `${unknown} could not be read` : '',
  ];
  return `${up} of ${total} IPsec SAs are up; ${rest.filter((text) => text !== '').join(', ')}.`;
}

function downBasis(live: TunnelLive, total: number): string {
  const ike = mainIkeSa(live.ike);
  const phase2 = total === 1 ? 'no IPsec SA' : `none of the ${total} IPsec SAs`;
  if (ike && (ike.state === 'established' || ike.state === 'rekeying')) return `IKE SA up, ${phase2}.`;
  if (ike?.state === 'connecting') return 'IKE SA negotiating, no SA yet.';
  if (ike?.state === 'unknown') return `${phase2.replace(/^n/, 'N')}; the device does not tell its IKE SA.`;
  return 'No IKE SA, no IPsec SA.';
}

/** Each configured child by name, also those that the device shows without our configuration naming them. */
function childConditions(
  live: TunnelLive,
  config: TunnelConfig | null,
  seen: Pick<EndObservations, 'live' | 'later' | 'log'>,
): ReadonlyMap<string, ChildCondition> {
  const names = new Set([
    ...(config?.children ?? []).map((child) => child.name),
    ...live.missingChildren,
    ...live.children.map((child) => child.name),
  ]);
  return new Map([...names].map((name) => [name, conditionOf(name, live, config, seen)]));
}

function conditionOf(
  name: string,
  live: TunnelLive,
  config: TunnelConfig | null,
  seen: Pick<EndObservations, 'live' | 'later' | 'log'>,
): ChildCondition {
  const sas = live.children.filter((child) => child.name === name);
  if (sas.some(isUp)) return 'up';
  if (sas.some((sa) => sa.state === 'unknown') || live.partial) return 'unknown';
  if (live.ike.some((ike) => ike.state === 'connecting')) return 'down';
  if (live.waitsForTraffic !== null) return live.waitsForTraffic ? 'idle' : 'down';
  return isWantedByNobody(name, live, config, seen) ? 'idle' : 'down';
}

/**
 * For devices that do not tell whether a policy waits for traffic: idle only when that is shown, never by default.
 * A monitor always asks; a key request that grows means that traffic asks; a log with a failure means that somebody tried.
 */
function isWantedByNobody(
  name: string,
  live: TunnelLive,
  config: TunnelConfig | null,
  seen: Pick<EndObservations, 'live' | 'later' | 'log'>,
): boolean {
  if (live.monitor?.enabled || config?.monitor?.enabled) return false;
  const start = config?.children.find((child) => child.name === name)?.start ?? null;
  if (start === 'at-once') return false;
  if (!seen.log.known || failedLately(seen.log.value)) return false;
  const acquires = acquiresOf(name, live);
  // Where those requests are not counted, its log shows each attempt: what does not start by itself and failed nowhere waits.
  if (acquires === null) return start !== null;
  if (acquires === 0n) return true;
  const before = seen.live.known && seen.later.known ? acquiresOf(name, seen.live.value) : null;
  return before !== null && before === acquires;
}

function acquiresOf(name: string, live: TunnelLive): bigint | null {
  const counted = live.children
    .filter((child) => child.name === name)
    .map((child) => child.counters?.acquires ?? null)
    .filter((value) => value !== null);
  return counted.length === 0 ? null : counted.reduce((sum, value) => sum + value, 0n);
}

function failedLately(reading: LogReading): boolean {
  return reading.endsUp === false || (reading.candidates.length > 0 && reading.endsUp !== true);
}

/** The IKE SA that counts when several exist: an established one before one that is being set up, then the youngest. */
export function mainIkeSa(sas: readonly IkeSa[]): IkeSa | null {
  const weight = { established: 4, rekeying: 3, connecting: 2, unknown: 1, down: 0 } as const;
  const byWeight = [...sas].sort(
    (a, b) =>
      weight[b.state] - weight[a.state] || (b.establishedAt ?? '').localeCompare(a.establishedAt ?? ''),
  );
  return byWeight[0] ?? null;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(', ');
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
