// Something that several questions need at the same time: asked once, remembered for as long as the asker allows.

import type { Observation } from '../../domain/observation.js';
import { SingleFlight } from '../../support/singleFlight.js';
import { inOneFlight } from './oneFlight.js';
import type { Parted, QuestionFrame } from './questionFrame.js';
import type { Remembered } from './remembered.js';

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
    return await inOneFlight(this.#flight, 'one', question, async (own) => {
      const answer = await work(own);
      if (answer.known) this.#kept.set(answer.value);
      return answer;
    });
  }
}
