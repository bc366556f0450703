// One read for everybody who waits for it, in the frame of a question of its own.

import type { Observation } from '../../domain/observation.js';
import type { SingleFlight } from '../../support/singleFlight.js';
import { abortedFault } from './fault.js';
import { type Parted, putQuestion, type QuestionFrame } from './questionFrame.js';

const flightMs = 120_000;

/** @param work runs once for those who name the same; its calls count for the question that began it. */
export async function inOneFlight<T, Q extends QuestionFrame>(
  flights: SingleFlight<Observation<T>>,
  name: string,
  question: Parted<Q>,
  work: (question: Q) => Promise<Observation<T>>,
): Promise<Observation<T>> {
  try {
    return await flights.join(name, question.signal, async (signal) => {
      // It has a deadline of its own, so that the most impatient asker does not end it for the others.
      const own = question.part(signal, flightMs);
      const answer = await putQuestion(own, work);
      question.adopt(own);
      return answer;
    });
  } catch (error) {
    // Only leaving is answered here; a mistake of ours stays an exception.
    if (!question.signal.aborted) throw error;
    return question.gap(abortedFault.reason, abortedFault.says, abortedFault.remedy);
  }
}
