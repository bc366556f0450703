// Two firewalls and one tunnel between them, with a clock that tests move by hand.
import {
  firewall,
  type PairDraft,
  type PairSpec,
  pair,
  type RunningFleet,
  type Side,
  startFleet,
} from '../../../src/simulator/index.js';
import type { Pair } from '../../../src/simulator/pair/pair.js';
import type { LogEvent } from '../../../src/simulator/panos/log-event.js';
import { linesOf } from '../../../src/simulator/panos/voice.js';

export const NOON_MS = Date.UTC(2026, 0, 15, 12);

export interface Site {
  readonly fleet: RunningFleet;
  readonly clock: { nowMs: number };
}

export function draft(change: Partial<PairDraft> = {}): PairDraft {
  return {
    name: 'vpn',
    left: { firewall: 'fw-left', address: '198.51.100.1', tunnelInterface: 'tunnel.1' },
    right: { firewall: 'fw-right', address: '203.0.113.1', tunnelInterface: 'tunnel.1' },
    protects: [{ name: 'lan', left: '10.1.0.0/24', right: '10.2.0.0/24' }],
    initiator: 'left',
    ...change,
  };
}

export async function startSite(
  pairs: readonly PairSpec[] = [pair(draft())],
  version = '11.2.8',
): Promise<Site> {
  const clock = { nowMs: NOON_MS };
  const base = { version, upstreamAddress: '198.51.100.254', logJob: { readyAfterMs: 0, activePolls: 0 } };
  const fleet = await startFleet(
    {
      seed: 7,
      historySeconds: 3 * 3600,
      firewalls: [
        firewall({ ...base, name: 'fw-left', serial: '001', managementAddress: '192.0.2.1' }),
        firewall({ ...base, name: 'fw-right', serial: '002', managementAddress: '192.0.2.2' }),
      ],
      pairs,
    },
    { now: () => new Date(clock.nowMs) },
  );
  return { fleet, clock };
}

/** The lines of one end's log as PAN-OS prints them, oldest first. */
export function printed(
  lived: Pair,
  side: Side,
  release = '11.2.8',
): (LogEvent & { readonly atMs: number })[] {
  const { gateway, tunnel } = lived.state.effective[side];
  const speaker = { release, gateway: gateway.name, tunnel: tunnel.name };
  return lived.state.ends[side].log.flatMap(({ atMs, happening }) =>
    linesOf(speaker, happening).map((line) => ({ ...line, atMs })),
  );
}
