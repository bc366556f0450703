// The evidence desk as a port: one place to ask devices, with cache, single flight, deadline, provenance and gaps.

import type { EvidenceKind, EvidenceScope, EvidenceTypes } from '../domain/device.js';
import type { Observation } from '../domain/observation.js';

export interface AskOptions {
  readonly signal: AbortSignal;
  /** Everything of one question ends by then: ISO 8601 UTC. */
  readonly deadlineAt: string;
  /** Older answers are not good enough; 0 asks the device. The default is the desk's for that kind. */
  readonly maxAgeMs?: number;
  /**
   * Answers from before are not good enough, those from then on are: ISO 8601 UTC. So many questions about one moment ask a device
   * once. Counts where no `maxAgeMs` is given.
   */
  readonly since?: string;
}

/** Never rejects for what the world does wrong; a device that is not configured is a Problem. */
export interface Desk {
  ask<K extends EvidenceKind>(
    device: string,
    kind: K,
    scope: EvidenceScope,
    options: AskOptions,
  ): Promise<Observation<EvidenceTypes[K]>>;
}
