// Long work in turns: between its steps the loop serves everybody else.

const stepsPerTurn = 250;

/** One turn of the loop for what waits: sockets, timers, other questions. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Does something with each item, in order, and gives the loop a turn every few hundred items. */
export async function inTurns<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let steps = 0;
  for (const item of items) {
    work(item);
    steps += 1;
    if (steps % stepsPerTurn === 0) await turn();
  }
}

/** What comes in rushes has a turn each, in the order in which it came. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  next(): Promise<void> {
    this.#last = this.#last.then(turn);
    return this.#last;
  }
}
