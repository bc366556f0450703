// Every configured tunnel of a firewall, read once for everybody who asks: how long ago that may have been.

import type { Observation } from '../../domain/observation.js';
import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import type { Parted, QuestionFrame } from './questionFrame.js';
import type { Shared } from './shared.js';
import { sameMomentMs } from './units.js';

type Inventory = readonly TunnelConfig[];

const freshMs = 600_000;

type Inquiring<Q extends QuestionFrame> = Parted<Q> & {
  readonly session: { readonly inventory: Shared<Inventory> };
};

/** @param read the calls that it takes. */
export function sharedInventory<Q extends QuestionFrame>(
  read: (question: Q) => Promise<Observation<Inventory>>,
) {
  return {
    fetchInventory: (question: Inquiring<Q>): Promise<Observation<Inventory>> =>
      question.session.inventory.ask(question, sameMomentMs, read),
    /** As it was read at most ten minutes ago, or as long ago as the asker allows. */
    knownInventory: (question: Inquiring<Q>, maxAgeMs = freshMs): Promise<Observation<Inventory>> =>
      question.session.inventory.ask(question, maxAgeMs, read),
  };
}
