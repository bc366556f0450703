// Two ends, one state: what the tunnel is when each end says something of its own, and when work is planned.

import type { TunnelDeclaration } from '../domain/evidence.js';
import type { TunnelState } from '../domain/live.js';
import { untilUtc } from '../domain/utc.js';
import { type Arrival, arrivalOf, noticedShare } from '../facts/arrival.js';
import type { Looks } from '../facts/passage.js';
import type { EndState } from './state.js';

interface NamedState extends EndState {
  readonly device: string;
}

/** An end that cannot tell never changes what the other end knows. */
export function combineEnds(ours: NamedState, theirs: NamedState | null): EndState {
  if (!theirs || theirs.state === 'unknown' || theirs.state === ours.state) {
    const isSame = theirs?.state === ours.state;
    const since = isSame ? earlier(ours.since, theirs.since) : ours.since;
    return {
      ...plain(ours, since),
      ...hidden(ours.onlyCountersTell && (!isSame || theirs.onlyCountersTell)),
    };
  }
  if (ours.state === 'unknown') return { ...plain(theirs, theirs.since), basis: says(theirs) };
  const disabled = [ours, theirs].find((end) => end.state === 'disabled');
  if (disabled) return { state: 'disabled', since: disabled.since, basis: says(disabled) };
  const idle = [ours, theirs].find((end) => end.state === 'idle' && !end.triedInVain);
  const waiting = [ours, theirs].find((end) => end.onlyAnswers);
  // One end starts on traffic and the other only answers: without traffic nothing is wrong.
  if (idle && waiting) return { state: 'idle', since: null, basis: both(idle, waiting) };
  return {
    state: joined(ours.state, theirs.state),
    since: [ours, theirs].find((end) => end.state === 'down')?.since ?? null,
    basis: both(ours, theirs),
    ...hidden([ours, theirs].every((end) => end.state === 'up' || end.onlyCountersTell)),
  };
}

function hidden(onlyCountersTell: boolean | undefined): Pick<EndState, 'onlyCountersTell'> {
  return onlyCountersTell ? { onlyCountersTell } : {};
}

/** An end may look well by itself: what it sends is lost where only the other end can see it. */
export function withLoss(state: EndState, ours: Looks, theirs: Looks | null): EndState {
  if (state.state !== 'up' || theirs === null) return state;
  const ways: readonly (readonly [Looks, Looks])[] = [
    [ours, theirs],
    [theirs, ours],
  ];
  for (const [from, to] of ways) {
    const [worst] = arrivalOf(from, to).arrivals;
    if (worst && isBroken(worst))
      return { state: 'degraded', since: null, basis: lossBasis(worst, from, to), onlyCountersTell: true };
  }
  return state;
}

function isBroken({ state, share, sizes, when }: Arrival): boolean {
  // An outage of the past, which such counters keep, is no state of today.
  if (when === 'before' || when === 'unclear') return state === 'none';
  if (state === 'part') return share >= noticedShare || sizes === 'large';
  return state === 'none' || state === 'stopped';
}

function lossBasis({ state, share }: Arrival, from: Looks, to: Looks): string {
  if (state === 'none')
    return `The SAs are up, but nothing of what ${from.name} sends arrives at ${to.name}.`;
  if (state === 'stopped')
    return `The SAs are up, but nothing of what ${from.name} sends arrives at ${to.name} any more.`;
  return `The SAs are up, but ${Math.round(share)} percent of what ${from.name} sends does not arrive at ${to.name}.`;
}

/** One end up and the other not means that packets are lost, whatever the end that is up believes. */
function joined(a: TunnelState, b: TunnelState): TunnelState {
  const both = new Set([a, b]);
  if (both.has('up') || both.has('degraded')) return 'degraded';
  return 'down';
}

/** Planned work is never reported as a fault. */
export function underMaintenance(
  state: EndState,
  maintenance: TunnelDeclaration['maintenance'],
  now: Date,
): EndState {
  if (!maintenance || (state.state !== 'down' && state.state !== 'degraded')) return state;
  const inside = Date.parse(maintenance.from) <= now.getTime() && now.getTime() < Date.parse(maintenance.to);
  if (!inside) return state;
  return {
    state: 'disabled',
    since: state.since,
    basis: `${plannedText(maintenance, now)} Seen: ${state.basis}`,
  };
}

/** `Planned maintenance until 13:00 UTC: upgrade.` */
export function plannedText({ to, why }: NonNullable<TunnelDeclaration['maintenance']>, now: Date): string {
  return `Planned maintenance until ${untilUtc(to, now.toISOString())}: ${why.replace(/\.$/, '')}.`;
}

function says(end: NamedState): string {
  return `${end.device}: ${end.basis}`;
}

/** Some devices give a sentence, some only words; what an end that is up shows besides explains nothing. */
function both(a: NamedState, b: NamedState): string {
  const [first, second] = [a, b].map((end) => (end.state === 'up' ? `${end.device}: up` : says(end)));
  return `${first?.replace(/[.;]$/, '')}. ${second}`;
}

function plain(end: EndState, since: string | null): EndState {
  return { state: end.state, since, basis: end.basis };
}

function earlier(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
