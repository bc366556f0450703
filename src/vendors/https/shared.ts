// Something that several questions need at the same time: asked once, remembered for as long as the asker allows.

import type { Observation } from '../../domain/observation.js';
import { SingleFlight } from '../../support/singleFlight.js';
import { abortedFault } from './fault.js';
import type { Parted, QuestionFrame } from './questionFrame.js';
import type { Remembered } from './remembered.js';

const flightMs = 120_000;

export class Shared<T> {
  readonly #kept: Remembered<T>;
  readonly #flight = new SingleFlight<Observation<T>>();

  constructor(kept: Remembered<T>) {
    this.#kept = kept;
  }

  /** A value not older than `maxAgeMs`, or the answer of `work`, which runs once for everybody who asks meanwhile. */
  async ask<Q extends QuestionFrame>(
    question: Parted<Q>,
    maxAgeMs: number,
    work: (question: Q) => Promise<Observation<T>>,
  ): Promise<Observation<T>> {
    const kept = this.#kept.get(maxAgeMs);
    if (kept !== null) return question.known(kept);
    try {
      return await this.#flight.join('one', question.signal, async (signal) => {
        // It has a deadline of its own, so that the most impatient asker does not end it for the others.
        const own = question.part(signal, flightMs);
        const answer = await work(own);
        own.end();
        question.adopt(own);
        if (answer.known) this.#kept.set(answer.value);
        return answer;
      });
    } catch (error) {
      // Only leaving is answered here; a mistake of ours stays an exception.
      if (!question.signal.aborted) throw error;
      return question.gap(abortedFault.reason, abortedFault.says, abortedFault.remedy);
    }
  }
}
