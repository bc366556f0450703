// A log that a partner gave, read as the other end's view of one tunnel: vendor, side, which tunnel, and how far its clock is off.

import { causeInfo } from '../../domain/causes.js';
import type { LogReading } from '../../domain/log.js';
import { attemptsBetween } from '../../facts/logSilence.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { linesOf } from '../../logs/format/text.js';
import { recognize } from '../../logs/read/events.js';
import { readRecognized } from '../../logs/readLines.js';
import { ownSignatureSet } from '../../logs/signature/set.js';
import { type ClockOffset, clockOffset, shifted } from './clockOffset.js';
import { otherFailure } from './sameFailure.js';
import { type Unusable, unusable } from './unusable.js';
import { isBetweenOthers, whoseLog } from './whoseLog.js';

/** A log read by itself: the work that grows with its length. */
export type GivenReading =
  | {
      readonly reading: LogReading;
      readonly cut: boolean;
      /** It speaks of tunnels between others and never of our address; null when it speaks of us, or nobody can tell. */
      readonly without: string | null;
    }
  | Unusable;

export type TheirLog =
  | {
      readonly reading: LogReading;
      /** Their clock minus ours; null when nothing in both logs can be matched. Their times were moved by it when it is sure. */
      readonly offset: ClockOffset | null;
      /** One sentence: what it was recognized as. */
      readonly says: string;
    }
  | Unusable;

/** Ten minutes around a failure are far fewer; more would keep everybody else waiting. */
const mostLines = 20_000;

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
  return besideOurs(readGivenLog(text, tunnel, named), ours);
}

/** Depends on the text, the two addresses, the declared vendor and the name alone. */
export function readGivenLog(text: string, tunnel: FleetTunnel, named: string | null): GivenReading {
  const all = linesOf(text);
  const lines = all.slice(-mostLines);
  const { ourAddress, peer } = addressesOf(tunnel);
  if (ourAddress !== null && peer !== null && whoseLog(lines, ourAddress, peer) === 'ours') {
    return unusable(
      `this is a log of our own end: its lines name ${ourAddress} as local and ${peer} as the peer`,
      'Our end is read from the device itself; send the log of the other end.',
    );
  }
  const vendor = tunnel.declared.partner?.vendor ?? null;
  const signatures = ownSignatureSet();
  const told = recognize(lines, signatures, null);
  // A vendor that was declared helps only where the lines themselves do not tell.
  const recognized =
    told.events.length === 0 && vendor !== null ? recognize(lines, signatures, vendor) : told;
  const narrowed = readRecognized(recognized, lines, lines.length, {
    ...(named === null ? {} : { tunnels: [named] }),
    ...(named === null && ourAddress !== null ? { peers: [ourAddress] } : {}),
  });
  if (narrowed.recognized === 0) {
    return unusable(
      `none of the ${lines.length} lines is one that is known to tell about IKE or IPsec`,
      'Send the lines of the VPN or IKE daemon, around a failed attempt.',
    );
  }
  const cut = all.length > lines.length;
  if (narrowed.events.length > 0) return { reading: narrowed, cut, without: null };
  const whole = readRecognized(recognized, lines, lines.length, {});
  const elsewhere = named === null && ourAddress !== null && isBetweenOthers(lines, ourAddress);
  // A daemon that tells of others and has times, and never names us: our packets may not arrive there.
  if (elsewhere && narrowed.from !== null) return { reading: narrowed, cut, without: ourAddress };
  if (whole.otherTunnels > 0 || elsewhere) {
    const wanted = named ?? ourAddress ?? 'our address';
    const several = whole.otherTunnels > 0 ? `${whole.otherTunnels + 1} tunnels` : 'another tunnel';
    return unusable(
      `the log speaks of ${several}, and no line names ${wanted}`,
      'Give the name that the tunnel has there with `--tunnel NAME`, or send only its lines.',
    );
  }
  return { reading: whole, cut, without: null };
}

/** What only our own log can add: whether both speak of one failure, and how far the clocks are apart. */
export function besideOurs(given: GivenReading, ours: LogReading | null): TheirLog {
  if (!('reading' in given)) return given;
  if (given.without !== null) return besideAttempts(given.reading, given.without, ours);
  const other = ours ? otherFailure(ours, given.reading) : null;
  if (other) {
    return unusable(
      `the log shows another failure than our end meets now: there “${causeInfo(other.theirs).title}”, here “${causeInfo(other.ours).title}”`,
      'It does not count until lines of the last attempt are sent.',
    );
  }
  const offset = ours ? clockOffset(ours, given.reading) : null;
  const reading = offset ? shifted(given.reading, offset) : given.reading;
  const only = given.cut ? ` Only its newest ${mostLines} lines were read.` : '';
  return { reading, offset, says: `${saysOf(reading, offset)}${only}` };
}

/** No line about us says something only where it covers an attempt of ours that nobody answered. */
function besideAttempts(reading: LogReading, address: string, ours: LogReading | null): TheirLog {
  const { from, to, lines } = reading;
  const read = `${lines} lines from ${from} to ${to}, and none names ${address}`;
  const attempts = ours && from && to ? attemptsBetween(ours, from, to) : null;
  if (attempts?.answer)
    return unusable(
      `the log holds ${read}, though the other end answered us then: it is of another gateway, or it was filtered`,
      'Give the name that the tunnel has there with `--tunnel NAME`, or send the log of the gateway that we reach.',
    );
  if (attempts && !attempts.last)
    return unusable(
      `the log holds ${read}, and our end made no attempt in that time`,
      'Send the lines of the minutes in which our end tries.',
    );
  const says = `Read as a log of ${reading.vendor}: ${read}. Where it covers an attempt of ours, our packets do not arrive there.`;
  return { reading, offset: null, says };
}

/** What a reading of a given log depends on besides its text. */
export function addressesOf({ ours }: FleetTunnel): {
  readonly ourAddress: string | null;
  readonly peer: string | null;
} {
  const ike = ours.config.known ? ours.config.value.ike : null;
  return {
    ourAddress: ike?.localAddress ?? null,
    peer: ike?.peer?.kind === 'address' ? ike.peer.address : null,
  };
}

function saysOf(reading: LogReading, offset: ClockOffset | null): string {
  const side = reading.side === null ? 'its role cannot be told' : `it was the ${reading.side}`;
  const object = reading.object === null ? '' : `, tunnel ${reading.object}`;
  const clock = offset === null ? '' : ` ${offset.says}`;
  return `Read as a log of ${reading.vendor}${object}; ${side}; ${reading.recognized} of ${reading.lines} lines are known.${clock}`;
}
