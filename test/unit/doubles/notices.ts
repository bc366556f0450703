// Small builders for what the watch found, and for the tunnels that it is about.

import type { Decision } from '../../../src/domain/decision.js';
import type { Share } from '../../../src/domain/share.js';
import { type FleetTunnel, nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import type { TunnelNews } from '../../../src/notices/news.js';
import type { TunnelChange } from '../../../src/watch/state.js';
import type { Swept } from '../../../src/watch/swept.js';
import { tunnelConfig } from './tunnels.js';

/** `at(90)` is 10:01:30 UTC. */
export const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 10, 0, seconds)).toISOString();

export interface TunnelPlace {
  readonly device?: string;
  readonly line?: string;
  readonly local?: string;
  readonly peer?: string;
  readonly partner?: string;
  /** The device at the other end, which we can read as well. */
  readonly theirs?: string;
}

/** A tunnel of ours to a partner, or to a device of ours. */
export function fleetTunnel(name: string, place: TunnelPlace = {}): FleetTunnel {
  const { device = 'fw-hq', line = 'ethernet1/1', local = '198.51.100.1', peer = '203.0.113.9' } = place;
  const end = (of: string, here: string, there: string): FleetTunnel['ours'] => {
    const value = tunnelConfig({
      device: of,
      tunnel: name,
      local: here,
      peer: there,
      ike: { localInterface: line },
    });
    const source = { device: of, request: 'inventory', at: at(0), fromCache: false, calls: 1 } as const;
    return { device: of, vendor: 'panos', tunnel: name, config: { known: true, value, source } };
  };
  const partner = place.partner ? { name: place.partner, contact: null, vendor: null } : null;
  return {
    name,
    aliases: [],
    ours: end(device, local, peer),
    theirs: place.theirs === undefined ? null : end(place.theirs, peer, local),
    paired: null,
    declared: { ...nothingDeclared, partner },
  };
}

export function change(tunnel: string, more: Partial<TunnelChange> = {}): TunnelChange {
  return { tunnel, from: 'up', to: 'down', at: at(0), basis: 'No SA.', quiet: null, ...more };
}

/** A sweep of one device that found these changes. */
export function swept(
  tunnels: readonly FleetTunnel[],
  changes: readonly TunnelChange[],
  device = 'fw-hq',
): Swept {
  const ends = tunnels.map((tunnel) => ({
    tunnel,
    row: {
      tunnel: tunnel.name,
      state: 'down' as const,
      since: null,
      basis: '',
      peer: null,
      monitor: null,
      ike: null,
      children: [],
    },
    before: null,
    watched: {
      tunnel: tunnel.name,
      state: 'down' as const,
      since: at(0),
      sinceAtLeast: false,
      basis: '',
      lookedAt: at(0),
    },
  }));
  return { device, at: at(0), beforeAt: null, unit: null, ends, changes, marks: [] };
}

export function news(tunnel: string, more: Partial<TunnelNews> = {}): TunnelNews {
  return {
    key: `${tunnel} ${more.state ?? 'down'} ${more.at ?? at(0)}`,
    tunnel,
    channel: 'C1',
    state: 'down',
    at: at(0),
    basis: 'No SA.',
    quiet: null,
    shares: [],
    incident: null,
    ...more,
  };
}

export const firewall = (value: string): Share => ({ kind: 'device', device: value, value, of: 40 });
export const leaves = (device: string, value: string): Share => {
  return { kind: 'interface', device, value, of: 40 };
};

export const mismatch: Decision = {
  state: 'down',
  since: at(0),
  cause: {
    code: 'ike-proposal-mismatch',
    says: 'fw-paris offers aes128/sha1/group2; fw-hq accepts aes256/sha256/group14.',
    confidence: 'certain',
  },
  trigger: {
    says: 'Started 11 s after admin edited ike-crypto-hq on fw-paris.',
    advice: 'revert',
    at: at(-11),
    device: 'fw-paris',
    who: 'admin',
  },
  untriggered: '',
  remedies: [
    { actor: 'fw-paris', says: 'Add aes256/sha256/group14 to IKE Crypto ike-crypto-hq on fw-paris.' },
    { actor: 'fw-hq', isAlternative: true, says: 'Add aes128/sha1/group2 to IKE Crypto on fw-hq.' },
  ],
  acts: 'ours',
};
