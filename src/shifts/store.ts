// Remarks and handoffs as they are kept: what one shift leaves for the next, and who confirmed it.

import type { Report } from '../domain/report.js';
import type { Person } from '../incidents/events.js';

export interface Remark {
  readonly id: string;
  readonly team: string;
  readonly text: string;
  readonly by: Person;
  /** ISO 8601 UTC. */
  readonly at: string;
  /** The thread or message that it was said in. */
  readonly link: string | null;
}

/** A handoff as it is posted: kept, so that it can be posted on after a crash, and drawn again when it was confirmed. */
export interface HandoffContent {
  /** Without its machine form. */
  readonly report: Report;
  /** Ids of people and groups to mention. */
  readonly outgoing: readonly string[];
  readonly incoming: readonly string[];
}

export interface KeptHandoff {
  /** Team and shift change: two replicas that make the same handoff make one. */
  readonly key: string;
  readonly team: string;
  readonly from: string;
  readonly to: string;
  readonly channel: string | null;
  readonly ts: string | null;
  readonly confirmedBy: Person | null;
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
  /** Keeps what is posted, once; answers what stands there, which is what another replica kept when it was first. */
  keepContent(key: string, content: HandoffContent): Promise<HandoffContent>;
  /**
   * Null while nothing was kept.
   * @throws Error when it is nothing that this version knows.
   */
  content(key: string): Promise<HandoffContent | null>;
  placeHandoff(key: string, channel: string, ts: string): Promise<void>;
  handoff(key: string): Promise<KeptHandoff | null>;
  lastHandoff(team: string): Promise<KeptHandoff | null>;
  /**
   * Confirms once, and in the same transaction writes down that its message is to be redrawn. `first` is true for the person
   * whose confirmation stands, however often they click; the handoff as it stands tells everybody else who that is.
   */
  confirm(
    key: string,
    by: Person,
    at: string,
  ): Promise<{ readonly first: boolean; readonly handoff: KeptHandoff | null }>;
}
