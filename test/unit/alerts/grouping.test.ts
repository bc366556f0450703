// Which tunnels of one moment are one incident: what broke at another time, or what most of those that share a thing survive, is not.

import { describe, expect, it } from 'vitest';
import type { LookedAt } from '../../../src/alerts/fate.js';
import { failingGroups } from '../../../src/alerts/grouping.js';
import type { Share } from '../../../src/domain/share.js';
import { at, fleetTunnel, type TunnelPlace } from '../doubles/notices.js';

const broken = (name: string, since: string | null, place: TunnelPlace = {}): LookedAt => ({
  tunnel: fleetTunnel(name, { peer: `203.0.113.${name.length + name.charCodeAt(0)}`, ...place }),
  state: 'down',
  since,
  isOlder: false,
  basis: '',
  isOff: false,
  mute: null,
  broke: true,
  renewed: false,
});

const groups = (failing: readonly LookedAt[], working = 0, standing: readonly Share[] = []) => {
  const others = Array.from({ length: working }, (_, index) =>
    fleetTunnel(`well-${index}`, { peer: `192.0.2.${index + 1}` }),
  );
  const fleet = [...failing.map(({ tunnel }) => tunnel), ...others];
  return failingGroups(failing, fleet, () => [], standing).map(({ tunnels, shares }) => ({
    tunnels: tunnels.map(({ name }) => name).sort(),
    shares: shares?.kind ?? null,
  }));
};

describe('tunnels that alerts mean at the same moment', () => {
  it('and that broke together on one line are one incident', () => {
    const all = ['a', 'b', 'c'].map((name, index) => broken(name, at(index)));
    expect(groups(all)).toEqual([{ tunnels: ['a', 'b', 'c'], shares: 'interface' }]);
  });

  it('but broke at different times are each their own', () => {
    const all = ['a', 'b', 'c'].map((name, index) => broken(name, at(-3600 * index)));
    expect(groups(all).map(({ tunnels }) => tunnels)).toEqual([['a'], ['b'], ['c']]);
  });

  it('are each their own when most of those that share the line work', () => {
    const all = ['a', 'b', 'c'].map((name) => broken(name, at(0)));
    expect(groups(all, 4)).toHaveLength(3);
    expect(groups(all, 3)).toHaveLength(1);
  });

  it('are taken for new where nothing tells since when', () => {
    const all = [broken('a', null), broken('b', null), broken('c', null), broken('d', at(-7200))];
    expect(groups(all).map(({ tunnels }) => tunnels)).toEqual([['a', 'b', 'c'], ['d']]);
  });

  it('and were broken before anybody looked are one incident only where nothing that shares it works', () => {
    const all = ['a', 'b', 'c'].map((name) => ({ ...broken(name, at(0)), isOlder: true }));
    expect(groups(all, 1)).toHaveLength(3);
    expect(groups(all)).toHaveLength(1);
  });

  it('join what broke a moment ago by a line that they share, never by a firewall alone', () => {
    const share = (kind: Share['kind'], value: string): Share => ({ kind, device: 'fw-hq', value, of: 9 });
    expect(groups([broken('a', null)], 8, [share('interface', 'ethernet1/1')])[0]?.shares).toBe('interface');
    expect(groups([broken('a', null)], 8, [share('device', 'fw-hq')])[0]?.shares).toBeNull();
  });
});
