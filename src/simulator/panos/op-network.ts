// Answers `show interface`, `show routing` and `test routing fib-lookup`.

import type { Device } from '../device/device.js';
import { type Interface, interfacesOf, lookUp, routesOf } from '../device/network.js';
import { lineError, type Reply, success } from './reply.js';
import { rowsOf } from './rows.js';
import { el, fields } from './xml.js';

export function showInterfaces(device: Device, vsys?: string): Reply {
  const all = interfacesOf(device).filter(
    (held) => vsys === undefined || held.vsys === vsys || !held.isTunnel,
  );
  const hardware = all
    .filter((held) => !held.isTunnel)
    .map((held) => el('entry', ...hardwareOf(device, held)));
  const logical = all.map((held) =>
    el(
      'entry',
      ...fields({
        name: held.name,
        id: held.id,
        tag: 0,
        vsys: Number(held.vsys.replace('vsys', '')),
        zone: held.zone,
      }),
      ...fields({ fwd: `vr:${held.virtualRouter}`, ip: held.address, addr: '', 'dyn-addr': '', addr6: '' }),
    ),
  );
  return success(el('hw', ...hardware), el('ifnet', ...logical));
}

/** One without link knows neither speed nor duplex. Source: `show interface all` of a VM with an unplugged port. */
function hardwareOf(device: Device, { name, id }: Interface) {
  const isUp = name !== device.outsideInterface || device.hasLink;
  const [speed, duplex, state] = isUp ? [10_000, 'full', 'up'] : ['ukn', 'ukn', 'down'];
  const st = `${speed}/${duplex}/${state}${isUp ? '' : '(autoneg)'}`;
  return [
    ...fields({ name, id, type: 0, mac: '02:00:00:00:00:01', speed, duplex, state }),
    ...fields({ mode: '(autoneg)', fec: 'auto', st }),
  ];
}

export function showInterface(device: Device, name: string): Reply {
  const held = interfacesOf(device).find((candidate) => candidate.name === name);
  if (held === undefined) return lineError(17, ` show -> interface '${name}' is not a valid reference`);
  const hardware = held.isTunnel ? [] : [el('hw', ...hardwareOf(device, held))];
  return success(...hardware, el('dp', 'dp0'), interfaceDetail(device, held));
}

function interfaceDetail(device: Device, held: Interface) {
  const rows = rowsOf(device).filter((row) => device.config(row.end).tunnel.interface === held.name);
  const sum = (pick: 'encapPackets' | 'decapPackets') =>
    rows.reduce(
      (total, row) => total + Math.floor(device.state(row.end).counters[row.index]?.[pick] ?? 0),
      0,
    );
  const size = rows[0]?.end.pair.state.effective.traffic.bytesPerPacket ?? 0;
  const [received, sent] = [sum('decapPackets'), sum('encapPackets')];
  const names = rows.map((row) => row.name).join(' ');
  return el(
    'ifnet',
    ...fields({
      name: held.name,
      id: held.id,
      tag: 0,
      mode: 'layer3',
      fwd_type: 'vr',
      vr: held.virtualRouter,
      mtu: 1500,
    }),
    el('addr', ...(held.address === 'N/A' ? [] : [el('member', held.address)])),
    ...fields({
      'dyn-addr': '',
      addr6: '',
      service: '',
      mgt_subnet: 'False',
      vsys: held.vsys,
      zone: held.zone,
    }),
    ...fields({ tcpmss: 'False', tunnel: names, sdwan: 'False', gre: 'False' }),
    el(
      'counters',
      el('hw'),
      el(
        'ifnet',
        el(
          'entry',
          ...fields({
            name: held.name,
            ibytes: received * size,
            obytes: sent * size,
            ipackets: received,
            opackets: sent,
          }),
          ...fields({
            ierrors: 0,
            idrops: 0,
            flowstate: 0,
            ifwderrors: 0,
            noroute: 0,
            noarp: 0,
            noneigh: 0,
            neighpend: 0,
          }),
        ),
      ),
    ),
  );
}

const FLAGS = `flags: A:active, ?:loose, C:connect, H:host, S:static, ~:internal, R:rip, O:ospf,
            B:bgp, Oi:ospf intra-area, Oo:ospf inter-area, O1:ospf ext-type-1, O2:ospf ext-type-2,
            E:ecmp, M:multicast`;

export function showRoutes(device: Device, destination?: string, unit?: string): Reply {
  const rows = routesOf(device)
    .filter((route) => destination === undefined || route.destination === destination)
    .filter((route) => unit === undefined || route.interface === unit)
    .map((route) =>
      el(
        'entry',
        ...fields({
          'virtual-router': device.spec.virtualRouter,
          destination: route.destination,
          nexthop: route.nextHop,
        }),
        ...fields({
          metric: route.metric,
          flags: route.flags,
          age: '',
          interface: route.interface,
          'route-table': 'unicast',
        }),
      ),
    );
  return success(el('flags', FLAGS), ...rows);
}

export function showFib(device: Device): Reply {
  const entries = routesOf(device).map((route, index) =>
    el(
      'entry',
      ...fields({ id: index + 1, dst: route.destination, interface: route.interface, nh_type: 0 }),
      ...fields({ flags: route.flags.includes('C') ? 'uh' : 'ug', nexthop: route.nextHop, mtu: 1500 }),
    ),
  );
  const fib = (id: number, type: number, list: typeof entries) =>
    el(
      'entry',
      ...fields({ id, vr: device.spec.virtualRouter, max: 32_768, type, ecmp: 0 }),
      el('entries', ...list),
      el('nentries', list.length),
    );
  return success(
    ...fields({ dp: 'dp0', total: entries.length }),
    el('fibs', fib(1, 0, entries), fib(2, 1, [])),
  );
}

export function testFibLookup(device: Device, virtualRouter: string, address: string): Reply {
  if (virtualRouter !== device.spec.virtualRouter) {
    return lineError(
      17,
      ` test -> routing -> fib-lookup -> virtual-router '${virtualRouter}' is not a valid reference`,
    );
  }
  const route = lookUp(routesOf(device), address);
  if (route === undefined) return success(...fields({ nh: 'none', dp: 'dp0' }));
  if (route.nextHop === 'discard') return success(...fields({ nh: 'discard', dp: 'dp0' }));
  const gateway = route.nextHop !== '0.0.0.0' && !route.flags.includes('C');
  const source =
    device.ends[0] === undefined
      ? device.spec.managementAddress
      : device.config(device.ends[0]).gateway.localAddress;
  return success(
    ...fields({ nh: gateway ? 'ip' : 'interface', src: source }),
    ...(gateway ? fields({ ip: route.nextHop }) : []),
    ...fields({ metric: route.metric, interface: route.interface, dp: 'dp0' }),
  );
}
