// A large fleet for measurements: many firewalls, many pairs, mostly healthy.
import { firewall, pair } from '../model/build.js';
import type { FaultKind } from '../model/fault.js';
import { hash32 } from '../model/random.js';
import type { FleetSpec, PairSpec } from '../model/spec.js';

const HOUR = 3600;

/** One in a hundred each; one in ten is idle; what is left is healthy. */
const SOMETIMES: readonly FaultKind[] = [
  'peer-unreachable',
  'psk-mismatch',
  'peer-id-mismatch',
  'esp-blocked',
  'traffic-selector-mismatch',
  'admin-disabled',
];

/**
 * Pairs spread evenly: tunnel i lies between firewall i mod n and one further along the ring.
 * Addresses are of 198.18.0.0/15, which RFC 2544 keeps for benchmarks: documentation networks are too small.
 */
export function bigFleet(size: {
  readonly firewalls: number;
  readonly tunnels: number;
  readonly seed?: number;
}): FleetSpec {
  const seed = size.seed ?? 1;
  const names = Array.from(
    { length: size.firewalls },
    (_, index) => `fw-${String(index + 1).padStart(3, '0')}`,
  );
  return {
    seed,
    historySeconds: 3 * HOUR,
    firewalls: names.map((name, index) =>
      firewall({
        name,
        serial: String(13_000_000_000 + index).padStart(12, '0'),
        managementAddress: `192.0.2.${(index % 250) + 1}`,
        upstreamAddress: '198.18.255.254',
      }),
    ),
    pairs: Array.from({ length: size.tunnels }, (_, index) => bigPair(names, index, seed)),
  };
}

function bigPair(names: readonly string[], index: number, seed: number): PairSpec {
  const count = names.length;
  const from = index % count;
  const step = count < 2 ? 0 : 1 + (Math.floor(index / count) % (count - 1));
  const block = Math.floor(index / 250);
  const host = (index % 250) + 1;
  const dice = hash32(seed, 'state', index) % 100;
  const kind: FaultKind | undefined = dice < 10 ? 'idle-on-demand' : SOMETIMES[dice - 10];
  return pair({
    name: `tunnel-${String(index + 1).padStart(4, '0')}`,
    left: {
      firewall: names[from] ?? '',
      address: `198.18.${block}.${host}`,
      tunnelInterface: `tunnel.${index + 1}`,
    },
    right: {
      firewall: names[(from + step) % count] ?? '',
      address: `198.19.${block}.${host}`,
      tunnelInterface: `tunnel.${index + 1}`,
    },
    protects: [{ name: 'lan', left: `10.${block}.${host}.0/24`, right: `10.${128 + block}.${host}.0/24` }],
    ...(kind === undefined ? {} : { faults: [{ fault: { kind } }] }),
  });
}
