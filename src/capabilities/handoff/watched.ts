// What the watch saw in a shift: outages with what they were, tunnels that flap, who is not told, what was changed by hand; each tunnel once.

import type { Cause } from '../../domain/causes.js';
import type { Confidence } from '../../domain/verdict.js';
import type { Mark, Period, WatchedTunnel } from '../../watch/state.js';
import type { Mute } from '../../watch/store.js';

/** What was read of the watch for a shift. */
export interface WatchedShift {
  /** Those that touch the shift, oldest first. */
  readonly periods: readonly Period[];
  /** The newest state of each tunnel. */
  readonly states: readonly WatchedTunnel[];
  readonly mutes: readonly Mute[];
  readonly marks: readonly Mark[];
}

type Trouble = 'down' | 'degraded' | 'flapping';

/** The newest outage of a tunnel in the shift, and how many there were. */
export interface OutageLine {
  readonly tunnel: string;
  /** The worst of it; flapping where it did. */
  readonly state: Trouble;
  /** ISO 8601 UTC. */
  readonly from: string;
  /** It was so already when the watch looked first, at `from`. */
  readonly fromAtLeast: boolean;
  /** Null while it lasts. */
  readonly to: string | null;
  /** What came after it; null while it lasts. One that is idle then did not come back up. */
  readonly became: 'up' | 'idle' | 'disabled' | null;
  readonly times: number;
  /** Of all of them together, in the shift or before. */
  readonly seconds: number;
  readonly cause: Cause | null;
  readonly confidence: Confidence | null;
  readonly trigger: string | null;
}

export interface MuteLine {
  readonly tunnel: string;
  readonly until: string;
  readonly by: string;
  readonly why: string;
}

/** A change by hand that broke nothing, with the tunnels that it touches. */
export interface ChangeLine {
  readonly tunnels: readonly string[];
  readonly device: string;
  readonly at: string;
  readonly says: string;
}

const worst: readonly Trouble[] = ['degraded', 'down', 'flapping'];

/** @param now what a lasting one is counted to: ISO 8601 UTC. */
export function outagesOf({ periods, states }: WatchedShift, now: string): readonly OutageLine[] {
  const byTunnel = new Map<string, Period[]>();
  for (const period of periods) byTunnel.set(period.tunnel, [...(byTunnel.get(period.tunnel) ?? []), period]);
  const first = new Set(states.flatMap(({ tunnel, sinceAtLeast }) => (sinceAtLeast ? [tunnel] : [])));
  return [...byTunnel.values()]
    .flatMap((own) => newestOf(own, now))
    .map((line) => ({ ...line, fromAtLeast: line.to === null && first.has(line.tunnel) }))
    .toSorted((a, b) => a.from.localeCompare(b.from));
}

function newestOf(periods: readonly Period[], now: string): Omit<OutageLine, 'fromAtLeast'>[] {
  const outages = runsOf(periods);
  const last = outages.at(-1);
  const [first] = last?.parts ?? [];
  if (!last || !first) return [];
  const told = last.parts.findLast(({ cause }) => cause !== null) ?? null;
  const states = last.parts.map(({ state }) => state);
  const seconds = outages.reduce((sum, { parts, to }) => {
    return sum + Math.max(0, Date.parse(to ?? now) - Date.parse(parts[0]?.from ?? now)) / 1000;
  }, 0);
  return [
    {
      tunnel: first.tunnel,
      state: worst.findLast((state) => states.includes(state)) ?? 'down',
      from: first.from,
      to: last.to,
      became: last.became,
      times: outages.length,
      seconds: Math.round(seconds),
      cause: told?.cause ?? null,
      confidence: told?.confidence ?? null,
      trigger: told?.trigger?.says ?? null,
    },
  ];
}

interface Run {
  readonly parts: readonly Period[];
  readonly to: string | null;
  readonly became: OutageLine['became'];
}

/** Stretches without a good state in between; planned work is no outage. */
function runsOf(periods: readonly Period[]): readonly Run[] {
  const runs: Run[] = [];
  let parts: Period[] = [];
  for (const period of periods) {
    const { state, from, planned } = period;
    if (state === 'down' || state === 'degraded' || state === 'flapping') {
      if (!planned) parts.push(period);
    } else if (state !== 'unknown') {
      if (parts.length > 0) runs.push({ parts, to: from, became: state });
      parts = [];
    }
  }
  const last = parts.at(-1);
  if (last) runs.push({ parts, to: last.to, became: null });
  return runs;
}

export function muteLines({ mutes }: WatchedShift): readonly MuteLine[] {
  return mutes.map(({ tunnel, until, by, why }) => ({ tunnel, until, by: by.name, why }));
}

/** What one change did to several tunnels is one line. @param without those that another line tells of. */
export function changeLines({ marks }: WatchedShift, without: ReadonlySet<string>): readonly ChangeLine[] {
  const lines = new Map<string, ChangeLine>();
  for (const { kind, tunnel, device, at, text } of marks) {
    if (kind !== 'change' || without.has(tunnel)) continue;
    const key = `${device}\n${at}\n${text}`;
    const known = lines.get(key);
    lines.set(key, { device, at, says: text, tunnels: [...(known?.tunnels ?? []), tunnel] });
  }
  return [...lines.values()];
}
