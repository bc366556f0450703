// Which tunnels of one moment are one incident: what broke at another time, or what most of those that share a thing survive, is not.

import { describe, expect, it } from 'vitest';
import { type Failing, failingGroups } from '../../../src/alerts/grouping.js';
import { at, fleetTunnel, type TunnelPlace } from '../doubles/notices.js';

const broken = (
  name: string,
  since: string | null,
  place: TunnelPlace = {},
  part: Failing['part'] = 'meant',
): Failing => ({
  tunnel: fleetTunnel(name, { peer: `203.0.113.${name.length + name.charCodeAt(0)}`, ...place }),
  state: 'down',
  since,
  isOlder: false,
  part,
});
const held = (name: string) => broken(name, null, {}, 'held');
const seen = (name: string) => broken(name, null, {}, 'seen');

const groups = (failing: readonly Failing[], working = 0) => {
  const others = Array.from({ length: working }, (_, index) =>
    fleetTunnel(`well-${index}`, { peer: `192.0.2.${index + 1}` }),
  );
  const fleet = [...failing.map(({ tunnel }) => tunnel), ...others];
  return failingGroups(failing, fleet, () => []).map(({ tunnels, beside, shares }) => ({
    tunnels: tunnels.map(({ name }) => name).sort(),
    shares: shares?.kind ?? null,
    ...(beside.length > 0 ? { beside: beside.map(({ name }) => name).sort() } : {}),
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

  it('are one incident with those of a moment ago, when most of what they share fails', () => {
    const all = [broken('a', null), held('b'), held('c')];
    expect(groups(all, 3)).toEqual([{ tunnels: ['a'], shares: 'interface', beside: ['b', 'c'] }]);
    expect(groups(all, 4)).toEqual([{ tunnels: ['a'], shares: null }]);
  });

  it('are one incident when the devices show that the rest of the line fails as well, whoever told of it', () => {
    const all = [broken('a', null), broken('b', null), seen('c'), seen('d')];
    expect(groups(all, 4)).toEqual([{ tunnels: ['a', 'b'], shares: 'interface' }]);
    expect(groups([...all.slice(0, 2)], 4)).toHaveLength(2);
  });

  it('lead to nothing where no alert means one of them', () => {
    expect(groups([held('a'), held('b'), seen('c')])).toEqual([]);
  });

  it('between firewalls that all fail are one incident a firewall at most, and none falls apart into single ones', () => {
    const sites = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const mesh = sites.flatMap((one, index) =>
      sites.slice(index + 1).flatMap((other, far) =>
        [1, 2].map((line) => {
          const ends = { local: `198.18.${line}${index}.${far}`, peer: `198.19.${line}${index}.${far}` };
          return broken(`${one}-${other}-${line}`, at(0), {
            device: `fw-${one}`,
            theirs: `fw-${other}`,
            ...ends,
          });
        }),
      ),
    );
    const found = groups(mesh);
    expect(found.length).toBeLessThan(sites.length);
    expect(found.flatMap(({ tunnels }) => tunnels).sort()).toEqual(
      mesh.map(({ tunnel }) => tunnel.name).sort(),
    );
    expect(found.every(({ tunnels, shares }) => tunnels.length > 1 && shares !== null)).toBe(true);
  });
});
