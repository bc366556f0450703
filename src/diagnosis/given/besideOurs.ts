// A given log beside our own: whether both speak of one failure, how far the clocks are apart, and which line of it decides.

import { type Cause, causeInfo } from '../../domain/causes.js';
import type { LogEvent, LogReading } from '../../domain/log.js';
import { attemptsBetween } from '../../facts/logSilence.js';
import { productTitle } from '../../products/words.js';
import type { ClockOffset } from './clockOffset.js';
import { clockOffset, shifted } from './clockOffset.js';
import { otherFailure } from './sameFailure.js';
import { type GivenReading, mostLines, type TheirLog } from './theirLog.js';
import { tieBySpi, tied } from './tie.js';
import { untimely } from './timely.js';
import { unusable } from './unusable.js';

/**
 * What only our own log can add.
 * @param ours what our end's log says about this tunnel; null when it is not known.
 * @param givenAt when somebody gave it (ISO 8601 UTC), by our clock.
 */
export function besideOurs(given: GivenReading, ours: LogReading | null, givenAt: string): TheirLog {
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
  const moved = offset ? shifted(given.reading, offset) : given.reading;
  const late = untimely(moved, ours, { isMoved: offset !== null, givenAt });
  if (late) return unusable(late.detail, late.remedy);
  const reading = tied(moved, moved.tie ?? (ours ? tieBySpi(ours, moved) : null));
  const more = [given.cut ? `Only its newest ${mostLines} lines were read.` : '', given.unused];
  return {
    reading,
    offset,
    says: [saysOf(reading, offset), ...more].filter((text) => text !== '').join(' '),
    ...decidingLine(reading),
  };
}

function decidingLine({
  candidates,
}: LogReading): Pick<Extract<TheirLog, { quote: unknown }>, 'quote' | 'means'> {
  const [first] = candidates;
  const event = first?.evidence[0];
  if (!first || !event)
    return {
      quote: null,
      means:
        'No line of it says why a negotiation fails. Send the lines around a failed attempt, above all those before an error was sent.',
    };
  return {
    quote: { number: event.line.number, at: event.line.at, text: event.line.text },
    means: meaningOf(event, first.cause),
  };
}

function meaningOf({ means }: LogEvent, cause: Cause): string {
  const title = causeInfo(cause).title;
  const named = `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  return means === '' ? `${named}.` : `${named}: ${means}`;
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
  return { reading, offset: null, says, quote: null, means: '' };
}

function saysOf(reading: LogReading, offset: ClockOffset | null): string {
  const side = reading.side === null ? '' : `, as the ${reading.side}`;
  const object = reading.object === null ? '' : `, tunnel ${reading.object}`;
  const clock = offset === null ? '' : ` ${offset.says}`;
  const tie =
    reading.tie === null
      ? ' No line names this tunnel, so it only counts because it was given here, and proves nothing by itself.'
      : '';
  return `Read as a log of ${productTitle(reading.vendor)}${object}${side}.${clock}${tie}`;
}
