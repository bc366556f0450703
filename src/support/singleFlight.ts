// One flight a question: everybody who asks the same thing meanwhile waits for the same answer.

import { StoppedByPerson, untilAborted } from './abort.js';

interface Flight<T> {
  readonly answer: Promise<T>;
  readonly stop: AbortController;
  waiting: number;
}

/**
 * Joins askers of one key. The work is aborted only when the last of them has left, so that one impatient person
 * does not end the question of the others; work that `lingers` goes on even then, for whoever asks next, unless the last one was
 * stopped by a person. Failures are never remembered.
 */
export class SingleFlight<T> {
  readonly #flights = new Map<string, Flight<T>>();

  async join(
    key: string,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
    lingers = false,
  ): Promise<T> {
    signal.throwIfAborted();
    const flight = this.#flights.get(key) ?? this.#begin(key, work);
    flight.waiting += 1;
    try {
      return await untilAborted(flight.answer, signal);
    } finally {
      flight.waiting -= 1;
      const goesOn = lingers && !(signal.aborted && signal.reason instanceof StoppedByPerson);
      if (!goesOn && flight.waiting === 0 && this.#flights.get(key) === flight) {
        this.#flights.delete(key);
        flight.stop.abort(new DOMException('Nobody waits for it any more.', 'AbortError'));
      }
    }
  }

  /** Ends everything that is still going on. */
  abortAll(): void {
    for (const flight of this.#flights.values()) {
      flight.stop.abort(new DOMException('Everything ends.', 'AbortError'));
    }
    this.#flights.clear();
  }

  get inFlight(): number {
    return this.#flights.size;
  }

  #begin(key: string, work: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const stop = new AbortController();
    const answer = work(stop.signal).finally(() => {
      if (this.#flights.get(key)?.stop === stop) this.#flights.delete(key);
    });
    // An abandoned flight may still reject; each asker has its own view of the failure.
    answer.catch(() => undefined);
    const flight: Flight<T> = { answer, stop, waiting: 0 };
    this.#flights.set(key, flight);
    return flight;
  }
}
