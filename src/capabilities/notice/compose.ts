// The first diagnosis of a notice: of the tunnel, or of one that stands for many; begun once, and waited for as long as there is patience.

import { decisionOf, happenedBefore, leadOf } from '../../diagnosis/decision.js';
import type { Examiner } from '../../diagnosis/examiner.js';
import type { Clock } from '../../domain/clock.js';
import { Problem } from '../../domain/problem.js';
import type { AskOptions } from '../../fleet/desk.js';
import { type FirstDiagnosis, isTrouble, type Notice, representative } from '../../notices/notice.js';
import { untilAborted } from '../../support/abort.js';
import { withinTime } from '../../support/deadline.js';
import type { Diagnosed } from '../../watch/store.js';

export interface ComposeParts {
  readonly examiner: Pick<Examiner, 'examine'>;
  readonly clock: Clock;
  /** The frame of a whole diagnosis. */
  readonly frame: (signal: AbortSignal) => AskOptions;
  /** Writes it into the history of the tunnel. @param from when its state began: ISO 8601 UTC. */
  readonly keep: (tunnel: string, from: string, diagnosed: Diagnosed) => Promise<void>;
}

/**
 * @param patienceMs how long it is waited for; what is not finished by then goes on, and the next call finds it.
 * @returns null when it takes longer, when nothing is to be diagnosed, and when we are stopping; `busy` when enough others are under way.
 */
export type FirstDiagnosisOf = (
  notice: Notice,
  patienceMs: number,
  signal: AbortSignal,
) => Promise<FirstDiagnosis | 'busy' | null>;

/** Who posts them says other things besides: the threads of incidents do not wait for devices. */
const mostAtOnce = 4;

export function firstDiagnoses(parts: ComposeParts): FirstDiagnosisOf {
  const running = new Map<string, Promise<FirstDiagnosis | null>>();
  return async (notice, patienceMs, signal) => {
    const { id } = notice;
    if (running.size >= mostAtOnce && !running.has(id)) return 'busy';
    const begun = running.get(id) ?? diagnose(parts, notice, signal).finally(() => running.delete(id));
    running.set(id, begun);
    const { value } = await withinTime(parts.clock, signal, patienceMs, (late) =>
      untilAborted(begun, late, () => null),
    );
    return value;
  };
}

async function diagnose(
  { examiner, clock, frame, keep }: ComposeParts,
  notice: Notice,
  signal: AbortSignal,
): Promise<FirstDiagnosis | null> {
  const of = representative(notice);
  if (of === null) return null;
  const { tunnel } = of;
  const made = (
    decision: FirstDiagnosis['decision'],
    says: string,
    happened: string | null = null,
  ): FirstDiagnosis => ({ tunnel, at: clock.now().toISOString(), decision, happened, says });
  try {
    const nothing = { answers: [], log: null };
    // What was read before it broke explains nothing.
    const { examination } = await examiner.examine(tunnel, nothing, { ...frame(signal), maxAgeMs: 0 });
    // What was stopped saw half of the devices.
    if (signal.aborted) return null;
    const { diagnosis } = examination;
    const decision = decisionOf(examination);
    const { cause } = decision;
    const happened = decision.trigger && happenedBefore(examination);
    // What is read again later is over by then: it carries no advice.
    const trigger = decision.trigger && { ...decision.trigger, says: happened ?? decision.trigger.says };
    if (cause !== null && isTrouble(decision.state))
      await keep(tunnel, of.changedAt, { cause: cause.code, confidence: cause.confidence, trigger });
    return made(decision, leadOf(diagnosis)?.says ?? diagnosis.verdict.summary, happened);
  } catch (error) {
    if (signal.aborted) return null;
    if (error instanceof Problem) return made(null, `${error.message} ${error.remedy}`);
    throw error;
  }
}
