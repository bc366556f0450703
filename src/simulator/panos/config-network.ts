// Interfaces, routers and zones of a device as its configuration writes them.
import type { Device } from '../device/device.js';
import { interfacesOf } from '../device/network.js';
import type { EndSpec } from '../model/spec.js';
import { type Element, el, entry, fields, members } from './xml.js';

export function outsideAddresses(configs: readonly { readonly config: EndSpec }[]): Element[] {
  const addresses = new Set(
    configs.map(({ config }) => `${config.gateway.localAddress}/${config.gateway.localPrefixLength}`),
  );
  return [el('ip', ...[...addresses].map((address) => entry(address)))];
}

export function tunnelUnits(device: Device): Element {
  const units = interfacesOf(device).filter((held) => held.isTunnel);
  return el(
    'tunnel',
    el(
      'units',
      ...units.map((held) =>
        entry(held.name, ...(held.address === 'N/A' ? [] : [el('ip', entry(held.address))])),
      ),
    ),
  );
}

export function routerTree(device: Device, configs: readonly EndSpec[]): Element {
  const used = [device.outsideInterface, ...configs.map(({ tunnel }) => tunnel.interface)];
  const routes = configs.flatMap(({ tunnel }) =>
    tunnel.routes.map((destination, index) =>
      entry(
        `${tunnel.name}-${index + 1}`,
        ...fields({ destination, interface: tunnel.interface, metric: 10 }),
      ),
    ),
  );
  const fallback = entry(
    'default',
    el('destination', '0.0.0.0/0'),
    el('nexthop', el('ip-address', device.spec.upstreamAddress)),
  );
  return el(
    'virtual-router',
    entry(
      device.spec.virtualRouter,
      el('interface', ...used.map((name) => el('member', name))),
      el('routing-table', el('ip', el('static-route', fallback, ...routes))),
    ),
  );
}

/** Zones and their interfaces, one `vsys` each. */
export function vsysTree(device: Device): Element {
  const held = interfacesOf(device);
  return el(
    'vsys',
    ...device.spec.vsys.map((vsys) => {
      const inside = held.filter((one) => one.vsys === vsys);
      const names = [...new Set(inside.map((one) => one.zone))];
      const layer3 = (zone: string) => inside.filter((one) => one.zone === zone).map((one) => one.name);
      return entry(
        vsys,
        el('zone', ...names.map((zone) => entry(zone, el('network', members('layer3', layer3(zone)))))),
      );
    }),
  );
}
