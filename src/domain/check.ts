// One look at an installation: what it stands upon, what it found, and what to do about it.

/** A warning works today and will not when it matters; what was skipped was not looked at, which is not that it is well. */
export type CheckState = 'ok' | 'warning' | 'failed' | 'skipped';

export interface CheckFinding {
  readonly state: CheckState;
  /** One sentence: what was found, or why nothing was looked at. */
  readonly says: string;
  /** One sentence; null where nothing is to be done. */
  readonly remedy: string | null;
}

export interface CheckResult extends CheckFinding {
  /** The name of its group. */
  readonly about: string;
  /** Whose and what: `fw-a: API key`. */
  readonly what: string;
}

/** Each entry is the `what` of an earlier check, or of several of which one is enough, as with the units of a pair. */
export type Needs = readonly (string | readonly string[])[];

/** The frame of one check. `deadlineAt` is ISO 8601 UTC by our clock. */
export interface CheckCall {
  readonly signal: AbortSignal;
  readonly deadlineAt: string;
}

export interface Check {
  readonly what: string;
  /** Without these it would only repeat their failure: it is skipped when one of them is not well. */
  readonly needs: Needs;
  /** Never rejects for what the world does wrong. It reads; nothing is changed. */
  run(call: CheckCall): Promise<CheckFinding>;
}

/** Checks that stand upon one another; groups stand alone. */
export interface CheckGroup {
  /** Whom they are about. */
  readonly name: string;
  /** In order of dependence. */
  readonly checks: readonly Check[];
}

export function well(says: string): CheckFinding {
  return { state: 'ok', says, remedy: null };
}

export function warns(says: string, remedy: string): CheckFinding {
  return { state: 'warning', says, remedy };
}

export function fails(says: string, remedy: string): CheckFinding {
  return { state: 'failed', says, remedy };
}

export function skips(says: string, remedy: string | null = null): CheckFinding {
  return { state: 'skipped', says, remedy };
}
