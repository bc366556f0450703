// What an alert's tunnel is found to be when it is looked at: failing, well as it is, or to be looked at closely; pure.

import type { QuietOutcome } from '../domain/alertAnswer.js';
import type { TunnelState } from '../domain/live.js';
import { untilUtc } from '../domain/utc.js';
import { plannedText } from '../fleet/combine.js';
import type { FleetTunnel } from '../fleet/fleetTunnel.js';
import { byBadness } from '../fleet/list.js';

export interface LookedAt {
  readonly tunnel: FleetTunnel;
  readonly state: TunnelState;
  /** ISO 8601 UTC; null when nothing tells. */
  readonly since: string | null;
  /** It was so already when the watch saw it first: nobody knows since when. */
  readonly isOlder: boolean;
  readonly basis: string;
  /** It is switched off in the configuration of an end. */
  readonly isOff: boolean;
  /** Nobody is to be told of it, and why. */
  readonly mute: { readonly until: string; readonly by: string; readonly why: string } | null;
  /** The watch saw it break, and nothing since shows that it works. */
  readonly broke: boolean;
  /** It was down a moment ago, when its SA had to be renewed, and is up now. */
  readonly renewed: boolean;
}

/**
 * `failing`: its incident is opened. `quiet`: nothing is, and why. `closely`: its SAs stand, which does not tell that traffic passes:
 * a diagnosis decides.
 */
export type Fate =
  | { readonly kind: 'failing' }
  | { readonly kind: 'quiet'; readonly outcome: QuietOutcome; readonly says: string }
  | { readonly kind: 'closely' };

/** A device that cannot be asked does not tell that all is well: then the alert counts. */
export function fateOf(looked: LookedAt, now: Date): Fate {
  const { state, mute, basis } = looked;
  const quiet = (outcome: QuietOutcome, says: string): Fate => ({ kind: 'quiet', outcome, says });
  if (mute !== null && state !== 'up')
    return quiet(
      'muted',
      `Muted until ${untilUtc(mute.until, now.toISOString())} by ${mute.by}: ${mute.why.replace(/\.$/, '')}.`,
    );
  const planned = plannedAt(looked, now);
  if (planned !== null && state !== 'up' && state !== 'idle')
    return quiet('maintenance', plannedText(planned, now));
  if (looked.isOff || state === 'disabled') return quiet('disabled', basis);
  if (looked.renewed) return quiet('rekeying', 'Its SA was being renewed; it stands again.');
  if (state === 'idle' && !looked.broke) return quiet('idle', basis);
  return state === 'up' ? { kind: 'closely' } : { kind: 'failing' };
}

function plannedAt({ tunnel }: LookedAt, now: Date) {
  const { maintenance } = tunnel.declared;
  if (!maintenance) return null;
  const at = now.getTime();
  return Date.parse(maintenance.from) <= at && at < Date.parse(maintenance.to) ? maintenance : null;
}

type Ranked = Pick<LookedAt, 'tunnel' | 'state' | 'since'>;

/** The one that is diagnosed for all stands first: the worst, of those the most important, of those the longest. */
export function worstFirst(a: Ranked, b: Ranked): number {
  return (
    byBadness(a, b) ||
    (a.since ?? '9').localeCompare(b.since ?? '9') ||
    a.tunnel.name.localeCompare(b.tunnel.name)
  );
}
