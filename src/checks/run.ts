// Checks in order of dependence: what stands upon something that failed is skipped with the reason, and groups go on side by side.

import pLimit from 'p-limit';
import {
  type Check,
  type CheckFinding,
  type CheckGroup,
  type CheckResult,
  type Needs,
  skips,
} from '../domain/check.js';
import type { Clock } from '../domain/clock.js';
import { answered, clockDeadline } from '../support/deadline.js';

export interface CheckFrame {
  readonly clock: Clock;
  /** When it aborts, what was not looked at yet is skipped. */
  readonly signal: AbortSignal;
  /** Told of each check before it begins. */
  readonly onProgress: (title: string) => void;
  /** Told about a fault of ours in a check. */
  readonly onFault: (error: unknown, what: string) => void;
}

const groupsAtATime = 8;
/** A check of a firewall asks each of its requests once; the slowest of them may take its whole time. */
const oneCheckMs = 90_000;

/** @returns a result for each check, in the order in which they were declared. */
export async function runChecks(
  groups: readonly CheckGroup[],
  frame: CheckFrame,
): Promise<readonly CheckResult[]> {
  const total = groups.reduce((sum, { checks }) => sum + checks.length, 0);
  let begun = 0;
  const onBegin = (what: string): void => {
    begun += 1;
    frame.onProgress(`${begun} of ${total}: ${what}`);
  };
  const limit = pLimit(groupsAtATime);
  const found = await Promise.all(groups.map((group) => limit(() => runGroup(group, frame, onBegin))));
  return found.flat();
}

async function runGroup(
  { name, checks }: CheckGroup,
  frame: CheckFrame,
  onBegin: (what: string) => void,
): Promise<readonly CheckResult[]> {
  const results = new Map<string, CheckResult>();
  for (const check of checks) {
    onBegin(check.what);
    const missing = missingOf(check.needs, results);
    const finding = missing === null ? await runOne(check, frame) : missing;
    results.set(check.what, { about: name, what: check.what, ...finding });
  }
  return [...results.values()];
}

/** Null when everything is there that the check stands upon. */
function missingOf(needs: Needs, results: ReadonlyMap<string, CheckResult>): CheckFinding | null {
  for (const need of needs) {
    const ways = typeof need === 'string' ? [need] : need;
    const isThere = ways.some((what) => ['ok', 'warning'].includes(results.get(what)?.state ?? ''));
    if (!isThere) return skips(`Not looked at, because this is not well: ${ways.join(', ')}.`);
  }
  return null;
}

async function runOne(check: Check, { clock, signal, onFault }: CheckFrame): Promise<CheckFinding> {
  if (signal.aborted) return skips('Not looked at, because the time was over.', 'Ask again.');
  const deadlineMs = clock.now().getTime() + oneCheckMs;
  const done = new AbortController();
  const inTime = clockDeadline(clock, signal, deadlineMs, done);
  try {
    return await check.run({ signal: inTime, deadlineAt: new Date(deadlineMs).toISOString() });
  } catch (error) {
    if (inTime.aborted) return skips('Not looked at, because the time was over.', 'Ask again.');
    onFault(error, check.what);
    return skips(
      'Not looked at, because of a fault in Tunnelmedic.',
      'Its log has the details. Please report it.',
    );
  } finally {
    done.abort(answered);
  }
}
