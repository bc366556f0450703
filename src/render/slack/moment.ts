// How a moment is shown: Slack's own date, so that each reader sees their zone, with UTC where it cannot be drawn.

import { durationText } from '../../domain/duration.js';
import type { Span } from '../../domain/report.js';
import { untilUtc } from '../../domain/utc.js';
import type { RichInline } from './shapes.js';

type Moment = Extract<Span, { readonly at: string }>;

/** Source: docs.slack.dev/messaging/formatting-message-text#date-formatting. */
const formats: Readonly<Record<Exclude<Moment['as'], 'since' | 'zone'>, string>> = {
  time: '{time_secs}',
  minute: '{time}',
  'date-time': '{date_short_pretty} {time}',
  age: '{ago}',
};

/** Slack draws each date for whoever reads it. */
const readersZone = 'your own time zone';

/** Whole seconds since 1970; null when the text is no moment that Slack can draw. */
function secondsOf(at: string): number | null {
  const seconds = Math.floor(Date.parse(at) / 1000);
  return Number.isSafeInteger(seconds) && seconds >= 0 && seconds < 253_402_300_800 ? seconds : null;
}

/** `2026-11-21 02:13:44 UTC`; the text itself when it is no moment. */
export function utc(at: string): string {
  const seconds = secondsOf(at);
  if (seconds === null) return at;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** The moment without Slack's help. */
export function plainMoment(moment: Moment): string {
  const { at, as, until, atLeast } = moment;
  const seconds = secondsOf(at);
  if (as === 'zone') return 'UTC';
  if (as !== 'since' || seconds === null) return utc(at);
  if (until === undefined) return `since ${atLeast ? 'at least ' : ''}${utc(at).slice(0, 16)} UTC`;
  const lasted = durationText(Date.parse(until) - seconds * 1000);
  // In UTC, as the lines of the logs are.
  const clock = untilUtc(at, until);
  return atLeast ? `for at least ${lasted} (seen since ${clock})` : `for ${lasted} (since ${clock})`;
}

/** What stays true while the message stands: words for a look at one time, else an age that Slack itself keeps. */
function formatOf(moment: Moment): string | null {
  if (moment.as === 'zone') return null;
  if (moment.as !== 'since') return formats[moment.as];
  return moment.until === undefined ? `${plainMoment(moment)} ({ago})` : null;
}

export function richMoment(moment: Moment): RichInline | null {
  const timestamp = secondsOf(moment.at);
  if (timestamp === null) return null;
  if (moment.as === 'zone') return { type: 'text', text: readersZone };
  const format = formatOf(moment);
  const fallback = plainMoment(moment);
  return format === null ? { type: 'text', text: fallback } : { type: 'date', timestamp, format, fallback };
}

/** `<!date^…|…>` of mrkdwn; null when the text is no moment. */
export function mrkdwnMoment(moment: Moment): string | null {
  const seconds = secondsOf(moment.at);
  if (seconds === null) return null;
  if (moment.as === 'zone') return readersZone;
  const format = formatOf(moment);
  return format === null ? plainMoment(moment) : `<!date^${seconds}^${format}|${plainMoment(moment)}>`;
}
