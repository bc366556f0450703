// A known good of one end from its configuration and from what is remembered of its device; nothing is asked for it.

import type { DeviceIdentity } from '../domain/device.js';
import { identityText } from '../domain/identity.js';
import type { AlgorithmsInUse, KnownGood } from '../domain/knownGood.js';
import { isUp, type TunnelLive } from '../domain/live.js';
import type { Observation } from '../domain/observation.js';
import type { TunnelPath } from '../domain/path.js';
import { proposalText } from '../domain/proposal.js';
import type { TunnelConfig } from '../domain/tunnelConfig.js';
import { goodForm, objectsOf, settingsOf } from '../facts/goodSettings.js';

export interface Remembered {
  /** ISO 8601 UTC: now. */
  readonly at: string;
  readonly unit: string | null;
  readonly identity: Observation<DeviceIdentity> | null;
  readonly live: Observation<TunnelLive> | null;
  readonly path: Observation<TunnelPath> | null;
}

/** Older answers may be of another state than the one that is seen now. */
const freshMs = 600_000;

export function goodOf(config: TunnelConfig, remembered: Remembered): KnownGood {
  const { at, unit, identity } = remembered;
  return {
    form: goodForm,
    settings: settingsOf(config),
    objects: objectsOf(config),
    inUse: inUseOf(fresh(remembered.live, at)),
    routeToPeer: routeOf(fresh(remembered.path, at)),
    software: identity?.known ? identity.value.version : null,
    unit,
  };
}

/** What is not known now is taken to be as it was: that nobody asked is no change. */
export function unknownLikeBefore(now: KnownGood, before: KnownGood | null): KnownGood {
  if (before === null || before.form !== now.form) return now;
  return {
    ...now,
    inUse: {
      ike: now.inUse.ike ?? before.inUse.ike,
      child: now.inUse.child ?? before.inUse.child,
      peerId: now.inUse.peerId ?? before.inUse.peerId,
    },
    routeToPeer: now.routeToPeer ?? before.routeToPeer,
    software: now.software ?? before.software,
    unit: now.unit ?? before.unit,
  };
}

function fresh<T>(observation: Observation<T> | null, at: string): T | null {
  if (!observation?.known) return null;
  return Date.parse(at) - Date.parse(observation.source.at) <= freshMs ? observation.value : null;
}

function inUseOf(live: TunnelLive | null): AlgorithmsInUse {
  const ike = live?.ike.find(({ state }) => state === 'established');
  const child = live?.children.find((one) => isUp(one) && !one.beingReplaced);
  return {
    ike: ike?.proposal ? proposalText(ike.proposal) : null,
    child: child?.proposal ? proposalText(child.proposal) : null,
    peerId: ike?.peerId ? identityText(ike.peerId) : null,
  };
}

function routeOf(path: TunnelPath | null): string | null {
  const hop = path?.toPeer;
  if (!hop?.found || hop.interface === null) return null;
  return hop.nextHop === null ? hop.interface : `${hop.interface} via ${hop.nextHop}`;
}
