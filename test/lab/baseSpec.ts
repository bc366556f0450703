// A pair of ends that works; every fault is this pair with something changed.
import type { ConnectionSpec, EndSpec, LabSpec } from './spec.js';

export const LEFT_ADDRESS = '192.0.2.10';
export const RIGHT_ADDRESS = '203.0.113.20';
export const LEFT_INSIDE = '10.1.0.1';
export const RIGHT_INSIDE = '10.2.0.1';

const KEY = 'a made up key for the lab only';

/** The tunnel's name on each end: two organizations never name one tunnel alike. */
export const LEFT_TUNNEL = 'to-branch';
export const RIGHT_TUNNEL = 'to-office';

function connection(side: 'left' | 'right', version: 1 | 2): ConnectionSpec {
  const ours = side === 'left';
  return {
    name: ours ? LEFT_TUNNEL : RIGHT_TUNNEL,
    child: ours ? 'branch-lan' : 'office-lan',
    version,
    localAddresses: [ours ? LEFT_ADDRESS : RIGHT_ADDRESS],
    remoteAddresses: [ours ? RIGHT_ADDRESS : LEFT_ADDRESS],
    proposals: ['aes256-sha256-modp2048'],
    espProposals: ['aes256-sha256'],
    local: { method: 'psk', id: ours ? 'office.example' : 'branch.example' },
    remote: { method: 'psk', id: ours ? 'branch.example' : 'office.example' },
    localSubnets: [ours ? '10.1.0.0/24' : '10.2.0.0/24'],
    remoteSubnets: [ours ? '10.2.0.0/24' : '10.1.0.0/24'],
  };
}

function end(side: 'left' | 'right', version: 1 | 2): EndSpec {
  return {
    address: side === 'left' ? LEFT_ADDRESS : RIGHT_ADDRESS,
    inside: side === 'left' ? LEFT_INSIDE : RIGHT_INSIDE,
    connections: [connection(side, version)],
    keys: [{ ids: [], secret: KEY }],
    running: true,
    defaultRoute: true,
    // Operators use both: the format of strongSwan's own documentation, and ISO 8601.
    logTimeFormat: side === 'left' ? '%b %e %T' : '%Y-%m-%dT%H:%M:%S%z',
  };
}

/** A healthy pair of ends. */
export function healthySpec(version: 1 | 2): LabSpec {
  return { left: end('left', version), right: end('right', version) };
}

/** Changes every connection of one end (in practice its only one). */
export function changeConnection(
  spec: LabSpec,
  side: 'left' | 'right',
  change: Partial<ConnectionSpec>,
): LabSpec {
  const end = spec[side];
  return {
    ...spec,
    [side]: { ...end, connections: end.connections.map((connection) => ({ ...connection, ...change })) },
  };
}

/** Changes what is true of a machine rather than of its connection. */
export function changeEnd(spec: LabSpec, side: 'left' | 'right', change: Partial<EndSpec>): LabSpec {
  return { ...spec, [side]: { ...spec[side], ...change } };
}
