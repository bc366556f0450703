// Text of reports as plain characters: spans with times in words, and nothing that a terminal or an editor would obey.

import { DateTime } from 'luxon';
import { durationText } from '../domain/duration.js';
import type { LogExcerptLine, Span, Text } from '../domain/report.js';

type Moment = Extract<Span, { readonly at: string }>;

export interface TimeFrame {
  readonly now: Date;
  /** IANA zone in which times are shown; `system` is this machine's, whose name is only looked up where a time is shown. */
  readonly zone: string;
}

/** Escape sequences, control characters and direction marks become visible or a blank; a line stays one line. */
export function neutralized(text: string): string {
  return text
    .replace(/[\r\n\t\v\f\u2028\u2029]+/g, ' ')
    .replace(/\p{Cc}/gu, '\uFFFD')
    .replace(/[\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, '');
}

/** The same for text of several lines. */
export function neutralizedLines(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/).map(neutralized);
}

export function spansOf(text: Text): readonly Span[] {
  return typeof text === 'string' || !Array.isArray(text) ? [text as Span] : (text as readonly Span[]);
}

export function spanText(span: Span, frame: TimeFrame): string {
  if (typeof span === 'string') return neutralized(span);
  if ('code' in span) return neutralized(span.code);
  if ('strong' in span) return neutralized(span.strong);
  if ('person' in span) return neutralized(span.name ?? span.person);
  // A mail comes with its text, which nobody reads in a link.
  if ('link' in span)
    return neutralized(span.link.startsWith('mailto:') ? span.text : `${span.text} (${span.link})`);
  return timeText(span, frame);
}

export function plainText(text: Text, frame: TimeFrame): string {
  return spansOf(text)
    .map((span) => spanText(span, frame))
    .join('');
}

function timeText({ at, as, until, atLeast }: Moment, frame: TimeFrame): string {
  const time = DateTime.fromISO(at, { zone: frame.zone });
  if (!time.isValid) return neutralized(at);
  if (as === 'age') return ageText(frame.now.getTime() - time.toMillis());
  if (as === 'since') return sinceText(time, until === undefined ? frame.now : new Date(until), atLeast);
  if (as === 'time') return time.toFormat('HH:mm:ss');
  if (as === 'zone') return time.toFormat('ZZZZ');
  if (as === 'minute') return time.toFormat('HH:mm');
  return time.toFormat('yyyy-MM-dd HH:mm:ss ZZZZ');
}

/**
 * `×24, first …, last …` for a line that was printed again and again.
 * @param first how its first time is shown. @param last how the last is, where it is of the same day; `whole` of another one.
 */
export function timesText(
  { at, times }: Pick<LogExcerptLine, 'at' | 'times'>,
  first: (at: string) => string,
  last: (at: string) => string,
  whole = first,
): string {
  if (!times) return '';
  const parts = [`×${times.count}`];
  if (at !== null) parts.push(`first ${neutralized(first(at))}`);
  if (times.last !== null && times.last !== at) {
    const isSameDay = at?.slice(0, 10) === times.last.slice(0, 10);
    parts.push(`last ${neutralized((isSameDay ? last : whole)(times.last))}`);
  }
  return parts.join(', ');
}

/** The day is told where it is not the day of the look. */
function sinceText(time: DateTime, seen: Date, atLeast?: true): string {
  const isSameDay = DateTime.fromJSDate(seen, { zone: time.zone }).hasSame(time, 'day');
  const from = time.toFormat(isSameDay ? 'HH:mm ZZZZ' : 'yyyy-MM-dd HH:mm ZZZZ');
  const lasted = durationText(seen.getTime() - time.toMillis());
  return atLeast ? `for at least ${lasted} (seen since ${from})` : `for ${lasted} (since ${from})`;
}

function ageText(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${minutes % 60} min ago`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h ago`;
}
