// One reply of a device as it may be kept: what came over the wire, without what its adapter drops as it enters.

import type { Observation } from './observation.js';

export interface CapturedReply {
  /** The request by its name in the adapter's list of reads: `ike-sa`. Part of a file's name. */
  readonly read: string;
  /** As it was sent, in words an operator knows. */
  readonly request: string;
  readonly form: 'xml' | 'json' | 'text';
  /** The reply as text of that form; a gap where the device refused it or did not answer. */
  readonly reply: Observation<string>;
}
