// What in a log that a person gave names this tunnel: without it, the log is only as good as the word of whoever gave it.

import type { LogCandidate, LogEvent, LogReading, LogTie } from '../../domain/log.js';
import type { FleetTunnel } from '../../fleet/fleetTunnel.js';

/** IKE cookies, and SPIs of ESP that are no date or counter. */
const spi = /\b(?:0x)?([0-9a-f]{16}|(?=[0-9a-f]{0,7}[a-f])(?=[0-9a-f]{0,7}\d)[0-9a-f]{8})\b/gi;
const leastIdentity = 4;

/** @param texts the lines that may speak of it. @param named the tunnel's name in that log, as a person said it. */
export function tieInText(
  texts: readonly string[],
  { ours }: Pick<FleetTunnel, 'ours'>,
  named: string | null,
): LogTie | null {
  const ike = ours.config.known ? ours.config.value.ike : null;
  const address = ike?.localAddress ?? null;
  if (address !== null && texts.some((text) => names(text, address)))
    return { by: 'address', value: address };
  const identity = ike?.localId?.value ?? '';
  if (identity.length >= leastIdentity && texts.some((text) => names(text, identity)))
    return { by: 'identity', value: identity };
  return named === null ? null : { by: 'name', value: named };
}

/** The same negotiation in both logs: a cookie or SPI that ours holds too. */
export function tieBySpi(ours: LogReading, theirs: LogReading): LogTie | null {
  const known = new Set(ours.events.flatMap(spisOf));
  const value = theirs.events.flatMap(spisOf).find((one) => known.has(one));
  return value === undefined ? null : { by: 'spi', value };
}

function spisOf({ line }: LogEvent): string[] {
  return [...line.text.slice(0, 1200).matchAll(spi)]
    .map((found) => (found[1] ?? '').toLowerCase())
    .filter((value) => !/^0+$/.test(value));
}

/** As a word of its own: `198.51.100.1` is not named by `198.51.100.19`. */
function names(text: string, value: string): boolean {
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    const after = text.slice(at + value.length, at + value.length + 2);
    if (!/\w\.?$/.test(before) && !/^\.?\w/.test(after)) return true;
  }
  return false;
}

/** Nothing in it names this tunnel, so it may be of another one: it points to a cause and proves none. */
export function tied(reading: LogReading, tie: LogTie | null): LogReading {
  if (tie !== null) return { ...reading, tie };
  const lessSure = (one: LogCandidate): LogCandidate =>
    one.confidence === 'certain' ? { ...one, confidence: 'likely' } : one;
  return { ...reading, tie, candidates: reading.candidates.map(lessSure) };
}
