// What is still to be said in the threads, as a port: written in the transaction of the act itself, said once, in order, by whichever replica is free.

import type { AlertAnswer } from '../domain/alertAnswer.js';

/**
 * `event`: the message of an incident's event. `handoff`: the handoff of a shift, composed when it is posted. `confirmed`: its
 * message is drawn again with who took the shift over. `notice`: what the watch found, told in a channel. `alert`: why an alert
 * opened nothing.
 */
export type OutboxBody =
  | { readonly kind: 'event' }
  | {
      readonly kind: 'handoff';
      /** The key of the kept handoff. */
      readonly handoff: string;
      readonly team: string;
      readonly from: string;
      readonly to: string;
      readonly channel: string;
      /** Ids of the people to mention. */
      readonly outgoing: readonly string[];
      readonly incoming: readonly string[];
    }
  | { readonly kind: 'confirmed'; readonly handoff: string }
  | {
      readonly kind: 'notice';
      readonly notice: string;
      /** `post`: the message itself. `redraw`: it is drawn again. `explain`: it is diagnosed with more time, then drawn again. */
      readonly part: 'post' | 'redraw' | 'explain';
      /** Said below it in its thread; null for nothing. */
      readonly reply: string | null;
    }
  | {
      readonly kind: 'alert';
      readonly channel: string;
      /** Of the message that says the alert; null: a message of its own. */
      readonly threadTs: string | null;
      readonly part: 'post' | 'redraw';
      readonly answer: AlertAnswer;
    };

/** An event of an incident, told to another system than the chat. */
export interface OutgoingBody {
  readonly kind: 'incident';
  readonly incident: string;
}

/** Who works a row off. What waits for one holds up none of the others. */
export type OutgoingLane = 'webhook' | 'pagerduty';
export type Lane = 'chat' | OutgoingLane;

/** The rows of one incident for one system outside. */
export function outgoingStream(lane: OutgoingLane, incident: string): string {
  return `out:${lane}:${incident}`;
}

/** The rows of one handoff: its message first, then what changes it. */
export function handoffStream(handoff: string): string {
  return `handoff:${handoff}`;
}

/** The rows of one notice: its message first, then what changes it. */
export function noticeStream(notice: string): string {
  return `notice:${notice}`;
}

export interface OutboxRow<Body = OutboxBody> {
  readonly id: number;
  /** `<incident>:<seq>`, `handoff:<handoff>`, `notice:<notice>`, `alert:<alert>` or `out:<lane>:<incident>:<seq>`: travels as metadata of the message, so that it can be found again. */
  readonly key: string;
  /** Rows of one stream are posted in order of `seq`: an incident's id, or that of a handoff or a notice. */
  readonly stream: string;
  readonly seq: number;
  readonly body: Body;
  /** ISO 8601 UTC: when it was written. */
  readonly at: string;
  /** Somebody began to post it and did not come back: it may stand there already. */
  readonly begun: boolean;
  readonly attempts: number;
}

export interface MessagePlace {
  readonly channel: string;
  readonly ts: string;
}

/** The rows of one lane. Times are ISO 8601 UTC; `owner` names the process that claims. `now` tells a clock that was set back from a time still to come. */
export interface OutboxStore<Body = OutboxBody> {
  /** Writes a row that belongs to no event; a key that is there already is left alone. True when it was written now. */
  add(row: {
    readonly key: string;
    readonly stream: string;
    readonly body: Body;
    readonly at: string;
  }): Promise<boolean>;
  /** The first unsaid row of each stream that nobody holds, oldest first, held until `until`. */
  claim(owner: string, now: string, until: string, limit: number): Promise<readonly OutboxRow<Body>[]>;
  /** Holds it longer; false when it is not ours any more: then nothing may be sent. */
  keep(id: number, owner: string, now: string, until: string): Promise<boolean>;
  /** It stands in the chat; without a place it had nothing to say. */
  posted(id: number, owner: string, place: MessagePlace | null): Promise<void>;
  /** The same, and holds the row behind it in its stream, unless somebody does or it waits for a time. */
  postedAndNext(
    id: number,
    owner: string,
    place: MessagePlace | null,
    now: string,
    until: string,
  ): Promise<OutboxRow<Body> | null>;
  /** The chat said no for good; the stream goes on without it. */
  refused(id: number, owner: string): Promise<void>;
  /** Not now. `begun` false only when it certainly does not stand there. */
  later(id: number, owner: string, now: string, notBefore: string, begun: boolean): Promise<void>;
  /** Whatever waits for a time waits no longer. */
  release(stream: string): Promise<void>;
  /** Where the message of a key stands; null while it does not. */
  placeOf(key: string): Promise<MessagePlace | null>;
  /** Rows held by a process that is gone for certain (one data folder, one process) are free again. */
  forgetHolders(): Promise<void>;
}

/** The messages at the head of threads, redrawn until they show the newest event. */
export interface CardStore {
  /** Known after it was posted; a second place for the same incident is not taken. */
  place(incident: string, place: MessagePlace, drawnSeq: number): Promise<void>;
  /** Cards that are behind and nobody redraws, held until `until`. */
  claim(
    owner: string,
    now: string,
    until: string,
    limit: number,
  ): Promise<readonly { readonly incident: string; readonly place: MessagePlace }[]>;
  /** It shows everything up to this event and may be redrawn after `notBefore`. */
  drawn(incident: string, owner: string, seq: number, now: string, notBefore: string): Promise<void>;
}

export interface LeftAct {
  readonly key: string;
  readonly body: unknown;
  /** How often it was begun, this time included. */
  readonly attempts: number;
}

/** What the chat sent and was acknowledged, kept until it was acted on. */
export interface InboxStore {
  /** True for the one caller that may act on it; the body is whatever was sent. */
  take(key: string, body: unknown, owner: string, now: string, until: string): Promise<boolean>;
  /** Holds them longer, as far as they are ours. */
  keep(keys: readonly string[], owner: string, now: string, until: string): Promise<void>;
  /** It was not begun and will not be: the same key may be taken again. */
  release(key: string, owner: string): Promise<void>;
  /** Acted on: the body is forgotten, the key is remembered. */
  done(key: string, owner: string): Promise<void>;
  /** What was in flight when one process died, oldest first: any process may die once. */
  abandoned(owner: string, now: string, until: string, limit: number): Promise<readonly LeftAct[]>;
  /** One act that was in flight at more than one death, to be done alone, so that only its own fault is counted against it. */
  suspect(owner: string, now: string, until: string): Promise<LeftAct | null>;
  forgetHolders(): Promise<void>;
}
