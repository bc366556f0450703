// Interfaces of a simulated FortiGate: as configured, by the documented names of fields; as in force, as captured.
import { currentChild } from '../pair/state.js';
import { configuredSubnet } from './algorithms.js';
import type { Entry } from './entry.js';
import { endsOf, type HeldEnd, isSetDown, type World } from './world.js';

function maskLength(prefix: string): number {
  return Number(prefix.split('/')[1] ?? 32);
}

function addressAndMask(prefix: string): { ip: string; mask: string } {
  const [ip = '0.0.0.0'] = prefix.split('/');
  const [, mask = '255.255.255.255'] = configuredSubnet(prefix).split(' ');
  return { ip, mask };
}

/** `cmdb/system/interface`. */
export function interfaceEntries(world: World): Entry[] {
  const { device, vdom } = world;
  const held = endsOf(world);
  const [first] = held;
  const outside = first?.config.gateway;
  const entry = (name: string, type: string, ip: string, more: Entry = {}): Entry => ({
    q_origin_key: name,
    name,
    vdom,
    ip,
    allowaccess: 'ping',
    status: 'up',
    type,
    interface: '',
    'mtu-override': 'disable',
    mtu: 1500,
    alias: '',
    role: 'undefined',
    secondaryip: [],
    ...more,
  });
  const others = held.slice(1).map(({ config }) => config.gateway.localAddress);
  const secondary = [...new Set(others)]
    .filter((address) => address !== outside?.localAddress)
    .map((address, index) => ({ q_origin_key: index + 1, id: index + 1, ip: `${address} 255.255.255.0` }));
  return [
    entry(
      device.outsideInterface,
      'physical',
      outside === undefined
        ? '0.0.0.0 0.0.0.0'
        : `${outside.localAddress} ${addressAndMask(`0.0.0.0/${outside.localPrefixLength}`).mask}`,
      { secondaryip: secondary, role: 'wan' },
    ),
    entry(device.spec.insideInterface, 'physical', '0.0.0.0 0.0.0.0', { role: 'lan' }),
    ...held.map(({ config }) =>
      entry(config.tunnel.interface, 'tunnel', tunnelAddress(config.tunnel.interfaceAddress), {
        interface: device.outsideInterface,
        status: isSetDown(config) ? 'down' : 'up',
      }),
    ),
  ];
}

function tunnelAddress(prefix: string | undefined): string {
  return prefix === undefined ? '0.0.0.0 0.0.0.0' : `${prefix.split('/')[0]} 255.255.255.255`;
}

/** `monitor/system/interface?interface_name=`: an object by interface. */
export function interfaceStates(world: World, wanted: string | null): Entry {
  const { device } = world;
  const [first] = endsOf(world);
  const outside = first?.config.gateway;
  const state = (name: string, ip: string, mask: number, link: boolean, more: Entry = {}): Entry => ({
    id: name,
    name,
    alias: '',
    mac: '00:00:00:00:00:00',
    ip,
    mask,
    link,
    speed: 1000,
    duplex: 1,
    tx_packets: 0,
    rx_packets: 0,
    tx_bytes: 0,
    rx_bytes: 0,
    tx_errors: 0,
    rx_errors: 0,
    ...more,
  });
  const all = [
    state(
      device.outsideInterface,
      outside?.localAddress ?? '0.0.0.0',
      outside?.localPrefixLength ?? 0,
      device.hasLink,
    ),
    state(device.spec.insideInterface, '0.0.0.0', 0, true),
    ...endsOf(world).map((held) => {
      const { interface: name, interfaceAddress = '0.0.0.0/0' } = held.config.tunnel;
      const { ip } = addressAndMask(interfaceAddress);
      return state(name, ip, maskLength(interfaceAddress), hasLink(held), packets(world, held));
    }),
  ];
  const named = all.filter(({ name }) => wanted === null || name === wanted);
  return Object.fromEntries(named.map((one) => [String(one.name), one]));
}

/** A tunnel interface has link while a selector has an SA. */
function hasLink({ end, config }: HeldEnd): boolean {
  const { state } = end.pair;
  const rows = Array.from({ length: state.rowCount }, (_, index) => index);
  return !isSetDown(config) && rows.some((index) => currentChild(state, end.side, index) !== undefined);
}

function packets({ device }: World, { end }: HeldEnd): Entry {
  const rows = device.state(end).counters;
  const size = end.pair.state.effective.traffic.bytesPerPacket;
  const sent = rows.reduce((sum, row) => sum + Math.floor(row.encapPackets), 0);
  const received = rows.reduce((sum, row) => sum + Math.floor(row.decapPackets), 0);
  // What no SA would take counts as an error of the interface that sends it.
  const failed = rows.reduce((sum, row) => sum + Math.floor(row.acquires), 0);
  return {
    tx_packets: sent,
    rx_packets: received,
    tx_bytes: sent * size,
    rx_bytes: received * size,
    tx_errors: failed,
  };
}
