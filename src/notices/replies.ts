// What is said in the thread of a notice when it changes: one short sentence for those who look only at notifications.

import { causeInfo } from '../domain/causes.js';
import { durationText } from '../domain/duration.js';
import { sinceUtc } from '../domain/utc.js';
import type { WatchedState } from '../watch/state.js';
import { isLasting, type Notice, type NoticedTunnel } from './notice.js';

/** Null when the change is no news for a notification. */
export function replyOf(before: Notice, now: Notice): string | null {
  const [device] = now.devices;
  if (device) return devicesBack(before, now);
  const lasted = before.tunnels.filter(isLasting);
  const lasts = now.tunnels.filter(isLasting);
  if (lasted.length > 0 && lasts.length === 0) return backText(now);
  const [only, ...others] = now.tunnels;
  const [was] = before.tunnels;
  if (!only || !was || others.length > 0 || only.state === was.state) return null;
  if (only.state === 'flapping')
    return `${only.tunnel} flaps: it comes and goes. Its single changes are not told until it is quiet.`;
  return weight(only.state) > weight(was.state) || was.state === 'flapping'
    ? `${only.tunnel} is ${only.state} now, no longer ${was.state}.`
    : null;
}

function weight(state: WatchedState): number {
  return ['degraded', 'flapping', 'down'].indexOf(state);
}

function backText(notice: Notice): string {
  const [only, ...others] = notice.tunnels;
  if (!only) return '';
  if (others.length > 0)
    return `All ${notice.tunnels.length} tunnels are back, the last one ${whenText(lastOf(notice))}.`;
  return `${only.tunnel}: ${endText(only)}${causeText(notice)}`;
}

/** `back up since 09:42:38 UTC, after 2 min.`; one that was switched off did not come back up. */
export function endText({ state, since, endedAt }: NoticedTunnel): string {
  const word = state === 'up' ? 'back up' : state;
  const lasted = durationText(Date.parse(endedAt ?? since) - Date.parse(since));
  return `${word} since ${sinceUtc(endedAt ?? since, since)}, after ${lasted}.`;
}

function causeText({ diagnosis }: Notice): string {
  const cause = diagnosis?.decision?.cause ?? null;
  return cause === null || cause.confidence === 'none' ? '' : ` It was: ${causeInfo(cause.code).title}.`;
}

function lastOf({ tunnels }: Notice): NoticedTunnel | null {
  return tunnels.toSorted((a, b) => (b.endedAt ?? '').localeCompare(a.endedAt ?? ''))[0] ?? null;
}

function whenText(tunnel: NoticedTunnel | null): string {
  return tunnel?.endedAt ? `at ${sinceUtc(tunnel.endedAt, tunnel.since)}` : 'just now';
}

function devicesBack(before: Notice, now: Notice): string | null {
  if (!before.devices.some(isLasting) || now.devices.some(isLasting)) return null;
  const [only, ...others] = now.devices;
  if (!only) return null;
  return others.length > 0
    ? `All ${now.devices.length} devices answer again.`
    : `${only.device} answers again since ${sinceUtc(only.endedAt ?? only.since, only.since)}.`;
}
