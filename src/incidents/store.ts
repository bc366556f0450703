// Where incidents are kept, as a port: append with a guard, read back, nothing is ever changed or removed but by retention.

import type { Happening, IncidentEvent, Person } from './events.js';

export interface NewEvent {
  readonly by: Person;
  readonly at: string;
  /** Unique for what was clicked or typed: a redelivered payload has the same key. */
  readonly key: string;
  readonly what: Happening;
}

/**
 * appended: it stands in the timeline now. repeated: an event with this key stood there already, nothing was done.
 * overtaken: somebody else wrote first; `events` is what stands there now, so that the caller can decide again.
 */
export type AppendResult =
  | { readonly outcome: 'appended'; readonly event: IncidentEvent }
  | { readonly outcome: 'repeated'; readonly event: IncidentEvent }
  | { readonly outcome: 'overtaken'; readonly events: readonly IncidentEvent[] };

export type OpenResult = {
  readonly outcome: 'opened' | 'already-open';
  readonly incident: string;
  readonly events: readonly IncidentEvent[];
};

export interface StoredDocument {
  readonly id: string;
  readonly incident: string;
  readonly name: string;
  /** Secrets were removed before it came here. */
  readonly text: string;
  readonly at: string;
}

export interface IncidentFilter {
  readonly open?: boolean;
  readonly tunnel?: string;
  /** Opened or changed at or after: ISO 8601 UTC. */
  readonly since?: string;
  readonly limit?: number;
}

export interface IncidentStore {
  /** One open incident a tunnel: a second opening leads to the first. `opened` must be an `opened` event. */
  open(id: string, opened: NewEvent): Promise<OpenResult>;
  /** @param afterSeq the last event the caller has seen; a newer one makes it `overtaken`. Null appends at the end whatever stands there. */
  append(incident: string, event: NewEvent, afterSeq: number | null): Promise<AppendResult>;
  events(incident: string): Promise<readonly IncidentEvent[]>;
  /** After incidents were removed: nothing that was read before counts any more. */
  forgetRead(): void;
  /** Newest change first. */
  list(filter: IncidentFilter): Promise<readonly (readonly IncidentEvent[])[]>;
  findByThread(channel: string, ts: string): Promise<string | null>;
  keepDocument(document: StoredDocument): Promise<void>;
  document(id: string): Promise<StoredDocument | null>;
}
