// What one negotiation makes the two ends live through, in order, before it gets a date.
import type { EffectivePair } from '../model/apply-fault.js';
import type { About, AboutRow, Ends, Happening } from '../model/happening.js';
import { otherSide, type Side } from '../model/side.js';

export interface Step {
  readonly side: Side;
  readonly afterMs: number;
  readonly about: About;
  readonly happening: Happening;
}

/** The address under which `side` sees its peer: the translated one when NAT stands before the peer. */
export function peerSeenBy(pair: EffectivePair, side: Side): string {
  const peer = otherSide(side);
  return pair.path.nat?.behind === peer ? pair.path.nat.publicAddress : pair[peer].gateway.localAddress;
}

export function endpoints(pair: EffectivePair, side: Side, port: number): Ends {
  const peer = otherSide(side);
  const natted = pair.path.nat?.behind === peer;
  // Who waits behind NAT is reached by a forwarded port; who starts from there gets a port of the NAT device's choice.
  const remotePort = natted && port === 4500 && !pair[peer].gateway.passive ? 51_435 : port;
  return {
    own: { address: pair[side].gateway.localAddress, port },
    peer: { address: peerSeenBy(pair, side), port: remotePort },
  };
}

export class Script {
  readonly steps: Step[] = [];

  gateway(side: Side, afterMs: number, happening: Happening): this {
    return this.add(side, afterMs, 'gateway', happening);
  }

  row(side: Side, afterMs: number, row: AboutRow, happening: Happening): this {
    return this.add(side, afterMs, row, happening);
  }

  /** For a peer that matches no gateway: the device has no name to print. */
  nameless(side: Side, afterMs: number, happening: Happening): this {
    return this.add(side, afterMs, 'nothing', happening);
  }

  private add(side: Side, afterMs: number, about: About, happening: Happening): this {
    this.steps.push({ side, afterMs, about, happening });
    return this;
  }
}
