// How long the tunnel of an incident was down, which is not how long the incident was open.

import { durationText } from '../domain/duration.js';
import { sinceUtc, spanUtc } from '../domain/utc.js';
import { isAtFault, isWorking } from './faults.js';
import type { Incident } from './incident.js';

export interface Outage {
  /** Since when it was down, by what the diagnosis read; null when nothing told. */
  readonly from: string | null;
  /** When a diagnosis first showed the fault, or the first failure of a log that shows no success. */
  readonly seenFrom: string;
  /** When it came up again; null while it has not, or when nobody looked. */
  readonly to: string | null;
}

/** Of the newest outage; null when no diagnosis showed a fault. Times are ISO 8601 UTC. */
export function outageOf({ timeline, recovered }: Incident): Outage | null {
  const verdicts = timeline.flatMap(({ what, at }) =>
    what.kind === 'verdict' ? [{ at, verdict: what.verdict }] : [],
  );
  const last = verdicts.findLastIndex(({ verdict }) => isAtFault(verdict));
  const before = verdicts.findLastIndex(({ verdict }, index) => index < last && isWorking(verdict));
  const shown = verdicts.slice(before + 1, last + 1).filter(({ verdict }) => isAtFault(verdict));
  const [first] = shown;
  if (first === undefined) return null;
  const from = shown.find(({ verdict }) => typeof verdict.since === 'string')?.verdict.since ?? null;
  const failing = shown.flatMap(({ verdict }) => verdict.onlyFailuresSince ?? []);
  const seenFrom = [...failing, first.at].toSorted()[0] ?? first.at;
  return { from, seenFrom, to: recovered?.since ?? null };
}

/** `Down 2 h 19 min (07:33 to 09:52 UTC)`; what nobody knows is said. @param until when that is read. */
export function outageText({ from, seenFrom, to }: Outage, until: string): string {
  if (to === null) {
    const since = sinceUtc(from ?? seenFrom, until);
    return `Down since ${since}${from === null ? ' or before' : ''}, no end seen`;
  }
  const begin = from ?? seenFrom;
  const lasted = durationText(Date.parse(to) - Date.parse(begin));
  return from === null
    ? `Down at least ${lasted} (seen down from ${spanUtc(begin, to)})`
    : `Down ${lasted} (${spanUtc(begin, to)})`;
}

/** `Back up since 09:42:38 UTC, after 2 h 19 min.`; null while it is not up again. */
export function backUpText(incident: Incident): string | null {
  const { recovered, verdict, lastAt } = incident;
  if (recovered === null) return null;
  const { since } = recovered;
  const from = outageOf(incident)?.from ?? null;
  const after = from === null ? '' : `, after ${durationText(Date.parse(since) - Date.parse(from))}`;
  const isProven = verdict?.confidence === 'certain' || verdict?.confidence === 'likely';
  const { length } = incident.tunnels;
  const what = isProven ? 'Back up' : 'Possibly back up';
  const whole = length === 1 ? what : `All ${length} tunnels ${what.toLowerCase()}`;
  return `${whole} since ${sinceUtc(since, lastAt)}${after}.`;
}
