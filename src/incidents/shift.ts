// Remarks and handoffs as they are kept: what one shift leaves for the next, and who confirmed it.

import type { Person } from './events.js';

export interface Remark {
  readonly id: string;
  readonly team: string;
  readonly text: string;
  readonly by: Person;
  /** ISO 8601 UTC. */
  readonly at: string;
}

export interface KeptHandoff {
  /** Team and shift change: two replicas that make the same handoff make one. */
  readonly key: string;
  readonly team: string;
  readonly from: string;
  readonly to: string;
  readonly channel: string | null;
  readonly ts: string | null;
  readonly confirmedBy: string | null;
  readonly confirmedAt: string | null;
}

export interface ShiftStore {
  addRemark(remark: Remark): Promise<void>;
  /** Remarks that nobody ticked off, oldest first. */
  openRemarks(team: string): Promise<readonly Remark[]>;
  /** False when it was ticked off before or never existed. */
  tickOff(id: string, by: Person, at: string): Promise<boolean>;
  /** True for the one caller that may post it. */
  claimHandoff(handoff: Pick<KeptHandoff, 'key' | 'team' | 'from' | 'to'>): Promise<boolean>;
  placeHandoff(key: string, channel: string, ts: string): Promise<void>;
  handoff(key: string): Promise<KeptHandoff | null>;
  lastHandoff(team: string): Promise<KeptHandoff | null>;
  /** Confirms once; answers the handoff as it stands, so that the second person is told who was first. */
  confirm(
    key: string,
    by: Person,
    at: string,
  ): Promise<{ readonly first: boolean; readonly handoff: KeptHandoff | null }>;
}
