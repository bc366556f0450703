// What is due on the simulated clock: it happens before the first answer that is given after its moment.

interface Due {
  readonly atMs: number;
  readonly happen: (atMs: number) => void;
}

export class Timeline {
  private due: Due[] = [];

  add(atMs: number, happen: (atMs: number) => void): void {
    this.due.push({ atMs, happen });
    this.due.sort((a, b) => a.atMs - b.atMs);
  }

  /** Everything up to this moment, in order; what happens may add more. */
  advance(nowMs: number): void {
    for (let next = this.due[0]; next !== undefined && next.atMs <= nowMs; next = this.due[0]) {
      this.due.shift();
      next.happen(next.atMs);
    }
  }
}
