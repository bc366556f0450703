// What a fault is, as data: what is changed, how it is provoked, and what an honest diagnosis of it says.
import type { Cause } from '../../src/domain/causes.js';
import type { TunnelState } from '../../src/domain/live.js';
import type { Lab } from './lab.js';
import type { LabSpec, Side } from './spec.js';

/** From which ends the tunnel is looked at. */
export type View = 'left' | 'right' | 'both';

export interface Fault {
  name: string;
  title: string;
  spec: LabSpec;
  /** Who initiates; null when nobody does. */
  initiator: Side | null;
  /** Provokes the fault on a running lab and returns when the evidence stands in logs and SAs. */
  trigger(lab: Lab): Promise<void>;
  /** What it is, known because we made it. */
  cause: Cause;
  /** Other codes that name the same thing truly, from any view. */
  alsoTrue?: Cause[];
  /** Verdicts that are honest from one end alone, besides the cause itself and plain abstention. */
  honest?: Partial<Record<Side, Cause[]>>;
  /** States that each end may report. */
  states: Record<Side, TunnelState[]>;
  /** Traffic that must keep flowing while the ends are asked, as pings from these sides. */
  traffic?: Side[];
}

/** Verdicts that abstain: never wrong when the right cause stands among the alternatives. */
export const ABSTENTIONS: readonly Cause[] = [
  'auth-rejected-by-peer',
  'proposal-rejected-by-peer',
  'insufficient-data',
];

export const DOWN: TunnelState[] = ['down'];
/** A responder that never heard of anybody cannot know that something should be up. */
export const DOWN_OR_UNKNOWN: TunnelState[] = ['down', 'idle', 'unknown'];
