// How the packets of one tunnel end travel: by which interface they leave, the way to the peer and to the remote networks, what is dropped.

import type { Gap, Observation } from './observation.js';

export interface RouteHop {
  readonly destination: string;
  readonly interface: string | null;
  readonly nextHop: string | null;
  /** False: the device says there is no route; null: it could not tell. */
  readonly found: boolean | null;
  /** Why it could not tell, where the device said so. */
  readonly gap?: Gap;
}

/** A rule that sends traffic into an interface whatever the routes say. */
export interface PolicyRoute {
  readonly rule: string;
  readonly interface: string;
}

/** What the device itself says it would do with a packet from a host behind this end to a host behind the other one. */
export interface InnerPolicy {
  readonly source: string;
  readonly destination: string;
  readonly fromZone: string;
  readonly toZone: string;
  /** The rule of the security policy that decides; null when no rule matches. */
  readonly rule: string | null;
  readonly allowed: boolean;
  /** The rule that would translate its address; null when none does. */
  readonly translatedBy: Observation<string | null>;
}

/** What the device would do with an IKE message of the peer, which comes in and ends in the same zone. */
export interface OuterPolicy {
  readonly peer: string;
  readonly address: string;
  readonly zone: string;
  readonly rule: string | null;
  /** Null: the rule may be about the peer, and nobody can tell. */
  readonly allowed: boolean | null;
}

/** A session with the peer that leaves by another interface than the route to the peer: it was made before the route changed. */
export interface StrayedSession {
  readonly text: string;
  readonly egress: string;
}

/** Underlay and overlay of one tunnel end. */
export interface TunnelPath {
  readonly interface: {
    readonly name: string;
    readonly zone: string | null;
    readonly router: string | null;
    readonly address: string | null;
    readonly up: boolean | null;
  } | null;
  /** By which IKE and ESP leave. `up`: whether it has link; null where the device does not tell. Left out where it is not known. */
  readonly outside?: { readonly name: string; readonly up: boolean | null } | null;
  /** How the peer's address is reached; it must not go through the tunnel itself. */
  readonly toPeer: RouteHop | null;
  /** One hop for each remote selector; it must go through the tunnel interface. */
  readonly toRemote: readonly RouteHop[];
  /** A second route to the remote networks that would take over. */
  readonly hasBackupRoute: boolean | null;
  /** Rules that forward into this tunnel by policy: where there is one, routes do not decide. A device without such rules answers none. */
  readonly byPolicy: Observation<readonly PolicyRoute[]>;
  /** One packet between the first networks of the tunnel, tried against the policies. */
  readonly innerPolicy: Observation<InnerPolicy>;
  readonly outerPolicy: Observation<OuterPolicy>;
  /** IKE and ESP that go on where the route led before, as long as packets keep the session alive. */
  readonly strayed: Observation<readonly StrayedSession[]>;
  /** Sessions that the device dropped; a device that lists none of those cannot tell that there was none. */
  readonly denied: Observation<readonly DeniedSession[]>;
}

/** A session with the peer or of the tunnel that the device dropped, in its own words, with the rule. */
export interface DeniedSession {
  readonly what: 'ike' | 'esp' | 'inner';
  readonly rule: string | null;
  readonly text: string;
}
