// Whether the database answers: an outage is told when it begins and when it is over, however many calls fail in between.

/** For those who run the service. */
export interface OutageNews {
  /** @param why in an engineer's words */
  begun(why: string): void;
  over(outage: { readonly seconds: number; readonly failures: number }): void;
}

/** One that comes and goes is told once in this time. */
const quietMs = 60_000;

export class Outage {
  readonly #now: () => Date;
  readonly #news: OutageNews | null;
  #sinceMs: number | null = null;
  #toldMs = Number.NEGATIVE_INFINITY;
  #isTold = false;
  #failures = 0;

  /** @param news null: nobody is told, and each failure speaks for itself. */
  constructor(now: () => Date, news: OutageNews | null) {
    this.#now = now;
    this.#news = news;
  }

  /** @returns whether this failure needs no words of its own. */
  fails(why: string): boolean {
    if (this.#news === null) return false;
    const nowMs = this.#now().getTime();
    this.#sinceMs ??= nowMs;
    this.#failures += 1;
    if (!this.#isTold && Math.abs(nowMs - this.#toldMs) >= quietMs) {
      this.#isTold = true;
      this.#toldMs = nowMs;
      this.#news.begun(why);
    }
    return true;
  }

  answers(): void {
    if (this.#sinceMs === null) return;
    const seconds = Math.max(0, Math.round((this.#now().getTime() - this.#sinceMs) / 1000));
    if (this.#isTold) {
      this.#news?.over({ seconds, failures: this.#failures });
      this.#failures = 0;
    }
    this.#isTold = false;
    this.#sinceMs = null;
  }
}
