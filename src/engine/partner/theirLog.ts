// A log that a partner gave, read as the other end's view of one tunnel: vendor, side, which tunnel, and how far its clock is off.

import { causeInfo } from '../../domain/causes.js';
import type { LogReading } from '../../domain/log.js';
import { linesOf } from '../../logs/format/text.js';
import { readLines } from '../../logs/readLines.js';
import type { FleetTunnel } from '../fleetTunnel.js';
import { type ClockOffset, clockOffset, shifted } from './clockOffset.js';
import { otherFailure } from './sameFailure.js';
import { whoseLog } from './whoseLog.js';

export type TheirLog =
  | {
      readonly reading: LogReading;
      /** Their clock minus ours; null when nothing in both logs can be matched. Their times were moved by it when it is sure. */
      readonly offset: ClockOffset | null;
      /** One sentence: what it was recognized as. */
      readonly says: string;
    }
  /** It cannot be used: one sentence, and what to do. */
  | { readonly says: string; readonly remedy: string };

/**
 * @param ours what our end's log says about this tunnel, for the clock and for what it meets now; null when it is not known.
 * @param named the tunnel's name in their log, when somebody said it.
 */
export function readTheirLog(
  text: string,
  tunnel: FleetTunnel,
  ours: LogReading | null,
  named: string | null = null,
): TheirLog {
  const lines = linesOf(text);
  const config = tunnel.ours.config.known ? tunnel.ours.config.value : null;
  const ourAddress = config?.ike.localAddress ?? null;
  const peer = config?.ike.peer?.kind === 'address' ? config.ike.peer.address : null;
  if (ourAddress !== null && peer !== null && whoseLog(lines, ourAddress, peer) === 'ours') {
    return {
      says: `This is a log of our own end: its lines name ${ourAddress} as local and ${peer} as the peer.`,
      remedy: 'Our end is read from the device itself; send the log of the other end.',
    };
  }
  const vendor = tunnel.declared.partner?.vendor ?? null;
  const whole = readLines(lines);
  const isBlank = whole.recognized === 0;
  // A vendor that was declared helps only where the lines themselves do not tell.
  const known = isBlank && vendor !== null ? { vendor } : {};
  const narrowed = readLines(lines, {
    ...known,
    ...(named === null ? {} : { tunnels: [named] }),
    ...(named === null && ourAddress !== null ? { peers: [ourAddress] } : {}),
  });
  if (narrowed.recognized === 0) {
    return {
      says: `None of the ${whole.lines} lines is one that is known to tell about IKE or IPsec.`,
      remedy: 'Send the lines of the VPN or IKE daemon, around a failed attempt.',
    };
  }
  const chosen = narrowed.events.length > 0 ? narrowed : whole;
  if (chosen === whole && whole.otherTunnels > 0) {
    const wanted = named ?? ourAddress ?? 'our address';
    return {
      says: `The log speaks of ${whole.otherTunnels + 1} tunnels, and no line names ${wanted}.`,
      remedy: 'Give the name that the tunnel has there with `--tunnel NAME`, or send only its lines.',
    };
  }
  const other = ours ? otherFailure(ours, chosen) : null;
  if (other) {
    return {
      says: `The log shows another failure than our end meets now: there “${causeInfo(other.theirs).title}”, here “${causeInfo(other.ours).title}”.`,
      remedy: 'It does not count until lines of the last attempt are sent.',
    };
  }
  const offset = ours ? clockOffset(ours, chosen) : null;
  const reading = offset ? shifted(chosen, offset) : chosen;
  return { reading, offset, says: saysOf(reading, offset) };
}

function saysOf(reading: LogReading, offset: ClockOffset | null): string {
  const side = reading.side === null ? 'its role cannot be told' : `it was the ${reading.side}`;
  const object = reading.object === null ? '' : `, tunnel ${reading.object}`;
  const clock = offset === null ? '' : ` ${offset.says}`;
  return `Read as a log of ${reading.vendor}${object}; ${side}; ${reading.recognized} of ${reading.lines} lines are known.${clock}`;
}
