// What our end saw of the failures, for people who look for the same minutes in their own log: times, SPIs, lines; each line once.

import type { EndEvidence } from '../../domain/evidence.js';
import type { TunnelLive } from '../../domain/live.js';
import type { LogEvent } from '../../domain/log.js';
import type { Observation } from '../../domain/observation.js';
import { folded } from '../../domain/repeats.js';
import { clockUtc, momentUtc } from '../../domain/utc.js';
import { isTrouble } from '../../facts/sinceWhen.js';

const mostLines = 6;
const mostSpis = 4;
const longestLine = 400;

/** What is told, and of which time (ISO 8601 UTC; null: whatever the log that was read holds). */
interface Frame {
  readonly from: string | null;
  /** The failures are over: what stands now helps to find it, too. */
  readonly isUp: boolean;
}

/** Lines of text; empty when our end saw nothing that helps them. */
export function seenByUs({ log, live, later }: EndEvidence, { from, isUp }: Frame): readonly string[] {
  const failures = log.known ? failuresIn(log.value.events, from) : [];
  const times = failures.flatMap(({ line }) => line.at ?? []).sort();
  const [first] = times;
  const last = times.at(-1);
  const standing = standingSpis(later.known ? later : live);
  const tried = failures.flatMap(({ line }) => spisIn(line.text)).filter((spi) => !standing.includes(spi));
  return [
    ...(first === undefined || last === undefined ? [] : [failureTimes(first, last, attempts(times))]),
    ...linesOf(failures),
    ...spiLine('SPIs of the failed negotiations, newest first', newest(tried)),
    ...(isUp ? spiLine('SPIs that stand now', standing) : []),
  ];
}

/** When our end saw the first failure; null when no log that was read shows one. */
export function firstFailure({ log }: EndEvidence): string | null {
  const times = log.known ? failuresIn(log.value.events, null).flatMap(({ line }) => line.at ?? []) : [];
  return times.sort()[0] ?? null;
}

function failuresIn(events: readonly LogEvent[], from: string | null): readonly LogEvent[] {
  return events.filter(
    (event) => isTrouble(event) && (from === null || event.line.at === null || event.line.at >= from),
  );
}

/** The reasons first; what only follows from another line, such as that the negotiation failed, stands below them. */
function linesOf(failures: readonly LogEvent[]): readonly string[] {
  const told = (wanted: boolean) =>
    folded(
      failures
        .filter(({ consequence }) => consequence === wanted)
        .map(({ line }) => ({ device: '', at: line.at, text: line.text })),
    );
  return [...told(false), ...told(true)].slice(0, mostLines).map(({ line, count, last }) => {
    const when = line.at === null ? '' : `${clockUtc(line.at)} `;
    const again = count > 1 ? ` (${count} times${last === null ? '' : `, last ${clockUtc(last)}`})` : '';
    return `${when}${line.text.slice(0, longestLine)}${again}`;
  });
}

function failureTimes(first: string, last: string, count: number): string {
  if (count < 2) return `Failure: ${momentUtc(first)}.`;
  return `First failure in our log: ${momentUtc(first)}; last: ${momentUtc(last)}; ${count} in all.`;
}

/** Lines of one second tell of one failure. */
function attempts(times: readonly string[]): number {
  return new Set(times.map((at) => at.slice(0, 19))).size;
}

function standingSpis(live: Observation<TunnelLive>): readonly string[] {
  if (!live.known) return [];
  const { ike, children } = live.value;
  return unique([
    ...ike.flatMap(({ initiatorSpi, responderSpi }) => pair(initiatorSpi, responderSpi)),
    ...children.flatMap(({ spiIn, spiOut }) => [
      ...(spiIn === null ? [] : [`0x${spiIn}`]),
      ...(spiOut === null ? [] : [`0x${spiOut}`]),
    ]),
  ]).slice(0, 8);
}

function pair(initiator: string | null, responder: string | null): string[] {
  if (initiator === null) return [];
  return [responder === null || /^0*$/.test(responder) ? initiator : `${initiator}:${responder}`];
}

/** IKE SPIs (cookies) have 16 hex digits, alone or as a pair; those of ESP have eight and say what they are. */
function spisIn(text: string): string[] {
  const ike = [
    ...text.matchAll(/(?<![0-9a-f])([0-9a-f]{16})(?:[_ir*]{0,3}[:_/ ]([0-9a-f]{16}))?(?![0-9a-f])/gi),
  ].flatMap(([, initiator = '', responder = '']) =>
    pair(initiator.toLowerCase(), responder.toLowerCase() || null),
  );
  const esp = [...text.matchAll(/\bspi\b[ =:]{1,2}(?:0x)?([0-9a-f]{8})(?![0-9a-f])/gi)].map(
    ([, spi = '']) => `0x${spi.toLowerCase()}`,
  );
  return [...ike, ...esp];
}

function newest(spis: readonly string[]): readonly string[] {
  return unique(spis.toReversed()).slice(0, mostSpis);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function spiLine(title: string, spis: readonly string[]): string[] {
  return spis.length === 0 ? [] : [`${title}: ${spis.join(', ')}`];
}
