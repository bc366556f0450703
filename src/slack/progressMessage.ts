// The one message that shows how a long command proceeds: posted when it takes a while, edited at most once a second.

import type { Clock } from '../domain/clock.js';
import type { Progress } from '../domain/report.js';
import type { Posted } from './web.js';

/** A quick command shows its answer only. */
const QUIET_MS = 700;
const BETWEEN_EDITS_MS = 1000;

export interface ProgressPort {
  /** Null when it is shown without a message; then it is called for each state. */
  post(progress: Progress): Promise<Posted | null>;
  update(posted: Posted, progress: Progress): Promise<void>;
  /** Nothing more comes; afterwards the message can be edited like any other. */
  end(posted: Posted): Promise<void>;
}

export class ProgressMessage {
  #latest: Progress | null = null;
  #shown: Progress | null = null;
  #posted: Posted | null = null;
  #loop: Promise<void> | null = null;
  readonly #finished = new AbortController();

  constructor(
    private readonly port: ProgressPort,
    private readonly clock: Clock,
  ) {}

  /** Cheap: only the latest state is ever sent. */
  show(progress: Progress): void {
    if (this.#finished.signal.aborted) return;
    this.#latest = progress;
    this.#loop ??= this.#run();
  }

  /** Nothing more is sent; answers the message to replace, if there is one. */
  async finish(): Promise<Posted | null> {
    this.#finished.abort();
    await this.#loop;
    if (this.#posted !== null) await this.port.end(this.#posted);
    return this.#posted;
  }

  async #run(): Promise<void> {
    await this.#pause(QUIET_MS);
    while (!this.#finished.signal.aborted) {
      const latest = this.#latest;
      if (latest !== null && latest !== this.#shown) {
        this.#shown = latest;
        try {
          if (this.#posted === null) this.#posted = await this.port.post(latest);
          else await this.port.update(this.#posted, latest);
        } catch {
          // The answer itself meets the same refusal and tells the asker; progress is only a courtesy.
          return;
        }
      }
      await this.#pause(BETWEEN_EDITS_MS);
    }
  }

  async #pause(milliseconds: number): Promise<void> {
    await this.clock.sleep(milliseconds, this.#finished.signal).catch(() => undefined);
  }
}
