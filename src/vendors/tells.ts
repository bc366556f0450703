// What a vendor's devices can be asked, by kind of evidence: from which request, since when, and what they cannot tell.

import type { EvidenceKind } from '../domain/device.js';

export interface Told {
  /** Requests by the names under which the vendor lists what it sends. */
  readonly from: readonly string[];
  /** What is read besides requests: a file, the clock of this machine. */
  readonly besides?: string;
  /** The first version that tells it, as the vendor counts; left out where every version does that has the interface. */
  readonly since?: string;
  /** What of it the device does not tell, and why; one sentence. */
  readonly lacks?: string;
}

export type Tells = {
  readonly [K in EvidenceKind]: Told | { readonly gap: string };
};
