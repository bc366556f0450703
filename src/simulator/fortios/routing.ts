// Routes of a simulated FortiGate, as configured and as in force, and the monitors that take them away.
// `cmdb` by the documented names of fields; `router/ipv4` and `router/lookup` as documented, no capture.
import { isIP } from 'node:net';
import { lookUp, type Route, routesOf } from '../device/network.js';
import { configuredSubnet } from './algorithms.js';
import type { Entry } from './entry.js';
import { endsOf, type World } from './world.js';

/** `cmdb/router/static`. */
export function staticEntries(world: World): Entry[] {
  const { device } = world;
  const fallback = route(1, '0.0.0.0/0', device.outsideInterface, device.spec.upstreamAddress);
  const into = endsOf(world).flatMap(({ config }) =>
    config.tunnel.routes.map((destination) => ({ destination, name: config.tunnel.interface })),
  );
  return [
    fallback,
    ...into.map(({ destination, name }, index) => route(index + 2, destination, name, '0.0.0.0')),
  ];
}

function route(number: number, destination: string, device: string, gateway: string): Entry {
  return {
    q_origin_key: number,
    'seq-num': number,
    status: 'enable',
    dst: configuredSubnet(destination),
    dstaddr: '',
    device,
    gateway,
    distance: 10,
    priority: 1,
    blackhole: 'disable',
    comment: '',
  };
}

/** `cmdb/system/link-monitor`: intervals in milliseconds. */
export function linkMonitorEntries(world: World): Entry[] {
  return endsOf(world).flatMap(({ config: { tunnel } }) => {
    const { monitor } = tunnel;
    if (monitor === undefined) return [];
    return [
      {
        q_origin_key: monitor.profile,
        name: monitor.profile,
        srcintf: tunnel.interface,
        server: [{ q_origin_key: monitor.destination, address: monitor.destination }],
        protocol: 'ping',
        interval: monitor.intervalSeconds * 1000,
        failtime: monitor.threshold,
        status: 'enable',
        'update-static-route': monitor.action === 'fail-over' ? 'enable' : 'disable',
      },
    ];
  });
}

/** `monitor/system/link-monitor`: an object by monitor, of objects by interface, as captured. */
export function linkMonitorStates(world: World): Entry {
  const told = endsOf(world).flatMap(({ end, config: { tunnel } }): [string, Entry][] => {
    const { monitor } = tunnel;
    if (monitor === undefined) return [];
    const { up, sent, received } = end.pair.state.ends[end.side].monitor;
    const [asked, answered] = [Math.floor(sent), Math.floor(received)];
    const state = {
      status: up === false ? 'down' : 'up',
      latency: up === false ? 0 : 12.4,
      jitter: 0.2,
      packet_loss: up === false ? 100 : 0,
      packet_sent: asked,
      packet_received: answered,
      session: 0,
      tx_bandwidth: 0,
      rx_bandwidth: 0,
      state_changed: 0,
    };
    return [[monitor.profile, { [tunnel.interface]: state }]];
  });
  return Object.fromEntries(told);
}

const KINDS: Readonly<Record<string, string>> = { C: 'connect', S: 'static' };

function isBlackhole(route: Route): boolean {
  return route.nextHop === 'discard';
}

/** `monitor/router/ipv4`: the routes in force. */
export function routes({ device }: World): Entry[] {
  const four = routesOf(device).filter(({ destination }) => !destination.includes(':'));
  return four.map((route) => ({
    ip_version: 4,
    type: KINDS[route.flags.trim().split(/\s+/)[1] ?? ''] ?? 'static',
    ip_mask: route.destination,
    distance: route.flags.includes('C') ? 0 : 10,
    metric: 0,
    priority: 0,
    vrf: 0,
    gateway: isBlackhole(route) || route.flags.includes('C') ? '0.0.0.0' : route.nextHop,
    interface: isBlackhole(route) ? 'Null' : route.interface,
    is_tunnel_route: false,
  }));
}

/** `monitor/router/lookup?destination=`; an address of IPv6 is found where the request says that it is one. */
export function lookup({ device }: World, destination: string, six: boolean): Entry {
  const route = six === (isIP(destination) === 6) ? lookUp(routesOf(device), destination) : undefined;
  if (route === undefined) return { success: false };
  return {
    success: true,
    network: route.destination,
    gateway: isBlackhole(route) ? '0.0.0.0' : route.nextHop,
    interface: isBlackhole(route) ? 'Null' : route.interface,
  };
}
