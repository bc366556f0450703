// One cheap look at a tunnel: what its SAs say at both ends, and nothing else; for whoever looks again and again.

import { type Gap, gap } from '../domain/observation.js';
import { wayOfLife } from '../facts/counters.js';
import { combineEnds } from './combine.js';
import type { AskOptions, Desk } from './desk.js';
import type { FleetEnd, FleetTunnel } from './fleetTunnel.js';
import { deriveEndState, type EndState } from './state.js';

export interface TunnelLook {
  readonly state: EndState;
  /** Every end that was read counts packets in both directions over the life of its SAs. */
  readonly carries: boolean;
}

/** One question an end, answered from the desk's cache while that is fresh. */
export async function lookAtTunnel(
  { desk }: { readonly desk: Desk },
  { ours, theirs }: FleetTunnel,
  ask: AskOptions,
): Promise<TunnelLook> {
  const seen = await Promise.all((theirs ? [ours, theirs] : [ours]).map((end) => lookAtEnd(desk, end, ask)));
  const [first, second] = seen;
  const read = seen.filter(({ state }) => state.state !== 'unknown');
  return {
    state: first
      ? combineEnds(first.state, second?.state ?? null)
      : { state: 'unknown', since: null, basis: 'No end of it can be read.' },
    carries: read.length > 0 && read.every(({ carries }) => carries),
  };
}

async function lookAtEnd(desk: Desk, end: FleetEnd, ask: AskOptions) {
  const { device, config } = end;
  const live = config.known ? await desk.ask(device, 'live', { tunnel: config.value }, ask) : config;
  const state = deriveEndState({
    config,
    live,
    later: notAsked(device, 'live', live.known ? live.source.at : live.at),
    ha: notAsked(device, 'ha', ask.deadlineAt),
    log: notAsked(device, 'log', ask.deadlineAt),
  });
  return {
    state: { ...state, device },
    carries: live.known && wayOfLife(live.value.children) === 'both-ways',
  };
}

function notAsked(device: string, request: string, at: string): Gap {
  return gap({
    reason: 'not-asked',
    says: `Only the SAs of ${device} were looked at.`,
    remedy: 'Ask for its status.',
    device,
    request,
    at,
  });
}
