// What one sweep of a device makes of everything that is known: pure, so that any day can be replayed.

import type { Observation } from '../domain/observation.js';
import type { DeviceSweep } from '../domain/sweep.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import { type Choice, isChosen } from './chosen.js';
import { type DeviceMemory, deviceStep, isSettling } from './device.js';
import { step } from './hysteresis.js';
import { type EndPlace, endKey, type Judged, type KeptTunnel, type Known } from './known.js';
import { type EndLook, lookAt } from './look.js';
import { failoverMark, rekeyMark } from './marks.js';
import { broughtUp, isSame, unseen, watchedOf } from './memory.js';
import type { Mark, Period, TunnelChange } from './state.js';
import type { SweptEnd } from './swept.js';

export interface Asked {
  readonly device: string;
  /** ISO 8601 UTC, by our clock. */
  readonly at: string;
  readonly everyMs: number;
  readonly seen: Observation<DeviceSweep>;
  /** Those of the fleet that end at this device. */
  readonly tunnels: readonly FleetTunnel[];
  /** Every device told its tunnels: what is not among them is gone. */
  readonly complete: boolean;
  readonly choice: Choice;
}

export function judge(asked: Asked, known: Known): Judged {
  const { device, seen } = asked;
  const { memory, change } = deviceStep(known.device, device, seen, asked);
  const { answeredAt: beforeAt } = known.device;
  const nothing = { tunnels: [], forgotten: [], changes: [], periods: [], marks: [], ends: [] };
  if (!seen.known) return { ...nothing, device: memory, deviceChange: change, beforeAt };
  const rows = new Map(seen.value.rows.map((row) => [row.tunnel, row]));
  const before = new Map(known.device.rows.map((row) => [row.tunnel, row]));
  const chosen = asked.tunnels
    .map((tunnel) => asKept(tunnel, asked, known))
    .filter((tunnel) => known.asked.get(tunnel.name) ?? isChosen(asked.choice, tunnel));
  const found = indexed(known);
  const judged = chosen.flatMap((tunnel) => {
    const [first, ...rest] = endsAt(tunnel, device).flatMap((name): EndLook[] => {
      const row = rows.get(name);
      const off = row && isSwitchedOff(tunnel, { device, name }) ? { ...row, ...switchedOff } : row;
      return off ? [{ device, row: off, before: before.get(name) ?? null, at: asked.at }] : [];
    });
    return first ? [judgeTunnel(tunnel, [first, ...rest], asked, found, memory)] : [];
  });
  return {
    device: memory,
    deviceChange: change,
    beforeAt,
    tunnels: judged.flatMap(({ kept }) => (kept ? [kept] : [])),
    forgotten: gone(asked, known, new Set(chosen.map(({ name }) => name))),
    changes: judged.flatMap(({ changes }) => changes),
    periods: judged.flatMap(({ periods }) => periods),
    marks: judged.flatMap(({ marks }) => marks),
    ends: judged.flatMap(({ ends }) => ends),
  };
}

/** What is known, found at once: a firewall may have thousands of tunnels, and each looks for its own. */
interface Found extends Pick<Known, 'device' | 'muted'> {
  readonly tunnels: ReadonlyMap<string, KeptTunnel>;
  readonly others: ReadonlyMap<string, Known['others'][number]>;
}

function indexed({ device, muted, tunnels, others }: Known): Found {
  return {
    device,
    muted,
    tunnels: new Map(tunnels.map((one) => [one.tunnel, one])),
    others: new Map(others.map((end) => [endKey(end), end])),
  };
}

interface JudgedTunnel {
  readonly ends: readonly SweptEnd[];
  readonly kept: KeptTunnel | null;
  readonly changes: readonly TunnelChange[];
  readonly periods: readonly Period[];
  readonly marks: readonly Mark[];
}

function judgeTunnel(
  tunnel: FleetTunnel,
  mine: readonly [EndLook, ...EndLook[]],
  asked: Asked,
  known: Found,
  device: DeviceMemory,
): JudgedTunnel {
  const { at, everyMs } = asked;
  const { name } = tunnel;
  const kept = known.tunnels.get(name) ?? null;
  const names = endsOf(tunnel, kept, asked.complete);
  const others = names.flatMap((one) => known.others.get(endKey(one)) ?? []);
  const look = lookAt([...mine, ...others], tunnel.declared.maintenance, { now: at, everyMs });
  const memory = kept && broughtUp(kept.memory, [known.device.answeredAt, ...others.map((end) => end.at)]);
  const stepped = step(memory, look, {
    tunnel: name,
    at,
    everyMs,
    muted: known.muted.has(name),
    failover: isSettling(device),
    alone: others.length === 0 && mine.length < 2 && (names.length > 1 || !asked.complete),
  });
  const change = stepped?.change ?? null;
  const watched = stepped ? watchedOf(name, stepped.memory, at) : unseen(name, look.basis, at);
  const isNew = stepped && (!kept || !isSame(kept.memory, stepped.memory) || !sameEnds(kept.ends, names));
  return {
    ends: mine.map(({ row, before }) => ({ tunnel, row, before, watched })),
    kept: isNew ? { tunnel: name, ends: names, memory: stepped.memory } : null,
    changes: change ? [change] : [],
    periods:
      change && change.from !== change.to && change.to !== memory?.state
        ? [periodOf(change, look.planned)]
        : [],
    marks: marksOf(tunnel, mine[0], asked, known.device, others.length > 0),
  };
}

function periodOf({ tunnel, to, at, basis, quiet }: TunnelChange, planned: boolean): Period {
  const nothingYet = { cause: null, confidence: null, trigger: null };
  return {
    tunnel,
    state: to,
    from: at,
    to: null,
    basis,
    ...nothingYet,
    planned: planned || quiet === 'muted',
  };
}

const switchedOff = { state: 'disabled', since: null, basis: 'Disabled in the configuration.' } as const;

/** What a device does with a tunnel that is switched off differs; none of it is a fault. */
function isSwitchedOff({ ours, theirs }: FleetTunnel, at: EndPlace): boolean {
  const end = [ours, theirs].find((one) => one?.device === at.device && one.tunnel === at.name);
  return end?.config.known === true && (end.config.value.disabled || end.config.value.ike.disabled === true);
}

/** A renewed SA is seen at both ends; ours tells it. */
function marksOf(
  tunnel: FleetTunnel,
  { row, before: earlier }: EndLook,
  asked: Asked,
  before: DeviceMemory,
  hasOther: boolean,
): readonly Mark[] {
  const about = { tunnel: tunnel.name, device: asked.device, at: asked.at };
  const unit = asked.seen.known ? asked.seen.value.unit : null;
  if (before.unit !== null && unit !== null && unit !== before.unit) {
    return [failoverMark(about, before.unit, unit)];
  }
  const mark = tunnel.ours.device === asked.device || !hasOther ? rekeyMark(about, earlier, row) : null;
  return mark ? [mark] : [];
}

/** While a device does not tell its tunnels, a pair looks like a single end of another name: it keeps the name that it had. */
function asKept(tunnel: FleetTunnel, { complete, tunnels: now }: Asked, { tunnels }: Known): FleetTunnel {
  if (complete || tunnel.theirs !== null) return tunnel;
  const mine = { device: tunnel.ours.device, name: tunnel.ours.tunnel };
  const kept = tunnels.find(({ ends }) => ends.some((end) => endKey(end) === endKey(mine)));
  // Two tunnels of one name would be kept as one.
  const isFree = kept !== undefined && !now.some(({ name }) => name === kept.tunnel);
  return isFree ? { ...tunnel, name: kept.tunnel } : tunnel;
}

function endsOf(
  { ours, theirs }: FleetTunnel,
  kept: KeptTunnel | null,
  complete: boolean,
): readonly EndPlace[] {
  const now = [ours, ...(theirs ? [theirs] : [])].map((end) => ({ device: end.device, name: end.tunnel }));
  const includes = kept?.ends.some((end) => endKey(end) === endKey(now[0] ?? end)) ?? false;
  return theirs === null && !complete && kept && includes ? kept.ends : now;
}

function endsAt({ ours, theirs }: FleetTunnel, device: string): readonly string[] {
  return [ours, ...(theirs ? [theirs] : [])].filter((end) => end.device === device).map((end) => end.tunnel);
}

function sameEnds(a: readonly EndPlace[], b: readonly EndPlace[]): boolean {
  return a.map(endKey).join() === b.map(endKey).join();
}

function gone({ device, complete }: Asked, known: Known, seen: ReadonlySet<string>): readonly string[] {
  return known.tunnels
    .filter(({ tunnel, ends }) => !seen.has(tunnel) && ends[0]?.device === device)
    .filter(({ tunnel }) => complete || known.asked.get(tunnel) === false)
    .map(({ tunnel }) => tunnel);
}
