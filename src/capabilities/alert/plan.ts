// The road of alerts up to where something is written: what each means, what a look shows, which tunnels are one incident. The job and `alert test` walk it alike.

import type { Alert } from '../../alerts/alert.js';
import { type Fate, fateOf, type LookedAt } from '../../alerts/fate.js';
import { type Failing, type FailingGroup, failingGroups, withoutExplained } from '../../alerts/grouping.js';
import { type AlertMapping, type AlertMatch, matchAlert } from '../../alerts/matching.js';
import type { Share } from '../../domain/share.js';
import type { AskOptions } from '../../fleet/desk.js';
import type { Fleet } from '../../fleet/fleet.js';
import { endsOf, type FleetTunnel, type FleetView } from '../../fleet/fleetTunnel.js';
import { isExplainedAlone, isFresh } from '../../incidents/grouping.js';
import type { Incident } from '../../incidents/incident.js';
import { eventsOf } from '../../notices/together.js';
import { type LookParts, lookAt } from './look.js';

export interface PlanParts extends LookParts {
  readonly fleet: Pick<Fleet, 'view'>;
  readonly alerts: AlertMapping;
}

/** An alert, and the tunnel that a person chose for it. */
export interface ToPlan {
  readonly alert: Alert;
  readonly tunnel: string | null;
}

export interface PlannedAlert<T extends ToPlan = ToPlan> {
  readonly of: T;
  readonly match: AlertMatch;
  /** What was found of each tunnel that it means; empty where it means none, or nobody knows which, or it is over. */
  readonly found: readonly { readonly looked: LookedAt; readonly fate: Fate }[];
}

interface Plan<T extends ToPlan> {
  readonly view: FleetView;
  readonly alerts: readonly PlannedAlert<T>[];
  readonly groups: readonly FailingGroup[];
}

const beforeMs = 15 * 60_000;

/**
 * What fails is counted by what the devices show, not by who told of it: alerts of one outage come one after the other.
 * @param open the incidents that are open: a tunnel that comes late belongs to one of a moment ago.
 */
export async function planAlerts<T extends ToPlan>(
  parts: PlanParts,
  given: readonly T[],
  open: readonly Incident[],
  ask: AskOptions,
): Promise<Plan<T>> {
  const { clock } = parts;
  const view = await parts.fleet.view(ask);
  const matched = given.map((of) => ({ of, match: matchOf(of, view, parts.alerts) }));
  const meant = new Set(matched.flatMap(({ match }) => meantBy(match)));
  const looks = await lookAt(parts, [...meant], ask, besideThem(meant, view));
  const now = clock.now();
  const alerts = matched.map(({ of, match }): PlannedAlert<T> => {
    const found = meantBy(match).flatMap((tunnel) => {
      const looked = looks.get(tunnel.name);
      return looked ? [{ looked, fate: fateOf(looked, now) }] : [];
    });
    return { of, match, found };
  });
  const told = new Set(
    alerts
      .filter(({ of }) => of.alert.status === 'firing')
      .flatMap(({ found }) => found.map(({ looked }) => looked.tunnel.name)),
  );
  const held = heldOf(open, now);
  const failing = [...looks.values()]
    .filter((looked) => fateOf(looked, now).kind === 'failing')
    .map((looked): Failing => {
      const { name } = looked.tunnel;
      return { ...looked, part: told.has(name) ? 'meant' : held.has(name) ? 'held' : 'seen' };
    });
  const isAny = failing.some(({ part }) => part === 'meant');
  const groups = isAny ? failingGroups(failing, view.tunnels, await eventsAround(parts)) : [];
  return { view, alerts, groups: withoutExplained(groups, isExplainedBy(open)) };
}

/** Tunnels of the same devices. */
function besideThem(meant: ReadonlySet<FleetTunnel>, { tunnels }: FleetView): readonly FleetTunnel[] {
  const devices = new Set([...meant].flatMap(endsOf).map(({ device }) => device));
  return tunnels.filter(
    (tunnel) => !meant.has(tunnel) && endsOf(tunnel).some(({ device }) => devices.has(device)),
  );
}

function matchOf({ alert, tunnel }: ToPlan, view: FleetView, mapping: AlertMapping): AlertMatch {
  const chosen = tunnel === null ? undefined : view.tunnels.find(({ name }) => name === tunnel);
  return chosen
    ? { kind: 'one', tunnels: [chosen], why: 'somebody said so' }
    : matchAlert(alert, view, mapping);
}

function meantBy({ kind, tunnels }: AlertMatch): readonly FleetTunnel[] {
  return kind === 'one' || kind === 'all' ? tunnels : [];
}

/** What happened to the devices says more of a cause than what their tunnels share. */
async function eventsAround({ clock, watch }: PlanParts) {
  const at = clock.now();
  const span = { from: new Date(at.getTime() - beforeMs).toISOString(), to: at.toISOString() };
  const marks = (await (await watch())?.marks(null, span)) ?? [];
  return (_tunnel: FleetTunnel, shares: readonly Share[]) =>
    shares.filter(({ kind }) => kind === 'device').flatMap((device) => eventsOf(device, marks, span.to));
}

function isExplainedBy(open: readonly Incident[]) {
  const ofTunnel = new Map(open.flatMap((incident) => incident.tunnels.map((name) => [name, incident])));
  return ({ name }: FleetTunnel, shares: Share | null): boolean => {
    const incident = ofTunnel.get(name);
    return incident !== undefined && isExplainedAlone(incident, shares);
  };
}

/** Tunnels whose incident is of a moment ago. */
function heldOf(open: readonly Incident[], now: Date): ReadonlySet<string> {
  const fresh = open.filter((incident) => isFresh(incident, now.toISOString()));
  return new Set(fresh.flatMap(({ tunnels }) => tunnels));
}
