// The past of one tunnel, put together from what the watch, the samples and the incidents keep; nothing is asked of a device.

import type { KnownGoodVersion } from '../../domain/knownGood.js';
import type { Incident } from '../../incidents/incident.js';
import { availabilityOf, type TimeSpent, timeSpent } from '../../watch/availability.js';
import { type Outage, outagesIn } from '../../watch/outages.js';
import type { Series } from '../../watch/samples.js';
import type { Mark, Period, WatchedTunnel } from '../../watch/state.js';
import type { TimeSpan } from '../../watch/store.js';
import { type Stretch, stretchesOf } from '../../watch/stretches.js';
import { type Rate, ratesOver } from '../../watch/traffic.js';
import { type Change, changesOf } from './changes.js';

/** What was read of it; nothing of it is older than the span but what reaches into it. */
export interface Remembered {
  readonly tunnel: string;
  /** Null: it is not watched now. */
  readonly watched: WatchedTunnel | null;
  readonly periods: readonly Period[];
  readonly marks: readonly Mark[];
  readonly looked: readonly TimeSpan[];
  /** ISO 8601 UTC: the oldest look at a device that it ends at; null when there is none. */
  readonly firstLook: string | null;
  readonly series: readonly Series[];
  readonly incidents: readonly Incident[];
  /** How its ends were set up while it was up. */
  readonly versions: readonly KnownGoodVersion[];
}

export interface PastOutage extends Outage {
  readonly lastedMs: number;
  /** Part of it that nobody looked at. */
  readonly unseenMs: number;
  readonly incident: string | null;
}

export interface Past {
  readonly tunnel: string;
  readonly span: TimeSpan;
  readonly watched: WatchedTunnel | null;
  /** ISO 8601 UTC: nothing is known before. Null when nothing is known at all. */
  readonly knownSince: string | null;
  readonly stretches: readonly Stretch[];
  readonly spent: TimeSpent;
  readonly availability: number | null;
  /** Oldest first. */
  readonly outages: readonly PastOutage[];
  readonly changes: readonly Change[];
  /** ISO 8601 UTC. */
  readonly rekeys: readonly string[];
  /** Of the end that told something; null when none did. */
  readonly traffic: { readonly device: string; readonly rates: readonly Rate[] } | null;
}

/** A service that looks every minute has looked lately enough. */
const graceMs = 300_000;
const steps = 96;
/** Of a span of which less is known, only the part is drawn in which that lies. */
const shownShare = 0.1;
const leastMarginMs = 60_000;
/** Two looks at both ends of one rekey are not further apart. */
const togetherMs = 120_000;

export function pastOf(remembered: Remembered, span: TimeSpan): Past {
  const { tunnel, watched, periods, marks, looked } = remembered;
  const stretches = stretchesOf({ periods, looked, graceMs }, span);
  const spent = timeSpent(stretches);
  const outages = outagesIn(periods, span).map((outage) => withMore(outage, remembered, stretches, span));
  return {
    tunnel,
    span,
    watched,
    knownSince: knownSince(remembered),
    stretches,
    spent,
    availability: availabilityOf(spent),
    outages,
    changes: changesOf({ ...remembered, outages }, span),
    rekeys: rekeysOf(marks),
    traffic: trafficOf(remembered.series, span),
  };
}

/** Both ends tell of the same one, each at its own look. @param marks oldest first */
function rekeysOf(marks: readonly Mark[]): readonly string[] {
  const counted = new Map<string, number>();
  return marks.flatMap(({ kind, device, at }) => {
    if (kind !== 'rekey') return [];
    const ms = Date.parse(at);
    const isTold = [...counted].some(([other, last]) => other !== device && ms - last < togetherMs);
    if (isTold) return [];
    counted.set(device, ms);
    return [at];
  });
}

/**
 * The part of the span that a picture can show, where hardly anything of it is known: a week of which two minutes are known is no
 * picture of anything. Null: the whole span.
 */
export function knownPart({ span, stretches, spent }: Past): TimeSpan | null {
  const known = stretches.filter(({ state }) => state !== 'unknown');
  const [first, last] = [known[0], known.at(-1)];
  const [begin, end] = [Date.parse(span.from), Date.parse(span.to)];
  if (!first || !last || end - begin - spent.unknown >= (end - begin) * shownShare) return null;
  const [from, to] = [Date.parse(first.from), Date.parse(last.to)];
  const margin = Math.max(leastMarginMs, (to - from) / 10);
  return {
    from: new Date(Math.max(begin, from - margin)).toISOString(),
    to: new Date(Math.min(end, to + margin)).toISOString(),
  };
}

/** Its devices may have been looked at before the tunnel was. */
function knownSince({ firstLook, periods }: Remembered): string | null {
  const [first] = periods.map(({ from }) => from).toSorted();
  if (firstLook === null || first === undefined) return null;
  return Date.parse(first) > Date.parse(firstLook) ? first : firstLook;
}

function withMore(
  outage: Outage,
  { incidents }: Remembered,
  stretches: readonly Stretch[],
  span: TimeSpan,
): PastOutage {
  const to = outage.to ?? span.to;
  const incident = incidentOf(outage, to, incidents);
  const fault = outage.cause === null ? (incident?.fault ?? null) : null;
  const told = fault && fault.confidence !== 'none' ? fault : outage;
  return {
    ...outage,
    cause: told.cause,
    confidence: told.confidence,
    trigger: outage.trigger ?? fault?.trigger ?? null,
    lastedMs: Math.max(0, Date.parse(to) - Date.parse(outage.from)),
    unseenMs: stretches
      .filter(({ looked }) => !looked)
      .reduce((sum, one) => sum + overlapMs(one, { from: outage.from, to }), 0),
    incident: incident?.id ?? null,
  };
}

/** The one that was open first of those that were open during it. */
function incidentOf(outage: Outage, to: string, incidents: readonly Incident[]): Incident | null {
  const during = incidents.filter(
    ({ openedAt, closed }) =>
      Date.parse(openedAt) <= Date.parse(to) &&
      (closed === null || Date.parse(closed.at) >= Date.parse(outage.from)),
  );
  return during.toSorted((a, b) => Date.parse(a.openedAt) - Date.parse(b.openedAt))[0] ?? null;
}

function overlapMs(a: TimeSpan, b: TimeSpan): number {
  const from = Math.max(Date.parse(a.from), Date.parse(b.from));
  const to = Math.min(Date.parse(a.to), Date.parse(b.to));
  return Math.max(0, to - from);
}

/** Of two ends the one that told more; what comes in at one goes out at the other. */
function trafficOf(series: readonly Series[], span: TimeSpan): Past['traffic'] {
  const told = series.map((one) => ({
    one,
    seconds: one.points.reduce((sum, point) => sum + point.seconds, 0),
  }));
  const [most] = told.toSorted((a, b) => b.seconds - a.seconds);
  if (!most || most.seconds === 0) return null;
  return { device: most.one.device, rates: ratesOver(most.one.points, span, steps) };
}
