// `monitor/vpn/ipsec` in FortiOS's own words: a row for each phase 1 and for each peer that dialed in, with its selectors.

import { readSelector, type Selector } from '../../domain/selector.js';
import { bigNumber, type Row, rows, text, wholeNumber } from './words.js';

/** One selector of a phase 2. One phase 2 may have many rows, told apart by their serial. */
export interface SelectorRow {
  readonly phase2: string;
  readonly serial: number | null;
  /** Null: neither `up` nor `down`. */
  readonly up: boolean | null;
  /** FortiOS's own word. */
  readonly status: string;
  /** Seconds that its SA has left; a selector without SA has none. */
  readonly expireSeconds: number | null;
  readonly bytesIn: bigint | null;
  readonly bytesOut: bigint | null;
  readonly local: readonly Selector[];
  readonly remote: readonly Selector[];
}

export interface TunnelRow {
  readonly name: string;
  /** The phase 1 that a dialed-in peer or an ADVPN shortcut belongs to; null for the phase 1 itself. */
  readonly parent: string | null;
  /** The peer's address in use; null while none is known, which FortiOS writes as 0.0.0.0. */
  readonly peer: string | null;
  /** Told of peers with NAT traversal only. */
  readonly peerPort: number | null;
  /** Seconds since it exists: an age and no time of day. */
  readonly ageSeconds: number | null;
  readonly bytesIn: bigint | null;
  readonly bytesOut: bigint | null;
  readonly selectors: readonly SelectorRow[];
}

/** As captured from FortiOS 6.0, 6.2 and 7.6; older versions leave `rport` and `tun_id` out. A row without a name tells nothing. */
export function parseTunnels(told: readonly Row[]): readonly TunnelRow[] {
  return told.flatMap((row): readonly TunnelRow[] => {
    const name = text(row, 'name');
    if (name === null) return [];
    const [parent, peer, peerPort] = [text(row, 'parent'), text(row, 'rgwy'), wholeNumber(row, 'rport')];
    return [
      {
        name,
        parent: parent === name ? null : parent,
        peer: peer === '0.0.0.0' || peer === '::' ? null : peer,
        peerPort: peerPort === 0 ? null : peerPort,
        ageSeconds: wholeNumber(row, 'creation_time'),
        bytesIn: bigNumber(row, 'incoming_bytes'),
        bytesOut: bigNumber(row, 'outgoing_bytes'),
        selectors: (rows(row.proxyid) ?? []).map(parseSelector),
      },
    ];
  });
}

function parseSelector(row: Row): SelectorRow {
  const status = text(row, 'status') ?? '';
  return {
    phase2: text(row, 'p2name') ?? '',
    serial: wholeNumber(row, 'p2serial'),
    up: status === 'up' ? true : status === 'down' ? false : null,
    status,
    expireSeconds: wholeNumber(row, 'expire'),
    bytesIn: bigNumber(row, 'incoming_bytes'),
    bytesOut: bigNumber(row, 'outgoing_bytes'),
    local: networks(rows(row.proxy_src) ?? []),
    remote: networks(rows(row.proxy_dst) ?? []),
  };
}

/** `10.1.0.0/255.255.255.0`, `10.1.0.0-10.1.0.255` and `10.1.0.1` stand side by side in one reply. Zero means any. */
function networks(printed: readonly Row[]): readonly Selector[] {
  return printed.flatMap((row): readonly Selector[] => {
    const selector = readSelector(text(row, 'subnet') ?? '');
    if (selector === null) return [];
    const [port, protocol] = [wholeNumber(row, 'port') ?? 0, wholeNumber(row, 'protocol') ?? 0];
    return [
      {
        ...selector,
        protocol: protocol === 0 ? null : protocol,
        ports: port === 0 ? null : { from: port, to: port },
      },
    ];
  });
}
