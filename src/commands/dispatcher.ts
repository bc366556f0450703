// The one door that every edge knows: who asks, words in, report out; typed, clicked and chosen commands are the same thing.

import type { Progress, Report } from '../domain/report.js';
import type { Declaration } from './declaration.js';

/** Who asks, and where from. The id is stable (as the chat names a user, `terminal` for the command line); names are for people. */
export interface Asker {
  readonly id: string;
  readonly name: string;
  /** The channel as the chat names it; null on a terminal and in a direct message. */
  readonly channel: string | null;
  /** `assistant`: a program that asks with the rights of somebody whom the settings name. */
  readonly via: 'chat' | 'terminal' | 'assistant';
}

/** A file or a pasted text that came along; bytes as they were sent, nothing is believed about them. */
export interface Attachment {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What the person said that it is; else it tells itself. */
  readonly saidToBe?: 'configuration';
}

export interface RunOptions {
  readonly asker: Asker;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /**
   * Unique for what was clicked, typed or sent; the same payload delivered twice has the same key and acts once. Without one
   * every run is an act of its own.
   */
  readonly key?: string;
  /** What was filled into the fields of an action (`InputField.name` → text): values of options, however long. */
  readonly fields?: Readonly<Record<string, string>>;
  readonly attachments?: readonly Attachment[];
  /** The thread that it was said in; `triage` makes it the thread of the incident that it opens. */
  readonly thread?: { readonly channel: string; readonly ts: string; readonly link: string | null };
}

export interface TunnelSuggestion {
  readonly name: string;
  readonly device: string;
  /** A few words: state and peer. */
  readonly hint: string;
}

/** The one door for everything people ask: it parses, authorizes, runs and reports. The edges (Slack, terminal) know only this. */
export interface Dispatcher {
  readonly commands: readonly Declaration[];
  /**
   * Runs what a person typed, without the slash command: `status tunnel-x`.
   * Never rejects for bad words or bad devices: a Problem becomes a report for the asker with the sentence and its remedy.
   */
  run(text: string, options: RunOptions): Promise<Report>;
  /** Whether somebody may end what another person asked: who may work on incidents. */
  mayStop(asker: Asker): Promise<boolean>;
  /**
   * Names for type-ahead that the asker may read, best match first, at most 100, from the cache when it is there; never waits for
   * a slow device.
   */
  suggest(typed: string, asker: Asker): Promise<readonly TunnelSuggestion[]>;
  /**
   * Tunnel names that occur in a text and that the asker may read, for the message shortcut and mentions in an alert's thread.
   * With `mayWait` devices that were not read yet are waited for: without them "no tunnel is named" is not known.
   */
  namesIn(text: string, asker: Asker, mayWait?: boolean): Promise<readonly string[]>;
}
