// Which interfaces and routes a device has, computed from its ends.
import { BlockList, isIP } from 'node:net';
import type { Device } from './device.js';

export interface Interface {
  readonly name: string;
  readonly id: number;
  readonly zone: string;
  readonly virtualRouter: string;
  readonly vsys: string;
  readonly address: string;
  readonly isTunnel: boolean;
}

export interface Route {
  readonly destination: string;
  readonly nextHop: string;
  readonly interface: string;
  readonly flags: string;
  readonly metric: number;
}

export function interfacesOf(device: Device): Interface[] {
  const { spec } = device;
  const first = device.ends[0];
  const outside: Interface = {
    name: spec.outsideInterface,
    id: 16,
    zone: 'untrust',
    virtualRouter: spec.virtualRouter,
    vsys: spec.vsys[0] ?? 'vsys1',
    address: first === undefined ? 'N/A' : `${device.config(first).gateway.localAddress}/24`,
    isTunnel: false,
  };
  const tunnels = new Map<string, Interface>();
  for (const end of device.ends) {
    const { tunnel } = device.config(end);
    tunnels.set(tunnel.interface, {
      name: tunnel.interface,
      id: 256 + end.gatewayId,
      zone: tunnel.zone,
      virtualRouter: spec.virtualRouter,
      vsys: tunnel.vsys,
      address: tunnel.interfaceAddress ?? 'N/A',
      isTunnel: true,
    });
  }
  return [outside, ...inside(device), ...tunnels.values()];
}

/** The hosts behind the firewall, where a proxy ID names their networks. */
function inside(device: Device): Interface[] {
  const { spec } = device;
  if (localNetworks(device).length === 0) return [];
  return [
    {
      name: spec.insideInterface,
      id: 17,
      zone: 'trust',
      virtualRouter: spec.virtualRouter,
      vsys: spec.vsys[0] ?? 'vsys1',
      address: 'N/A',
      isTunnel: false,
    },
  ];
}

function localNetworks(device: Device): string[] {
  const all = device.ends.flatMap((end) => device.config(end).tunnel.proxyIds.map(({ local }) => local));
  return [...new Set(all)];
}

export function routesOf(device: Device): Route[] {
  const { spec } = device;
  const via = { nextHop: spec.upstreamAddress, interface: spec.outsideInterface, flags: 'A S ', metric: 10 };
  // What leads to an interface without link is in no table.
  const everything = isIP(spec.upstreamAddress) === 6 ? '::/0' : '0.0.0.0/0';
  const routes: Route[] = device.hasLink ? [{ destination: everything, ...via }] : [];
  for (const destination of localNetworks(device)) {
    routes.push({
      destination,
      nextHop: '0.0.0.0',
      interface: spec.insideInterface,
      flags: 'A S ',
      metric: 10,
    });
  }
  for (const end of device.ends) {
    const { tunnel, gateway } = device.config(end);
    if (!tunnel.routeToPeer && gateway.peerAddress !== 'dynamic') {
      routes.push({
        ...via,
        destination: `${gateway.peerAddress}/${isIP(gateway.peerAddress) === 6 ? 128 : 32}`,
        nextHop: 'discard',
        interface: '',
        flags: 'A S ',
      });
    }
    if (tunnel.interfaceAddress !== undefined) {
      const connected = {
        nextHop: tunnel.interfaceAddress.split('/')[0] ?? '',
        interface: tunnel.interface,
        flags: 'A C ',
        metric: 0,
      };
      routes.push({ destination: tunnel.interfaceAddress, ...connected });
    }
    // A monitor that fails over takes the interface down, and its routes with it.
    if (tunnel.monitor?.action === 'fail-over' && !device.state(end).monitor.up) continue;
    for (const destination of tunnel.routes) {
      routes.push({
        destination,
        nextHop: '0.0.0.0',
        interface: tunnel.interface,
        flags: 'A S ',
        metric: 10,
      });
    }
  }
  return routes;
}

/** The most specific route for an address, of its own family. */
export function lookUp(routes: readonly Route[], address: string): Route | undefined {
  const length = (route: Route) => Number(route.destination.split('/')[1]);
  return routes
    .filter(({ destination }) => holds(destination, address))
    .toSorted((a, b) => length(b) - length(a))[0];
}

function holds(destination: string, address: string): boolean {
  const [network = '', length = '0'] = destination.split('/');
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (isIP(network) !== isIP(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(length), family);
  return list.check(address, family);
}
