// The lines that one negotiation writes into the two logs, in order, before they get a date.
import type { EffectivePair } from '../model/apply-fault.js';
import { otherSide, type Side } from '../model/side.js';

export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';

export interface LogEvent {
  readonly eventid: string;
  readonly severity: Severity;
  readonly text: string;
}

export interface Line extends LogEvent {
  readonly side: Side;
  readonly afterMs: number;
  /** Value of the log's `object` column; empty when the device cannot name the gateway. */
  readonly object: string;
}

/** The address under which `side` sees its peer: the translated one when NAT stands before the peer. */
export function peerSeenBy(pair: EffectivePair, side: Side): string {
  const peer = otherSide(side);
  return pair.path.nat?.behind === peer ? pair.path.nat.publicAddress : pair[peer].gateway.localAddress;
}

/** `198.51.100.1[500]-203.0.113.1[500]`, own end first. */
export function endpoints(pair: EffectivePair, side: Side, port: number): string {
  const peer = otherSide(side);
  const natted = pair.path.nat?.behind === peer;
  // Who waits behind NAT is reached by a forwarded port; who starts from there gets a port of the NAT device's choice.
  const remotePort = natted && port === 4500 && !pair[peer].gateway.passive ? 51_435 : port;
  return `${pair[side].gateway.localAddress}[${port}]-${peerSeenBy(pair, side)}[${remotePort}]`;
}

export class Script {
  readonly lines: Line[] = [];

  constructor(private readonly pair: EffectivePair) {}

  gateway(side: Side, afterMs: number, event: LogEvent): this {
    return this.add(side, afterMs, this.pair[side].gateway.name, event);
  }

  tunnel(side: Side, afterMs: number, row: string, event: LogEvent): this {
    return this.add(side, afterMs, row, event);
  }

  /** For a peer that matches no gateway: the device has no name to print. */
  nameless(side: Side, afterMs: number, event: LogEvent): this {
    return this.add(side, afterMs, '', event);
  }

  private add(side: Side, afterMs: number, object: string, event: LogEvent): this {
    this.lines.push({ side, afterMs, object, ...event });
    return this;
  }
}
