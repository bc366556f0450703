// The answer of a diagnosis: verdict, alternatives, findings, what could not be checked, and the steps that led there.

import type { OpenAsk } from './ask.js';
import type { Cause } from './causes.js';
import type { TunnelState } from './live.js';

/**
 * certain: the evidence excludes the other causes (both configurations or the deciding responder line were read);
 * likely: the evidence points to one cause, and a neighbor is possible but less so;
 * possible: one of several that fit;
 * none: nothing supports a cause.
 */
export type Confidence = 'certain' | 'likely' | 'possible' | 'none';

/** Who must act. `path` is the network between the ends. */
export type ActingSide = 'ours' | 'theirs' | 'both' | 'path' | 'unknown';

export type Severity = 'fault' | 'warning' | 'note';

export interface EvidenceLine {
  readonly device: string;
  /** Where on the device: a request, a log, a setting, or who said it. */
  readonly source: string;
  /** ISO 8601 UTC, null when it has no time. */
  readonly at: string | null;
  readonly text: string;
  /** It is a line of a log, or says what a log as a whole shows. */
  readonly isLog?: boolean;
  /** It is a line as the log printed it, at its own time. */
  readonly isPrinted?: boolean;
}

/** What each side has to do; empty text means nothing. */
interface NextSteps {
  readonly ours: string;
  readonly theirs: string;
}

/** How a tunnel is set up, worth a review when there is time. It stops nothing by itself. */
export interface Posture {
  /** Causes that it makes likelier or longer: beside one of them it is no mere note. */
  readonly explains: readonly Cause[];
}

export interface Finding {
  readonly id: string;
  readonly playbook: string;
  readonly severity: Severity;
  /** Left out by what is about the present state. */
  readonly posture?: Posture;
  readonly cause: Cause | null;
  readonly says: string;
  /** Its first sentence without where that was seen; left out where it is the same as what it says. */
  readonly brief?: string;
  /** All that it says without where that was seen, for a card above its evidence; left out where it is the same. */
  readonly withoutSource?: string;
  readonly evidence: readonly EvidenceLine[];
  readonly next: NextSteps;
  /**
   * Present when the next steps are a choice: one end changes, the other stays as it is. `rather` is the end whose change leads to
   * the stronger value; null when neither does, or nothing tells.
   */
  readonly either?: { readonly rather: 'ours' | 'theirs' | null };
}

export interface Verdict {
  readonly cause: Cause;
  readonly confidence: Confidence;
  readonly side: ActingSide;
  readonly summary: string;
}

export interface Alternative {
  readonly cause: Cause;
  readonly confidence: Confidence;
}

export interface Unchecked {
  readonly what: string;
  readonly why: string;
  readonly how: string;
}

export type StepOutcome = 'found' | 'cleared' | 'unclear' | 'skipped';

export interface StepResult {
  readonly playbook: string;
  /** The title of that playbook, as people read it. */
  readonly area: string;
  readonly step: string;
  /** The question the step answers, as people read it. */
  readonly look: string;
  readonly outcome: StepOutcome;
  readonly why: string;
}

/** What a step looks for: a cause, and whether it takes a line in a log to find it. */
export interface StepAim {
  readonly cause: Cause;
  readonly needsLog: boolean;
}

/** Null for steps that only call, ask or note. */
export type AimOfStep = (step: Pick<StepResult, 'playbook' | 'step'>) => StepAim | null;

/** Something that is not known and would change the verdict. */
export interface WouldChange {
  /** One sentence. */
  readonly says: string;
  /** The end whose log it is; null when it is no log. */
  readonly log: 'ours' | 'theirs' | null;
}

/** Where a statement comes from; in this order the surer one. */
type Witness = 'device' | 'given-log' | 'declaration' | 'person';

export interface Statement {
  /** The device, the partner or the person. */
  readonly by: string;
  readonly from: Witness;
  /** What it comes to: a sentence without its end. */
  readonly says: string;
  readonly line: EvidenceLine;
}

/** Two statements that cannot both be true. */
export interface Contradiction {
  /** person: somebody said otherwise. silence: our end hears nothing of an end that answers. state: one end is up, the other down. product: another product than was said. */
  readonly about: 'person' | 'silence' | 'state' | 'product';
  /** What the verdict rests on meanwhile. */
  readonly counts: Statement;
  readonly against: Statement;
  /** Both, and what counts: for people. */
  readonly says: string;
  /** Null when no person has to settle it. */
  readonly question: string | null;
}

export interface Diagnosis {
  readonly tunnel: string | null;
  readonly state: TunnelState;
  readonly verdict: Verdict;
  /** Best first; never repeats the verdict's cause. */
  readonly alternatives: readonly Alternative[];
  /** The one that blocks first leads. */
  readonly findings: readonly Finding[];
  readonly unchecked: readonly Unchecked[];
  readonly steps: readonly StepResult[];
  readonly wouldChange: readonly WouldChange[];
  /** Questions of the walk that only a person can answer, in the order of the walk. */
  readonly asks?: readonly OpenAsk[];
  /** Statements that cannot all be true; empty or missing when there are none. */
  readonly contradictions?: readonly Contradiction[];
}
