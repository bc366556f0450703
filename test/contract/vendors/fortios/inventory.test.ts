// The configuration of a FortiGate as its API tells it, in neutral words: phases, selectors, names of objects, roles of the ends.

import { afterEach, describe, expect, it } from 'vitest';
import { selectorText } from '../../../../src/domain/selector.js';
import type { TunnelConfig } from '../../../../src/domain/tunnelConfig.js';
import { type Answer, ask, deviceFor, refused, scripted } from './scriptedFortigate.js';

const open: { stop(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.stop()));
});

const phase1 = {
  name: 'to-paris',
  type: 'static',
  interface: 'wan1',
  'ip-version': '4',
  'ike-version': '2',
  'local-gw': '0.0.0.0',
  'local-gw6': '::',
  'remote-gw': '198.51.100.1',
  'remote-gw6': '::',
  'remotegw-ddns': '',
  keylife: 28_800,
  certificate: [],
  authmethod: 'psk',
  'authmethod-remote': '',
  mode: 'main',
  peertype: 'one',
  peerid: 'paris.example.net',
  proposal: 'aes256-sha256 aes256gcm-prfsha384',
  dhgrp: '20 14',
  localid: 'lyon.example.net',
  'localid-type': 'fqdn',
  nattraversal: 'forced',
  dpd: 'on-idle',
  'dpd-retrycount': 3,
  'dpd-retryinterval': '10',
  'passive-mode': 'disable',
  'auto-negotiate': 'enable',
  fragmentation: 'enable',
  'network-overlay': 'enable',
  'network-id': 7,
  'npu-offload': 'enable',
  comments: 'the plant',
};
const phase2 = {
  name: 'lan',
  phase1name: 'to-paris',
  proposal: 'aes256-sha256',
  pfs: 'enable',
  dhgrp: '20',
  'keylife-type': 'both',
  keylifeseconds: 3_600,
  keylifekbs: 102_400,
  'auto-negotiate': 'disable',
  encapsulation: 'tunnel-mode',
  protocol: 0,
  'src-port': 0,
  'dst-port': 0,
  'src-addr-type': 'subnet',
  'src-subnet': '10.2.0.0 255.255.255.0',
  'dst-addr-type': 'subnet',
  'dst-subnet': '10.1.0.0 255.255.255.0',
};

async function inventoryOf(
  tables: Readonly<Record<string, Answer>>,
): Promise<{ readonly tunnels: readonly TunnelConfig[]; readonly paths: readonly string[] }> {
  const firewall = await scripted({
    'cmdb/vpn.ipsec/phase1-interface': { results: [phase1] },
    'cmdb/vpn.ipsec/phase2-interface': { results: [phase2] },
    'cmdb/system/interface': {
      results: [
        { name: 'wan1', ip: '203.0.113.1 255.255.255.0', status: 'up' },
        { name: 'to-paris', ip: '0.0.0.0 0.0.0.0', status: 'up' },
      ],
    },
    'cmdb/router/static': {
      results: [
        { 'seq-num': 1, dst: '10.1.0.0 255.255.0.0', dstaddr: '', device: 'to-paris', status: 'enable' },
      ],
    },
    'cmdb/system/link-monitor': { results: [] },
    'cmdb/system/sdwan': {
      results: { status: 'enable', members: [{ 'seq-num': 1, interface: 'to-paris' }] },
    },
    ...tables,
  });
  open.push(firewall);
  const answer = await ask(deviceFor(firewall), 'inventory');
  if (!answer.known) throw new Error(answer.says);
  return { tunnels: answer.value, paths: firewall.asked.map(({ path }) => path) };
}
const one = async (tables: Readonly<Record<string, Answer>> = {}): Promise<TunnelConfig> => {
  const [first] = (await inventoryOf(tables)).tunnels;
  return first ?? expect.fail('no tunnel');
};
const withPhase1 = (change: object) =>
  one({ 'cmdb/vpn.ipsec/phase1-interface': { results: [{ ...phase1, ...change }] } });

describe('a tunnel of a FortiGate', () => {
  it('is read with both its phases', async () => {
    const tunnel = await one();
    expect(tunnel).toMatchObject({
      device: 'fgt',
      vendor: 'fortios',
      tunnel: 'to-paris',
      interface: 'to-paris',
      disabled: false,
      comment: 'the plant',
      routed: ['10.1.0.0/16'],
      vendorKeys: { vdom: 'root', dpd: 'on-idle', networkId: '7', sdwan: 'member', npuOffload: 'enable' },
      ike: {
        version: 'ikev2',
        localAddress: '203.0.113.1',
        localInterface: 'wan1',
        peer: { kind: 'address', address: '198.51.100.1' },
        localId: { type: 'fqdn', value: 'lyon.example.net' },
        auth: 'psk',
        lifetimeSeconds: 28_800,
        dpd: { enabled: true, intervalSeconds: 10, retries: 3 },
        natTraversal: 'forced',
        passive: false,
        fragmentation: true,
        postQuantum: 'none',
        networkId: '7',
      },
      children: [
        {
          name: 'lan',
          pfs: ['group20'],
          lifetimeSeconds: 3_600,
          lifetimeKilobytes: 102_400,
          start: 'on-traffic',
          mode: 'tunnel',
        },
      ],
    });
    // Keys are never asked for: none is unread.
    expect(tunnel.unreadable).toEqual({});
    expect(tunnel.ike.proposals).toMatchObject([
      { encryption: ['aes-256-cbc'], dh: ['group20', 'group14'] },
      { encryption: ['aes-256-gcm'], prf: ['sha384'], dh: ['group20', 'group14'] },
    ]);
    expect(tunnel.places['ike.proposals']).toContain('to-paris');
  });

  it('has its own and its peer’s ID as they are set', async () => {
    expect((await withPhase1({ localid: '203.0.113.99', 'localid-type': 'address' })).ike.localId).toEqual({
      type: 'ipv4',
      value: '203.0.113.99',
    });
    expect((await withPhase1({ localid: '' })).ike.localId).toBeNull();
    expect((await withPhase1({ peertype: 'any', peerid: '' })).ike.peerId?.type).toBe('any');
    expect((await withPhase1({ peertype: 'peergrp' })).unreadable['ike.peer-id']).toContain('peergrp');
  });

  it.each([
    ['a fixed address', {}, { kind: 'address', address: '198.51.100.1' }, false],
    [
      'a name',
      { type: 'ddns', 'remotegw-ddns': 'paris.example.net', 'remote-gw': '0.0.0.0' },
      { kind: 'fqdn', name: 'paris.example.net' },
      false,
    ],
    ['nobody before they dial in', { type: 'dynamic', 'remote-gw': '0.0.0.0' }, { kind: 'dynamic' }, true],
    [
      'a fixed address, passively',
      { 'passive-mode': 'enable' },
      { kind: 'address', address: '198.51.100.1' },
      true,
    ],
  ])('that expects %s', async (_, change, peer, passive) => {
    const { ike, children } = await withPhase1(change);
    expect([ike.peer, ike.passive]).toEqual([peer, passive]);
    expect(children[0]?.start).toBe(passive ? 'never' : 'on-traffic');
  });

  it('is bundled with others where it is a member of an aggregate', async () => {
    const tunnel = await one({
      'cmdb/vpn.ipsec/phase1-interface': { results: [{ ...phase1, 'aggregate-member': 'enable' }] },
      'cmdb/system/ipsec-aggregate': {
        results: [{ name: 'both-ways', member: [{ 'tunnel-name': 'to-paris' }], algorithm: 'L3' }],
      },
    });
    expect(tunnel.vendorKeys.aggregate).toBe('both-ways');
    // Routes and policies name the bundle.
    expect([tunnel.interface, tunnel.disabled]).toEqual(['both-ways', false]);
  });

  it('is reached by the routes to its zone where it is a member of SD-WAN', async () => {
    const tunnel = await one({
      'cmdb/system/sdwan': {
        results: { status: 'enable', members: [{ 'seq-num': 1, interface: 'to-paris', zone: 'overlay' }] },
      },
      'cmdb/router/static': {
        results: [
          { 'seq-num': 1, dst: '10.1.0.0 255.255.0.0', 'sdwan-zone': [{ name: 'overlay' }] },
          { 'seq-num': 2, dst: '10.8.0.0 255.255.0.0', 'sdwan-zone': [{ name: 'internet' }] },
          { 'seq-num': 3, dst: '10.3.0.0 255.255.0.0', device: 'to-paris', status: 'disable' },
        ],
      },
    });
    expect(tunnel.routed).toEqual(['10.1.0.0/16']);
  });

  it('is set down where its interface is', async () => {
    const tunnel = await one({
      'cmdb/system/interface': { results: [{ name: 'to-paris', status: 'down' }] },
    });
    expect(tunnel.disabled).toBe(true);
    expect(tunnel.unreadable['ike.local-address']).toContain('wan1');
  });

  it('without phase 2 says that nothing can pass it', async () => {
    const tunnel = await one({ 'cmdb/vpn.ipsec/phase2-interface': { results: [] } });
    expect(tunnel.children).toMatchObject([{ name: 'to-paris', local: [], remote: [] }]);
    expect(tunnel.unreadable['child.selectors']).toContain('no phase 2 of to-paris');
  });
});

describe('networks of a phase 2', () => {
  const selectors = async (change: object, tables: Readonly<Record<string, Answer>> = {}) => {
    const results = [{ ...phase2, ...change }];
    const tunnel = await one({ 'cmdb/vpn.ipsec/phase2-interface': { results }, ...tables });
    return tunnel.children[0]?.local.map(selectorText);
  };
  const objects = {
    'cmdb/firewall/address': {
      results: [
        { name: 'lab', type: 'ipmask', subnet: '10.2.1.0 255.255.255.0' },
        { name: 'printers', type: 'iprange', 'start-ip': '10.2.2.10', 'end-ip': '10.2.2.20' },
        { name: 'a shop', type: 'fqdn' },
      ],
    },
    'cmdb/firewall/addrgrp': {
      results: [
        { name: 'inside', member: [{ name: 'lab' }, { name: 'more of it' }] },
        { name: 'more of it', member: [{ name: 'printers' }] },
        { name: 'circle', member: [{ name: 'circle' }] },
      ],
    },
  };

  it('are a subnet, a range or one address', async () => {
    expect(await selectors({})).toEqual(['10.2.0.0/24']);
    const range = { 'src-addr-type': 'range', 'src-start-ip': '10.2.0.5', 'src-end-ip': '10.2.0.9' };
    expect(await selectors(range)).toEqual(['10.2.0.5-10.2.0.9']);
    expect(await selectors({ 'src-addr-type': 'ip', 'src-start-ip': '10.2.0.5' })).toEqual(['10.2.0.5/32']);
    expect(await selectors({ 'src-addr-type': 'subnet6', 'src-subnet6': '2001:db8::/64' })).toEqual([
      '2001:db8::/64',
    ]);
  });

  it('are those of the object that is named, a group and a group within it included', async () => {
    expect(await selectors({ 'src-addr-type': 'name', 'src-name': 'inside' }, objects)).toEqual([
      '10.2.1.0/24',
      '10.2.2.10-10.2.2.20',
    ]);
  });

  it.each(['a shop', 'circle', 'gone'])('are not known where the object is no network: %s', async (name) => {
    const results = [{ ...phase2, 'src-addr-type': 'name', 'src-name': name }];
    const tunnel = await one({ 'cmdb/vpn.ipsec/phase2-interface': { results }, ...objects });
    expect([tunnel.children[0]?.local, tunnel.unreadable['child.selectors']]).toEqual([
      [],
      expect.stringContaining('no network'),
    ]);
  });

  it('are not known, with the right that is missing, where objects may not be read', async () => {
    const results = [{ ...phase2, 'src-addr-type': 'name', 'src-name': 'inside' }];
    const tunnel = await one({
      'cmdb/vpn.ipsec/phase2-interface': { results },
      'cmdb/firewall/address': refused(403),
      'cmdb/firewall/addrgrp': refused(403),
    });
    expect(tunnel.unreadable['child.selectors']).toMatch(/may not read `cmdb\/firewall\/address`/);
  });

  it('of which none is named cost no call for objects', async () => {
    expect((await inventoryOf({})).paths.filter((path) => path.startsWith('cmdb/firewall/'))).toEqual([]);
  });
});

describe('a firewall without tunnels in its configuration', () => {
  const bare = { 'cmdb/vpn.ipsec/phase1-interface': { results: [] } };

  it('has none where none runs either', async () => {
    expect((await inventoryOf({ ...bare, 'monitor/vpn/ipsec': { results: [] } })).tunnels).toEqual([]);
  });

  it('is not believed where some run', async () => {
    await expect(
      inventoryOf({ ...bare, 'monitor/vpn/ipsec': { results: [{ name: 'to-paris', proxyid: [] }] } }),
    ).rejects.toThrow(/runs tunnels \(1 rows\), but the configuration/);
  });
});
