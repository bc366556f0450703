// Answers `show pbf rule all`, `test security-policy-match` and `test nat-policy-match`; shapes from the vendor's documentation and tests of its tools, no capture.
import type { ConfiguredEnd, Device } from '../device/device.js';
import { rangeOf } from '../negotiation/child-sa.js';
import { type Reply, success } from './reply.js';
import { childNamed, type Element, el, entry, fields, textOf } from './xml.js';

export interface Packet {
  readonly source: string;
  readonly destination: string;
  /** The packet stays in this zone; null when it goes to another one. */
  readonly within: string | null;
}

export function packetOf(element: Element): Packet {
  const word = (name: string) => {
    const found = childNamed(element, name);
    return found === undefined ? '' : textOf(found).trim();
  };
  const within = word('from') === word('to') ? word('from') : null;
  return { source: word('source'), destination: word('destination'), within };
}

/** One row for each rule that forwards into a tunnel; without rules there is no row. */
export function showForwardingRules(device: Device): Reply {
  const rows = device.ends.flatMap((end) => {
    const { tunnel } = device.config(end);
    if (tunnel.forwardedBy === undefined) return [];
    return [
      el(
        'entry',
        ...fields({ name: tunnel.forwardedBy, id: 1, state: 'Active', action: 'Forward' }),
        ...fields({ 'egress-if': tunnel.interface, nexthop: '0.0.0.0', nh_state: 'UP' }),
      ),
    ];
  });
  return success(el('entries', ...rows));
}

function endOf(device: Device, packet: Packet): ConfiguredEnd | undefined {
  return device.ends.find((end) =>
    device
      .config(end)
      .tunnel.proxyIds.some(
        ({ local, remote }) => holds(local, packet.source) && holds(remote, packet.destination),
      ),
  );
}

function holds(network: string, address: string): boolean {
  const { start, end } = rangeOf(network);
  const at = rangeOf(`${address}/32`).start;
  return start <= at && at <= end;
}

export function testSecurityPolicy(device: Device, packet: Packet): Reply {
  if (packet.within !== null) return withinZone(device, packet);
  const end = endOf(device, packet);
  const allows = end === undefined || device.config(end).tunnel.policyAllowsInner;
  const rule = allows ? { name: 'allow-vpn', action: 'allow' } : { name: 'deny-any', action: 'deny' };
  return matched(rule, 'trust', 'vpn');
}

/** Allowed by the default, unless a rule above it denies what the peer sends. */
function withinZone(device: Device, { source, within }: Packet): Reply {
  const denied = device.ends.some((end) => {
    const { tunnel, gateway } = device.config(end);
    return gateway.peerAddress === source && !tunnel.policyAllowsIke;
  });
  const rule = denied ? { name: 'deny-any', action: 'deny' } : { name: 'intrazone-default', action: 'allow' };
  return matched(rule, within ?? '', within ?? '');
}

function matched(rule: { readonly name: string; readonly action: string }, from: string, to: string): Reply {
  return success(
    el(
      'rules',
      entry(
        rule.name,
        ...fields({ index: 3, from, source: 'any', 'source-region': 'none', to }),
        ...fields({ destination: 'any', 'destination-region': 'none', user: 'any', category: 'any' }),
        ...fields({ application_service: '0:any/any/any/any', action: rule.action }),
        ...fields({ 'icmp-unreachable': 'no', terminal: 'yes' }),
      ),
    ),
  );
}

export function testNatPolicy(device: Device, packet: Packet): Reply {
  const end = endOf(device, packet);
  const rule = end === undefined ? undefined : device.config(end).tunnel.translatedBy;
  return success(el('rules', ...(rule === undefined ? [] : [el('entry', rule)])));
}
