// The flow of a tunnel in PAN-OS's own words: state, counters, selectors, monitor.

import { bigNumber, child, findAll, spiOf, text, truth, wholeNumber } from './words.js';
import type { XmlNode } from './xml.js';

export interface FlowRange {
  readonly start: string;
  readonly end: string;
  readonly protocol: number;
  readonly fromPort: number;
  readonly toPort: number;
}

interface FlowMonitorWords {
  readonly on: boolean | null;
  readonly status: boolean | null;
  readonly source: string | null;
  readonly destination: string | null;
  readonly sent: bigint | null;
  readonly received: bigint | null;
}

/** What only the detail of one tunnel id holds, or a list reply whose rows are that detailed. */
export interface FlowDetailWords {
  readonly spiIn: string | null;
  readonly spiOut: string | null;
  readonly enc: string | null;
  readonly auth: string | null;
  readonly keysEstablished: boolean | null;
  readonly proto: string | null;
  readonly natTraversal: boolean | null;
  readonly natLocalPort: number | null;
  readonly natRemotePort: number | null;
  readonly mtu: number | null;
  readonly remainSeconds: number | null;
  readonly sinceRekeySeconds: number | null;
  readonly initiator: boolean | null;
  readonly local: FlowRange | null;
  readonly remote: FlowRange | null;
  readonly monitor: FlowMonitorWords | null;
  readonly packetsOut: bigint | null;
  readonly packetsIn: bigint | null;
  readonly bytesOut: bigint | null;
  readonly bytesIn: bigint | null;
  readonly authErrors: bigint | null;
  readonly decryptErrors: bigint | null;
  readonly replayed: bigint | null;
  readonly lifetimeExpired: bigint | null;
  readonly acquires: bigint | null;
}

export interface FlowWords {
  readonly name: string;
  readonly id: number | null;
  readonly gatewayId: number | null;
  readonly innerInterface: string | null;
  readonly outerInterface: string | null;
  readonly localAddress: string | null;
  readonly peerAddress: string | null;
  readonly mode: string | null;
  /** `active`, `init`, `inactive`, and whatever a version adds. */
  readonly state: string;
  /** `off`, `up`, `down`. */
  readonly monitor: string | null;
  readonly detail: FlowDetailWords | null;
  readonly raw: XmlNode;
}

/** Rows of the summary and of the detail alike: every entry with an id and a state, wherever it stands. */
export function parseFlows(result: XmlNode): readonly FlowWords[] {
  const rows = findAll(result, isFlowEntry).map(
    (row): FlowWords => ({
      name: text(row, 'name') ?? '',
      id: wholeNumber(row, 'id'),
      gatewayId: wholeNumber(row, 'gwid'),
      innerInterface: text(row, 'inner-if'),
      outerInterface: text(row, 'outer-if'),
      localAddress: text(row, 'localip'),
      peerAddress: text(row, 'peerip'),
      mode: text(row, 'ipsec-mode'),
      state: text(row, 'state') ?? '',
      monitor: text(row, 'mon'),
      detail: child(row, 'pkt-encap') || child(row, 'local-spi') ? flowDetail(row) : null,
      raw: row,
    }),
  );
  return oncePerTunnel(rows);
}

/** Models with several dataplanes may list a tunnel once for each; the one that holds its keys counts. */
function oncePerTunnel(rows: readonly FlowWords[]): readonly FlowWords[] {
  const kept = new Map<string, FlowWords>();
  for (const row of rows) {
    const key = `${row.id}/${row.name}`;
    const before = kept.get(key);
    if (!before || (before.state !== 'active' && row.state === 'active')) kept.set(key, row);
  }
  return [...kept.values()];
}

function isFlowEntry(node: XmlNode): boolean {
  return node.name === 'entry' && child(node, 'id') !== undefined && child(node, 'gwid') !== undefined;
}

function flowDetail(row: XmlNode): FlowDetailWords {
  const enc = text(row, 'enc');
  const auth = text(row, 'auth');
  return {
    spiIn: spiOf(text(row, 'local-spi'), 'hex'),
    spiOut: spiOf(text(row, 'remote-spi'), 'hex'),
    enc,
    auth,
    keysEstablished: enc === null ? null : enc !== 'not established',
    proto: text(row, 'proto'),
    natTraversal: truth(row, 'natt'),
    natLocalPort: wholeNumber(row, 'natt-lp'),
    natRemotePort: wholeNumber(row, 'natt-rp'),
    mtu: wholeNumber(row, 'mtu'),
    remainSeconds: wholeNumber(row, 'remaintime') ?? wholeNumber(row, 'remain'),
    sinceRekeySeconds: wholeNumber(row, 'last-rekey'),
    initiator: truth(row, 'initiator'),
    ...flowSelectors(row),
    monitor: flowMonitor(row),
    packetsOut: bigNumber(row, 'pkt-encap'),
    packetsIn: bigNumber(row, 'pkt-decap'),
    bytesOut: bigNumber(row, 'byte-encap'),
    bytesIn: bigNumber(row, 'byte-decap'),
    authErrors: bigNumber(row, 'auth-err'),
    decryptErrors: bigNumber(row, 'dec-err'),
    replayed: bigNumber(row, 'pkt-replay'),
    lifetimeExpired: bigNumber(row, 'pkt-lifetime'),
    acquires: bigNumber(row, 'acquire'),
  };
}

/** `ts` when negotiated, `proxy-id` (as configured) when not, nothing on older versions. */
function flowSelectors(row: XmlNode): { local: FlowRange | null; remote: FlowRange | null } {
  const negotiated = child(row, 'ts');
  if (negotiated)
    return { local: range(child(negotiated, 'local')), remote: range(child(negotiated, 'remote')) };
  const configured = child(row, 'proxy-id');
  return { local: prefix(configured, 'l'), remote: prefix(configured, 'r') };
}

function range(node: XmlNode | undefined): FlowRange | null {
  const start = text(node, 'sip');
  const end = text(node, 'eip');
  if (start === null || end === null) return null;
  return {
    start,
    end,
    protocol: wholeNumber(node, 'proto') ?? 0,
    fromPort: wholeNumber(node, 'sport') ?? 0,
    toPort: wholeNumber(node, 'eport') ?? 65_535,
  };
}

function prefix(node: XmlNode | undefined, side: 'l' | 'r'): FlowRange | null {
  const address = text(node, `${side}ip`);
  const length = wholeNumber(node, `${side}prefix`);
  if (address === null || length === null) return null;
  const port = wholeNumber(node, `${side}port`) ?? 0;
  const cidr = `${address}/${length}`;
  return {
    start: cidr,
    end: cidr,
    protocol: wholeNumber(node, 'proto') ?? 0,
    fromPort: port,
    toPort: port === 0 ? 65_535 : port,
  };
}

/** `status` is False also where no monitor is configured, so `on` decides first. */
function flowMonitor(row: XmlNode): FlowMonitorWords | null {
  const monitor = child(row, 'monitor');
  if (!monitor) return null;
  return {
    on: truth(monitor, 'on'),
    status: truth(monitor, 'status'),
    source: text(monitor, 'src'),
    destination: text(monitor, 'dst'),
    sent: bigNumber(monitor, 'pkt-sent'),
    received: bigNumber(monitor, 'pkt-recv'),
  };
}
