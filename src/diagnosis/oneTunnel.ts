// The log of a tunnel end as one: devices name its gateway, its tunnel and its children differently, and peers may come from elsewhere.

import type { LogReading } from '../domain/log.js';
import { type ReadLog, underOneName } from '../fleet/logWindow.js';

/**
 * Lines about the gateway, the tunnel and its children get one name, so that a negotiation is read from its first message to its
 * child SA. When the other end's true address is not the configured peer, the log is read for that address too: an end that knows
 * no gateway for its peer prints the true address, and such a refusal says more than its own unanswered attempts.
 */
export function readAsOneTunnel(readLog: ReadLog, otherAddress: string | null): ReadLog {
  return (window, config) => {
    const lines = underOneName(window, config);
    const reading = readLog(lines, config);
    const { peer } = config.ike;
    if (otherAddress === null || peer === null || (peer.kind === 'address' && peer.address === otherAddress))
      return reading;
    const asked = readLog(lines, {
      ...config,
      ike: { ...config.ike, peer: { kind: 'address', address: otherAddress } },
    });
    return decides(asked) ? asked : reading;
  };
}

function decides({ candidates }: LogReading): boolean {
  const [first] = candidates;
  return first?.confidence === 'certain' && first.evidence.some((event) => event.proves === first.cause);
}
