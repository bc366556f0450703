// Which of the demo's firewalls and tunnels a stage has.

import { demoFleet, type FleetSpec, type PairSpec, pair } from '../../src/simulator/index.js';

export interface FleetOptions {
  /** Partners besides Globex, each with a tunnel that has the fault of Globex's. */
  readonly alsoPartners?: readonly AlsoPartner[];
  /** Tunnels between firewalls of the demo, besides its own. */
  readonly alsoPairs?: readonly PairSpec[];
  /** Of the demo's firewalls only these, and the tunnels that end at no other: each start of a service looks at every firewall. */
  readonly firewalls?: readonly string[];
}

export interface AlsoPartner {
  readonly tunnel: string;
  readonly partner: string;
  /** The address of fw-oslo, and theirs. */
  readonly us: string;
  readonly them: string;
  /** Nothing is wrong with it. */
  readonly isWell?: boolean;
}

/** The demo's fleet or a part of it, with a tunnel at fw-oslo for each of these partners. */
export function fleetOf({ alsoPartners = [], alsoPairs = [], firewalls: names }: FleetOptions): FleetSpec {
  const { panorama, ...demo } = demoFleet();
  const isLeft = (name: string | undefined) =>
    name !== undefined && names !== undefined && !names.includes(name);
  const firewalls = demo.firewalls.filter(({ name }) => !isLeft(name));
  const own = demo.pairs.filter(({ left, right }) => !isLeft(left.firewall) && !isLeft(right.firewall));
  const partners = alsoPartners.map(({ tunnel, us, them, isWell = false }, index) =>
    pair({
      name: tunnel,
      left: { firewall: 'fw-oslo-1', address: us, tunnelInterface: `tunnel.${120 + index}` },
      right: { address: them, tunnelInterface: 'tunnel.1' },
      protects: [{ name: 'billing', left: `10.30.${113 + index}.0/24`, right: `10.${192 + index}.0.0/24` }],
      initiator: 'left',
      faults: isWell ? [] : [{ fault: { kind: 'ike-proposal-mismatch', end: 'right' } }],
    }),
  );
  const isManaged = firewalls.some(({ template }) => template !== undefined);
  return {
    ...demo,
    ...(panorama && isManaged ? { panorama } : {}),
    firewalls,
    pairs: [...own, ...partners, ...alsoPairs],
  };
}
