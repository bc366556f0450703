// Firewall policies of a simulated FortiGate: two for each tunnel, what the table holds and what a look-up finds.
// Field names are those of the configuration; `policy-lookup` is as documented, no capture.
import { type Entry, namesOf } from './entry.js';
import { endsOf, type World } from './world.js';

interface Policy {
  readonly id: number;
  readonly name: string;
  readonly from: string;
  readonly to: string;
  readonly allows: boolean;
  readonly nat: boolean;
}

function policiesOf(world: World): Policy[] {
  const inside = world.device.spec.insideInterface;
  return endsOf(world).flatMap(({ end, config }) => {
    const { tunnel } = config;
    const allows = tunnel.policyAllowsInner;
    const nat = tunnel.translatedBy !== undefined;
    const id = end.gatewayId * 2 - 1;
    return [
      { id, name: `${tunnel.name} out`, from: inside, to: tunnel.interface, allows, nat },
      { id: id + 1, name: `${tunnel.name} in`, from: tunnel.interface, to: inside, allows, nat: false },
    ];
  });
}

/** `cmdb/firewall/policy`. */
export function policyEntries(world: World): Entry[] {
  return policiesOf(world).map(({ id, name, from, to, allows, nat }) => ({
    q_origin_key: id,
    policyid: id,
    name,
    status: 'enable',
    action: allows ? 'accept' : 'deny',
    srcintf: namesOf(from),
    dstintf: namesOf(to),
    srcaddr: namesOf('all'),
    dstaddr: namesOf('all'),
    service: namesOf('ALL'),
    schedule: 'always',
    nat: nat ? 'enable' : 'disable',
    logtraffic: 'utm',
  }));
}

/** `cmdb/firewall/local-in-policy`: what may end on the device itself. */
export function localInEntries(world: World): Entry[] {
  return endsOf(world)
    .filter(({ config }) => !config.tunnel.policyAllowsIke)
    .map(({ end, config }) => ({
      q_origin_key: end.gatewayId,
      policyid: end.gatewayId,
      intf: namesOf(world.device.outsideInterface),
      srcaddr: namesOf(`${config.gateway.name}-peer`),
      dstaddr: namesOf('all'),
      service: namesOf('IKE', 'ESP'),
      schedule: 'always',
      action: 'deny',
      status: 'enable',
    }));
}

/** `cmdb/router/policy`: policy routes, which are asked before the routing table. */
export function policyRouteEntries(world: World): Entry[] {
  return endsOf(world)
    .filter(({ config }) => config.tunnel.forwardedBy !== undefined)
    .map(({ end, config }) => ({
      q_origin_key: end.gatewayId,
      'seq-num': end.gatewayId,
      comments: config.tunnel.forwardedBy,
      status: 'enable',
      action: 'permit',
      'input-device': namesOf(world.device.spec.insideInterface),
      'output-device': config.tunnel.interface,
      gateway: '0.0.0.0',
    }));
}

/** `monitor/firewall/policy-lookup`: the device tries a packet against its policies and sends none. */
export function policyLookup(world: World, parameters: URLSearchParams, outgoing: string | null): Entry {
  const from = parameters.get('srcintf');
  const to = parameters.get('destintf') ?? parameters.get('dstintf') ?? outgoing;
  const found = policiesOf(world).find((policy) => policy.from === from && policy.to === to);
  if (found === undefined) return { success: true, match: false, policy_id: 0, policy_action: 'deny' };
  return {
    success: true,
    match: true,
    policy_id: found.id,
    policy_action: found.allows ? 'accept' : 'deny',
  };
}
