// Answers `show session all filter` for the IKE, ESP and dropped inner sessions of a device.
import { systemTime } from '../device/clock.js';
import type { ConfiguredEnd, Device } from '../device/device.js';
import { hash32 } from '../model/random.js';
import { floatsTo4500, ikeArrives } from '../negotiation/phase-one.js';
import { peerAddress } from './op-vpn.js';
import { type Reply, success } from './reply.js';
import { childElements, type Element, el, fields, textOf } from './xml.js';

interface Session {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly port: number;
  readonly application: string;
  readonly state: 'ACTIVE' | 'DISCARD';
  readonly bytes: number;
  readonly from: string;
  readonly to: string;
  readonly rule: string;
  readonly egress: string;
}

const FILTERS: Record<string, (session: Session) => string> = {
  source: (session) => session.source,
  destination: (session) => session.destination,
  protocol: (session) => String(session.protocol),
  'destination-port': (session) => String(session.port),
  'source-port': (session) => String(session.port),
  application: (session) => session.application,
  state: (session) => session.state.toLowerCase(),
  from: (session) => session.from,
  to: (session) => session.to,
  'egress-interface': (session) => session.egress,
};

export function showSessions(device: Device, nowMs: number, filter: Element | undefined): Reply {
  const conditions =
    filter === undefined ? [] : childElements(filter).filter((wanted) => wanted.name in FILTERS);
  const rows = device.ends
    .flatMap((end) => sessionsOf(device, end))
    .filter((session) =>
      conditions.every((wanted) => FILTERS[wanted.name]?.(session) === textOf(wanted).toLowerCase()),
    );
  return success(...rows.map((session) => sessionEntry(device, session, nowMs)));
}

function sessionsOf(device: Device, end: ConfiguredEnd): Session[] {
  const pair = end.pair.state.effective;
  const { tunnel, gateway } = device.config(end);
  const peer = peerAddress(device, end);
  const port = floatsTo4500(pair) ? 4500 : 500;
  const outward = {
    source: gateway.localAddress,
    destination: peer,
    from: 'untrust',
    to: 'untrust',
    egress: tunnel.oldEgress ?? device.outsideInterface,
  };
  const arrives = ikeArrives(pair, end.side === 'left' ? 'right' : 'left', 500);
  const dropped = { state: 'DISCARD' as const, bytes: 0, rule: 'deny-any' };
  const allowed = { state: 'ACTIVE' as const, rule: 'allow-vpn' };
  const sessions: Session[] = [];
  if (!tunnel.policyAllowsIke) {
    sessions.push({
      ...outward,
      source: peer,
      destination: gateway.localAddress,
      protocol: 17,
      port: 500,
      application: 'ike',
      ...dropped,
    });
  } else if (device.state(end).ikeSas.length > 0 || arrives || tunnel.oldEgress !== undefined) {
    sessions.push({ ...outward, protocol: 17, port, application: 'ike', bytes: 48_204, ...allowed });
  }
  const sa = device.state(end).children.at(-1);
  if (sa !== undefined) {
    const udp = sa.natTraversal;
    const application = udp ? 'ipsec-esp-udp' : 'ipsec-esp';
    const held = device.state(end).counters[sa.index];
    const bytes = Math.floor(
      ((held?.encapPackets ?? 0) + (held?.decapPackets ?? 0)) * pair.traffic.bytesPerPacket,
    );
    sessions.push({
      ...outward,
      protocol: udp ? 17 : 50,
      port: udp ? 4500 : 0,
      application,
      bytes,
      ...allowed,
    });
  }
  if (!tunnel.policyAllowsInner) {
    const inside = tunnel.routes[0]?.split('/')[0] ?? '10.0.0.0';
    const inner = {
      source: '10.0.0.10',
      destination: inside,
      from: 'trust',
      to: tunnel.zone,
      egress: tunnel.interface,
    };
    sessions.push({ ...inner, protocol: 6, port: 443, application: 'ssl', ...dropped });
  }
  return sessions;
}

function sessionEntry(device: Device, session: Session, nowMs: number): Element {
  const id =
    (hash32(device.spec.name, session.source, session.destination, session.application) % 200_000) + 1;
  const started = device.deviceTime(nowMs - 3_600_000);
  return el(
    'entry',
    ...fields({
      dst: session.destination,
      xsource: session.source,
      source: session.source,
      xdst: session.destination,
    }),
    ...fields({
      xsport: session.port,
      xdport: session.port,
      sport: session.port,
      dport: session.port,
      proto: session.protocol,
    }),
    ...fields({
      from: session.from,
      to: session.to,
      'start-time': systemTime(started, device.spec.timezone),
    }),
    ...fields({ nat: 'False', srcnat: 'False', dstnat: 'False', proxy: 'False', 'decrypt-mirror': 'False' }),
    ...fields({
      state: session.state,
      type: 'FLOW',
      'total-byte-count': session.bytes,
      idx: id,
      'vsys-idx': 1,
      vsys: 'vsys1',
    }),
    ...fields({
      application: session.application,
      'security-rule': session.rule,
      ingress: device.outsideInterface,
    }),
    ...fields({ egress: session.egress, flags: ' ' }),
  );
}
