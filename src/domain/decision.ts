// What somebody must know at 3 a.m.: state and since when, the cause, what set it off, what to do and who does it.

import type { Cause } from './causes.js';
import type { SettingDifference } from './knownGood.js';
import type { TunnelState } from './live.js';
import type { ActingSide, Confidence } from './verdict.js';

/** What changed just before the tunnel broke. `says` tells it with the device and the time between the two. */
export interface Trigger {
  /** Left out in what was recorded before it was known. */
  readonly kind?: 'change' | 'restart' | 'failover' | 'expiry';
  readonly says: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly device: string;
  /** Whoever the device names; null when it names nobody. */
  readonly who: string | null;
  /** What to do with it first; left out where going back is no way. */
  readonly advice?: 'revert' | 'look';
  /** Settings that it changed, where that is known. */
  readonly settings?: readonly SettingDifference[];
  /** Who gave them their values of before, where the device told that once the tunnel worked again. */
  readonly setBack?: SetBack;
}

export interface SetBack {
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly who: string;
}

/** One act that puts it right, or the first step towards it. */
export interface Remedy {
  /** The device or the partner that acts, by its name. */
  readonly actor: string;
  /** The partner acts; else we do, on a device of ours. Left out in what was recorded before it was known. */
  readonly byPartner?: boolean;
  /** It does instead of the first one; else both are to be done. Left out in what was recorded before it was known. */
  readonly isAlternative?: boolean;
  /** One or two sentences: the setting, its value, and where it is found. */
  readonly says: string;
}

/** The card of status, diagnose and incident, from which each renderer draws the same five lines. */
export interface Decision {
  readonly state: TunnelState;
  /** Since when the state stands (ISO 8601 UTC); null when nothing that was read tells. */
  readonly since: string | null;
  /** Where `since` is null: the first failure of a log that shows no success (ISO 8601 UTC), so that it failed then already. */
  readonly onlyFailuresSince?: string;
  /** It was so already when somebody looked first, at `since`. */
  readonly sinceAtLeast?: true;
  /** Null when there is nothing to explain, as for a tunnel that is up. */
  readonly cause: {
    readonly code: Cause;
    /** One line in an engineer's words, with the device that says it. */
    readonly says: string;
    readonly confidence: Confidence;
  } | null;
  /** Null when nothing is known to have changed before. */
  readonly trigger: Trigger | null;
  /** Why there is no trigger: what was looked at and shows no change, or what could not be looked at. Empty beside a trigger, and where nothing broke. */
  readonly untriggered: string;
  /** Best first. Empty when nobody has to act. */
  readonly remedies: readonly Remedy[];
  readonly acts: ActingSide;
}
