// What may have set a failure off, as it is told: the device, the person, and the time between the two.

import { durationText } from '../domain/duration.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { SettingDifference } from '../domain/knownGood.js';
import { sinceUtc } from '../domain/utc.js';
import type { ChangeBefore } from '../facts/changes.js';
import { differencesText } from '../facts/differences.js';

export interface FoundTrigger {
  readonly kind: 'change' | 'restart' | 'failover' | 'expiry';
  readonly end: EndEvidence;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** Whoever the device names; null when it names nobody. */
  readonly who: string | null;
  /** What happened, as it follows "Started 11 s after". */
  readonly what: string;
  /** Seconds from it to the first failure. */
  readonly seconds: number;
  /** It names an object of this tunnel. */
  readonly isOfTunnel: boolean;
  /** Settings that the device says it changed; empty where it does not tell. */
  readonly settings?: readonly SettingDifference[];
  /** Of a change that a comparison with the last known good shows: its sentences, and the settings that explain the cause. */
  readonly compared?: { readonly says: string; readonly settings: readonly SettingDifference[] };
}

export function asChange(end: EndEvidence, { change, seconds, object }: ChangeBefore): FoundTrigger {
  const { kind, at, who, command, path, changed, settings = [] } = change;
  const by = who === '' ? 'somebody' : who;
  const where = object ?? changed ?? (path === '' ? command : path);
  const isPush = kind === 'commit' && /commit-?all|push/i.test(command);
  const what =
    kind === 'reload'
      ? `${end.name} loaded ${where} anew`
      : kind === 'edit'
        ? `${by} edited ${where} on ${end.name}${valuesOf(settings, end)}`
        : `${by} ${isPush ? 'pushed to' : 'committed on'} ${end.name}`;
  return {
    kind: 'change',
    end,
    at,
    who: who === '' ? null : who,
    what,
    seconds,
    isOfTunnel: object !== null,
    settings,
  };
}

function valuesOf(settings: readonly SettingDifference[], { tunnel }: EndEvidence): string {
  return settings.length === 0 ? '' : ` (${differencesText(settings, tunnel)})`;
}

/** `11 s before it failed`; the moment itself where nothing shows when it failed. */
export function beforeFailure(
  { seconds, at }: Pick<FoundTrigger, 'seconds' | 'at'>,
  isKnown: boolean,
  now: string,
): string {
  if (!isKnown) return `at ${sinceUtc(at, now)}`;
  return seconds > 0 ? `${durationText(seconds * 1000)} before it failed` : 'when it failed';
}
