// What a playbook is after loading: steps with structured conditions over facts, findings, questions and calls.

import type { Cause } from '../domain/causes.js';
import type { EndName } from '../domain/evidence.js';
import type { ActingSide, Confidence, Posture, Severity } from '../domain/verdict.js';
import type { Condition } from './condition.js';

/** What a fault stops from working; live evidence that it works makes the finding a warning. */
export type Breaks = 'ike' | 'child' | 'traffic' | 'always';

/** A fixed confidence, or that of a fact (never above `atMost`). */
export type ConfidenceRule = Confidence | { readonly fact: string; readonly atMost: Confidence };

export interface FindingText {
  readonly cause: Cause | null;
  readonly severity: Severity;
  /** Null for what is about the present state. */
  readonly posture: Posture | null;
  readonly confidence: ConfidenceRule;
  readonly acts: ActingSide;
  readonly says: string;
  readonly next: { readonly ours: string; readonly theirs: string };
  /** The steps of `next` are a choice: one end changes, the other stays as it is. */
  readonly either: boolean;
  /** The fact that names the end whose change leads to the stronger value; null when the choice does not turn on strength. */
  readonly rather: string | null;
  readonly confusedWith: readonly Cause[];
  readonly breaks: Breaks;
  /** Facts whose lines are quoted besides those of the condition. */
  readonly evidence: readonly string[];
  readonly wouldChange: string | null;
  /** Nothing after this is worth asking: the rest of the walk is skipped. */
  readonly stop: boolean;
  /** What it sees goes on now, whatever is behind it: nothing that is only possibly healthy or idle is called so over it. */
  readonly unsettles: boolean;
}

export interface Question {
  readonly fact: string;
  readonly text: string;
  /** How it is answered when the fact's type does not say enough: an IP address, or the log of the other end. */
  readonly as?: 'address' | 'log';
}

export interface Step {
  readonly id: string;
  readonly look: string;
  /** The end that a step of `for: each-end` was made for. */
  readonly end: EndName | null;
  readonly given: Condition | null;
  readonly when: Condition | null;
  readonly finding: FindingText | null;
  readonly call: string | null;
  readonly ask: Question | null;
  readonly line: number;
}

export interface Playbook {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** An entry may be chosen by `diagnose`; the others are called. */
  readonly entry: boolean;
  readonly applies: Condition | null;
  readonly steps: readonly Step[];
  readonly references: readonly string[];
  readonly file: string;
}

/** One thing that is wrong in a file, with what to do. Lines count from 1. */
export interface Complaint {
  readonly file: string;
  readonly line: number;
  readonly detail: string;
  readonly hint: string;
}
