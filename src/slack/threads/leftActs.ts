// Acts that a dead process left behind: which are done again, together or alone, and when one is given up.

import type { Clock } from '../../domain/clock.js';
import type { InboxStore, LeftAct } from '../../incidents/outbox.js';
import type { Logger } from '../../support/logger.js';

export interface LeftActsParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly owner: string;
  readonly leaseMs: number;
  readonly lookMs: number;
  /** Does it; resolves when every piece of its work ended. */
  readonly doAgain: (act: LeftAct) => Promise<void>;
  /** Tells whoever acted that it will not be done; resolves when that was said. */
  readonly giveUp: (act: LeftAct) => Promise<void>;
}

const atATime = 20;
/** Taken, done again with the others of that death, and five times alone: an act that ended all of these is given up. */
const mostAttempts = 7;
/** Telling it may be what ends the process. */
const mostTold = 2;

export class LeftActs {
  readonly #parts: LeftActsParts;
  readonly #doing = new Set<string>();
  #lookedAt = Number.NEGATIVE_INFINITY;
  #mayBeMore = false;

  constructor(parts: LeftActsParts) {
    this.#parts = parts;
  }

  /** May be called as often as one likes; the database is asked once in a while. */
  async look(inbox: InboxStore): Promise<void> {
    const { clock, owner, leaseMs, lookMs } = this.#parts;
    const now = clock.now();
    const sinceMs = Math.abs(now.getTime() - this.#lookedAt);
    if (!this.#mayBeMore && sinceMs < lookMs) return;
    this.#lookedAt = now.getTime();
    this.#mayBeMore = false;
    const until = new Date(now.getTime() + leaseMs).toISOString();
    const left = await inbox.abandoned(owner, now.toISOString(), until, atATime);
    for (const act of left) this.#begin(act);
    // Alone: when the process dies again, it was this one, and no other act is blamed.
    if (left.length > 0 || this.#doing.size > 0) return;
    const suspect = await inbox.suspect(owner, now.toISOString(), until);
    if (suspect) this.#begin(suspect);
  }

  #begin(act: LeftAct): void {
    const { logger, doAgain, giveUp } = this.#parts;
    if (this.#doing.has(act.key)) return;
    this.#doing.add(act.key);
    const about = { key: act.key.slice(0, 100), attempts: act.attempts };
    const isOver = act.attempts > mostAttempts;
    if (isOver) logger.error(about, 'an act was given up: the process ended each time it was begun');
    else logger.warn(about, 'an act that was not finished is done now');
    const work = !isOver
      ? doAgain(act)
      : act.attempts > mostAttempts + mostTold
        ? Promise.resolve()
        : giveUp(act);
    void work
      .catch((error: unknown) => logger.error({ error, ...about }, 'an act that was left behind failed'))
      .finally(() => {
        this.#doing.delete(act.key);
        this.#mayBeMore = true;
      });
  }
}
