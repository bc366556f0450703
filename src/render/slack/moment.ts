// How a moment is shown: Slack's own date, so that each reader sees their zone, with UTC where it cannot be drawn.

import type { Span } from '../../domain/report.js';
import type { RichInline } from './shapes.js';

type Moment = Extract<Span, { readonly at: string }>;

/** Source: docs.slack.dev/messaging/formatting-message-text#date-formatting. */
const formats: Readonly<Record<Moment['as'], string>> = {
  time: '{time_secs}',
  'date-time': '{date_short_pretty} {time}',
  age: '{ago}',
};

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

export function richMoment(moment: Moment): RichInline | null {
  const timestamp = secondsOf(moment.at);
  if (timestamp === null) return null;
  return { type: 'date', timestamp, format: formats[moment.as], fallback: utc(moment.at) };
}

/** `<!date^…|…>` of mrkdwn; null when the text is no moment. */
export function mrkdwnMoment(moment: Moment): string | null {
  const seconds = secondsOf(moment.at);
  return seconds === null ? null : `<!date^${seconds}^${formats[moment.as]}|${utc(moment.at)}>`;
}
