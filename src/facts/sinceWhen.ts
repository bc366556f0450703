// Since when an end is up or down: the oldest SA that stands, or the line of the log that says when it went.

import { isUp, type TunnelLive } from '../domain/live.js';
import type { LogEvent, LogReading } from '../domain/log.js';
import type { Observation } from '../domain/observation.js';

/** Keys are renewed while a tunnel is up, so this is "up since at least": the oldest SA that is still there. */
export function upSince(live: TunnelLive): string | null {
  const times = [
    ...live.ike.map((ike) => ike.establishedAt),
    ...live.children.filter(isUp).map((child) => child.installedAt),
  ].filter((time) => time !== null);
  return times.sort()[0] ?? null;
}

/** Since when traffic can pass: the oldest child SA. Phase 1 may have stood all the time that phase 2 failed. */
export function carriesSince(live: TunnelLive): string | null {
  const times = live.children.filter(isUp).map((child) => child.installedAt);
  return times.filter((time) => time !== null).sort()[0] ?? null;
}

/** Words of log events that only inform, or that a healthy tunnel prints too; success stands apart, the rest is trouble. */
const plainWords = [
  ...['started', 'answered', 'proposals-agreed', 'auth-sent', 'child-started', 'rekey-started', 'retransmit'],
  ...[
    'recovered',
    'received-proposals',
    'configured-proposals',
    'identity',
    'selectors',
    'payloads',
    'packet',
  ],
  ...[
    'note',
    'nat',
    'collision',
    'monitor-up',
    'idle',
    'restarted',
    'standby',
    'passive',
    'deleted',
    'peer-deleted',
  ],
];

/**
 * When the log says that it broke: the first trouble after the last success of the same phase. Without a success in the
 * log nobody knows when it began, so nothing is claimed.
 */
export function downSince(log: Observation<LogReading>): string | null {
  if (!log.known) return null;
  let worked = false;
  let broke: LogEvent | null = null;
  for (const event of log.value.events) {
    if (cures(event) || (event.says === 'authenticated' && broke?.phase !== 2)) {
      worked = true;
      broke = null;
    } else if (isTrouble(event)) broke ??= event;
  }
  return worked ? (broke?.line.at ?? null) : null;
}

/**
 * The first failure that a log shows without any success before or after it (ISO 8601 UTC): when it began is not known, only that
 * it failed then already.
 */
export function onlyFailuresSince(log: Observation<LogReading>): string | null {
  if (!log.known) return null;
  const { events } = log.value;
  if (events.some((event) => cures(event) || event.says === 'authenticated')) return null;
  return events.find(isTrouble)?.line.at ?? null;
}

function cures({ says }: LogEvent): boolean {
  return says === 'child-up' || says === 'rekey-done';
}

/** It speaks of something that failed. */
export function isTrouble(event: LogEvent): boolean {
  return (
    !event.harmless && event.says !== 'authenticated' && !cures(event) && !plainWords.includes(event.says)
  );
}
