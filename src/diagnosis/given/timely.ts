// Whether a log can speak of the failure that our end meets now, by its times: what was written before the tunnel last stood tells of another one.

import { durationText } from '../../domain/duration.js';
import { isRefusal } from '../../domain/eventWords.js';
import type { LogEvent, LogReading } from '../../domain/log.js';
import { isSilence } from '../../facts/logHeard.js';
import { readTime } from '../../logs/format/time.js';

/** Why it does not count, as the end of a sentence that names the file; and what would. */
interface Untimely {
  readonly detail: string;
  readonly remedy: string;
}

interface TimelyOptions {
  /** How far their clock is off is known, and their times were moved by it. */
  readonly isMoved: boolean;
  /** When somebody gave it (ISO 8601 UTC), by our clock. */
  readonly givenAt: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Zones reach from -12 to +14 hours. */
const zoneMs = 14 * hourMs;
/** Clocks that nobody sets are minutes off. */
const clockMs = 10 * minuteMs;
/** Where our own log does not reach back to the beginning of the failure. */
const mostAgeMs = 7 * dayMs;

/** Null when it may be of the present failure; a log without times may. */
export function untimely(
  theirs: LogReading,
  ours: LogReading | null,
  options: TimelyOptions,
): Untimely | null {
  const stood = ours && ours.endsUp !== true ? lastStood(ours) : null;
  if (stood !== null && Date.parse(options.givenAt) < Date.parse(stood)) {
    return {
      detail: `it was given at ${clock(options.givenAt)}, and the tunnel stood again until ${clock(stood)}: it is of the failure before`,
      remedy: `Send the lines of an attempt after ${clock(stood)}.`,
    };
  }
  const line = decidingLine(theirs);
  const at = line?.line.at ?? theirs.to;
  if (at === null) return null;
  const which = line === null ? 'its newest line' : `its deciding line (line ${line.line.number})`;
  const slackMs = options.isMoved ? clockMs : line && isZoned(line) ? clockMs : zoneMs;
  if (stood !== null && Date.parse(at) + slackMs < Date.parse(stood)) {
    return {
      detail: `${which} is of ${clock(at)}, and the tunnel stood until ${clock(stood)} after that`,
      remedy: `Send the lines of an attempt after ${clock(stood)}.`,
    };
  }
  const ageMs = Date.parse(options.givenAt) - Date.parse(at);
  if (ageMs <= mostAgeMs) return null;
  return {
    detail: `${which} is of ${clock(at)}, ${durationText(ageMs)} before it was given`,
    remedy: 'Send the lines of an attempt of today.',
  };
}

/** The newest line of those that decide. */
function decidingLine({ candidates }: LogReading): LogEvent | null {
  const [first] = candidates;
  return (
    first?.evidence.reduce((newest, event) =>
      (event.line.at ?? '') > (newest.line.at ?? '') ? event : newest,
    ) ?? null
  );
}

function isZoned({ line }: LogEvent): boolean {
  return readTime(line.text)?.zoned ?? false;
}

/**
 * Since when the tunnel does not stand, by our own log. Null where it never stood, and where it comes and goes: then a line of any
 * time may be of the same failure.
 */
function lastStood({ events }: LogReading): string | null {
  const index = events.findLastIndex(({ says }) => says === 'child-up' || says === 'rekey-done');
  const stood = events[index]?.line.at ?? null;
  if (stood === null) return null;
  const before = events
    .slice(0, index)
    .filter(({ line }) => line.at !== null && Date.parse(line.at) >= Date.parse(stood) - hourMs);
  return before.some((event) => isSilence(event) || isRefusal(event.says)) ? null : stood;
}

function clock(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
