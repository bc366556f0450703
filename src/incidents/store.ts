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

/** `incident` is a new id for an `opened` event; `afterSeq` is the last event that was seen of any other. */
export interface IncidentWrite {
  readonly incident: string;
  readonly event: NewEvent;
  readonly afterSeq: number | null;
}

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
  /** Any of those that belong to it. */
  readonly tunnel?: string;
  /** Opened or changed at or after: ISO 8601 UTC. */
  readonly since?: string;
  readonly limit?: number;
}

export interface IncidentStore {
  /**
   * One open incident a tunnel: a second opening of any of its tunnels leads to the first, and one with the same key to what it
   * opened, also when that is closed. `opened` must be an `opened` event.
   */
  open(id: string, opened: NewEvent): Promise<OpenResult>;
  /**
   * What is about several incidents, or moves tunnels between them: reads, decides and writes in one transaction that no other opening is in.
   * @param key of one of the writes; when it stands there already, nothing is decided again.
   * @param decide pure; may be called again when somebody wrote meanwhile. `open` are the events of each incident that is open.
   * @returns the event that stands under the key; null when there is none.
   */
  change(
    key: string,
    decide: (open: readonly (readonly IncidentEvent[])[]) => readonly IncidentWrite[],
  ): Promise<IncidentEvent | null>;
  findByKey(key: string): Promise<IncidentEvent | null>;
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
