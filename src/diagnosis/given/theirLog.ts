// A log that a partner gave, read as the other end's view of one tunnel: vendor, side, which tunnel, and how far its clock is off.

import type { LogReading } from '../../domain/log.js';
import { isPrivateAddress } from '../../domain/privateAddress.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';
import { pastedLines } from '../../logs/pastedLines.js';
import { recognize } from '../../logs/read/events.js';
import { keepTunnels } from '../../logs/read/tunnels.js';
import { readRecognized } from '../../logs/readLines.js';
import { ownSignatureSet } from '../../logs/signature/set.js';
import type { ClockOffset } from './clockOffset.js';
import { tieInText } from './tie.js';
import { type Unusable, unusable } from './unusable.js';
import { linesText, unusedText } from './unusedLines.js';
import { isBetweenOthers, whoseLog } from './whoseLog.js';

/** A log read by itself: the work that grows with its length. */
export type GivenReading =
  | {
      readonly reading: LogReading;
      readonly cut: boolean;
      /** It speaks of tunnels between others and never of our address; null when it speaks of us, or nobody can tell. */
      readonly without: string | null;
      /** What does not count, and why: one sentence, empty when all of it counts. */
      readonly unused: string;
    }
  | Unusable;

/** The line that decides what a log says. */
interface QuotedLine {
  readonly number: number;
  /** ISO 8601 UTC; null when the line carries no time. */
  readonly at: string | null;
  readonly text: string;
}

export type TheirLog =
  | {
      readonly reading: LogReading;
      /** Their clock minus ours; null when nothing in both logs can be matched. Their times were moved by it when it is sure. */
      readonly offset: ClockOffset | null;
      /** What it was recognized as, and what of it does not count. */
      readonly says: string;
      /** Null when no line of it decides anything. */
      readonly quote: QuotedLine | null;
      /** What that line means, or that none decides: one sentence. */
      readonly means: string;
    }
  | Unusable;

/** Ten minutes around a failure are far fewer; more would keep everybody else waiting. */
export const mostLines = 20_000;

/**
 * Depends on the text, the two addresses, the declared vendor and the name alone.
 * @param named the tunnel's name in that log, when somebody said it.
 */
export function readGivenLog(text: string, tunnel: FleetTunnel, named: string | null): GivenReading {
  const all = pastedLines(text);
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
  if (recognized.events.length === 0) {
    return unusable(
      `none of the ${lines.length} lines is one that is known to tell about IKE or IPsec`,
      'Send the lines of the VPN or IKE daemon, around a failed attempt.',
    );
  }
  const cut = all.length > lines.length;
  const wanted = named ?? ourAddress;
  const own = narrowed.events.map(({ line }) => line.text);
  const texts = narrowed.otherTunnels === 0 ? lines.map((line) => line.text) : own;
  const about = tieInText(texts, tunnel, named);
  const whole = readRecognized(recognized, lines, lines.length, {});
  const elsewhere =
    about === null &&
    ourAddress !== null &&
    (isBetweenOthers(lines, ourAddress) || isOfAnother(whole, tunnel));
  if (narrowed.events.length > 0 && !elsewhere) {
    const counted = (names: readonly string[], peers: readonly string[]) =>
      unusedText(lines, recognized, (one) => keepTunnels([one], names, peers).length > 0);
    const unused =
      named !== null ? counted([named], []) : counted([], ourAddress === null ? [] : [ourAddress]);
    return { reading: { ...narrowed, tie: about }, cut, without: null, unused };
  }
  const numbers = linesText(recognized.events.map(({ line }) => line.number));
  // A daemon that tells of others and has times, and never names us: our packets may not arrive there.
  if (elsewhere && narrowed.events.length === 0 && narrowed.from !== null)
    return { reading: narrowed, cut, without: ourAddress, unused: '' };
  if (whole.otherTunnels > 0 || elsewhere) {
    const several = whole.otherTunnels > 0 ? `${whole.otherTunnels + 1} tunnels` : 'another tunnel';
    return unusable(
      `the log speaks of ${several} (${numbers}), and no line names ${wanted ?? 'our address'}`,
      'Give the name that the tunnel has there with `--tunnel NAME`, or send only its lines.',
    );
  }
  return {
    reading: { ...whole, tie: about },
    cut,
    without: null,
    unused: unusedText(lines, recognized, () => true),
  };
}

/** Its only tunnel is one with an address that is neither ours nor the partner's. A private one may be translated on the way. */
function isOfAnother({ peer }: LogReading, tunnel: FleetTunnel): boolean {
  const own = addressesOf(tunnel);
  if (peer === null || own.ourAddress === null || isPrivateAddress(own.ourAddress) || isPrivateAddress(peer))
    return false;
  return peer !== own.ourAddress && peer !== own.peer;
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
