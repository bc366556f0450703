// What became of each verdict, as a port: who said that it was right or wrong, and what its incident was closed with.

import type { Cause } from '../domain/causes.js';
import type { Confidence } from '../domain/verdict.js';
import type { Person } from './events.js';

/** A verdict as it was told: of a diagnosis by itself, or of an incident. */
export interface ToldVerdict {
  /** `v-4f7k2m9x` of a diagnosis; `inc-4f7k2m:5` of an incident, by the place in its timeline. */
  readonly id: string;
  readonly tunnel: string;
  readonly cause: Cause;
  readonly confidence: Confidence;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** What one person says of a verdict; a second word of the same person replaces the first. */
export interface Judgement {
  readonly verdict: string;
  readonly by: Person;
  readonly at: string;
  readonly right: boolean;
  /** What it was instead, by who says that it was wrong; null when they do not know. */
  readonly cause: Cause | null;
}

export interface FollowedVerdict extends ToldVerdict {
  /** The newest word about it, whoever said it. */
  readonly judged: Omit<Judgement, 'verdict'> | null;
  /** What the incident was closed with that this verdict belongs to: its own, or one of the tunnel that was open then. */
  readonly closedWith: Cause | null;
}

export interface VerdictStore {
  /** Kept once by its id. */
  keep(verdict: ToldVerdict): Promise<void>;
  /** Null when nobody keeps it, or not any more. */
  find(id: string): Promise<ToldVerdict | null>;
  judge(judgement: Judgement): Promise<void>;
  /** Newest first. @param since ISO 8601 UTC. */
  list(filter: { readonly since: string; readonly limit: number }): Promise<readonly FollowedVerdict[]>;
}
