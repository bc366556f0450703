import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known } from '../../../src/domain/observation.js';
import { shareText } from '../../../src/domain/share.js';
import { assembleFleet } from '../../../src/fleet/assemble.js';
import { type DeclaredTunnel, type FleetTunnel, nothingDeclared } from '../../../src/fleet/fleetTunnel.js';
import { groupByShares, sharesIn } from '../../../src/fleet/sharing.js';
import { tunnelConfig } from '../doubles/tunnels.js';

/** A hub with eight spokes by one line, two tunnels to one partner gateway by another line. */
const hub = [
  ...Array.from({ length: 8 }, (_, index) => ({
    tunnel: `spoke-${index}`,
    peer: `203.0.113.${index + 1}`,
    local: '198.51.100.1',
    leaves: 'ethernet1/1',
  })),
  { tunnel: 'acme-a', peer: '192.0.2.7', local: '198.51.100.9', leaves: 'ethernet1/2' },
  { tunnel: 'acme-b', peer: '192.0.2.7', local: '198.51.100.9', leaves: 'ethernet1/2' },
];
const source = {
  device: 'fw-hq',
  request: 'inventory',
  at: '2026-03-01T12:00:00Z',
  fromCache: false,
  calls: 1,
};
const globex: DeclaredTunnel['declaration'] = {
  ...nothingDeclared,
  partner: { name: 'Globex', contact: null, vendor: null },
};
const { tunnels: fleet } = assembleFleet(
  [
    {
      device: 'fw-hq',
      vendor: 'panos',
      inventory: known(
        hub.map(({ leaves, ...options }) =>
          tunnelConfig({ device: 'fw-hq', ...options, ike: { localInterface: leaves } }),
        ),
        source,
      ),
    },
  ],
  ['spoke-6', 'spoke-7'].map((name) => ({ name, ends: [], declaration: globex })),
);

function grouped(failing: readonly FleetTunnel[]) {
  const sharesOf = sharesIn(fleet);
  const sharing = failing.map((tunnel) => ({ tunnel, shares: sharesOf(tunnel) }));
  return groupByShares(sharing, () => true).map(({ members, shares }) => ({
    tunnels: members.map(({ tunnel }) => tunnel),
    shares,
  }));
}

function groups(...names: string[]) {
  return grouped(fleet.filter(({ name }) => names.includes(name))).map(({ tunnels, shares }) => [
    tunnels.map(({ name }) => name).toSorted(),
    shares && shareText(shares),
  ]);
}

/** Two firewalls in Oslo and one in Rome, each with its own line; partners of their own. */
const sites: readonly (readonly [device: string, region: string, tunnels: number])[] = [
  ['fw-oslo-1', 'oslo', 4],
  ['fw-oslo-2', 'oslo', 3],
  ['fw-rome', 'rome', 3],
];
const regions = assembleFleet(
  sites.map(([device, region, count], site) => ({
    device,
    region,
    vendor: 'panos' as const,
    inventory: known(
      Array.from({ length: count }, (_, index) =>
        tunnelConfig({
          device,
          tunnel: `${device}-${index}`,
          peer: `203.0.113.${site * 10 + index + 1}`,
          local: `198.51.100.${site + 1}`,
          ike: { localInterface: 'ethernet1/1' },
        }),
      ),
      { ...source, device },
    ),
  })),
  [],
).tunnels;

function inRegions(isFailing: (name: string) => boolean) {
  const sharesOf = sharesIn(regions);
  return groupByShares(
    regions
      .filter(({ name }) => isFailing(name))
      .map((tunnel) => ({ name: tunnel.name, shares: sharesOf(tunnel) })),
  ).map(({ members, shares }) => [members.length, shares && shareText(shares)]);
}

describe('the region of firewalls', () => {
  it('is what tunnels share where nothing in it works, on several firewalls', () => {
    expect(inRegions((name) => /oslo/.test(name))).toEqual([[7, 'end in the region oslo']]);
    expect(inRegions(() => true)).toEqual([
      [7, 'end in the region oslo'],
      [3, 'leave fw-rome by ethernet1/1'],
    ]);
  });

  it('takes nothing in that one of its firewalls explains, or while something of it works', () => {
    expect(inRegions((name) => /oslo-1|rome/.test(name))).toEqual([
      [4, 'leave fw-oslo-1 by ethernet1/1'],
      [3, 'leave fw-rome by ethernet1/1'],
    ]);
    const one = inRegions((name) => /oslo/.test(name) && name !== 'fw-oslo-1-0');
    expect(one).toEqual([
      [3, 'leave fw-oslo-2 by ethernet1/1'],
      [3, 'leave fw-oslo-1 by ethernet1/1'],
    ]);
  });
});

describe('what tunnels that fail together share', () => {
  it('is the line that all of them leave by, not the firewall that others are on, too', () => {
    const spokes = hub.slice(0, 8).map(({ tunnel }) => tunnel);
    expect(groups(...spokes)).toEqual([[spokes.toSorted(), 'leave fw-hq by ethernet1/1']]);
  });

  it('is the peer where every tunnel to it fails, and a tunnel beside them stays alone', () => {
    expect(groups('acme-a', 'acme-b', 'spoke-3')).toEqual([
      [['acme-a', 'acme-b'], 'lead to the peer 192.0.2.7'],
      [['spoke-3'], null],
    ]);
  });

  it('is the partner where the peers differ', () => {
    expect(groups('spoke-6', 'spoke-7')).toEqual([[['spoke-6', 'spoke-7'], 'lead to Globex']]);
  });

  it('is the line or the firewall where nothing else is shared', () => {
    expect(groups('spoke-1', 'acme-a')).toEqual([[['acme-a', 'spoke-1'], 'end on fw-hq']]);
  });

  it('never loses a tunnel and never counts one twice', () => {
    fc.assert(
      fc.property(fc.subarray([...fleet]), (failing) => {
        const found = grouped(failing).flatMap(({ tunnels }) => tunnels.map(({ name }) => name));
        expect(found.toSorted()).toEqual(failing.map(({ name }) => name).toSorted());
      }),
    );
  });
});
