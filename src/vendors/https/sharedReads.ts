// What questions about several tunnels of one firewall need alike: read once for those about the same moment, and kept for a short while.

import type { Observation } from '../../domain/observation.js';
import { timeLimit } from '../../support/clock.js';
import { SingleFlight } from '../../support/singleFlight.js';
import { inOneFlight } from './oneFlight.js';
import type { Parted, QuestionFrame } from './questionFrame.js';

/** Who asks without a moment is served by a read that began so shortly before. */
const justBegunMs = 2000;
/** A burst is asked about within this time; what is older is neither handed out nor held. */
const keptMs = 30_000;
/** Of one firewall. */
const mostKept = 16;

interface Wanted {
  /** Equal for equal reads. */
  readonly key: string;
  /** So many rows at most; a read of more serves as well. Left out: all there are. */
  readonly most?: number;
}

interface Read {
  readonly beganMs: number;
  readonly most: number;
}

interface Kept<T> extends Read {
  readonly value: T;
  readonly request: string;
}

interface Options<T> {
  /** More would not be found by asking for more rows. */
  readonly isWhole?: (value: T, most: number) => boolean;
  /** What is larger is shared by those who wait for it, and not kept. */
  readonly isSmall?: (value: T) => boolean;
}

export class SharedReads<T> {
  readonly #options: Options<T>;
  readonly #kept = new Map<string, Kept<T>>();
  readonly #running = new Map<string, Read & { readonly name: string }>();
  readonly #flights = new SingleFlight<Observation<T>>();
  #reads = 0;

  constructor(options: Options<T> = {}) {
    this.#options = options;
  }

  /** @param work reads `wanted`; where several wait for it, once for all of them. Gaps are not kept. */
  async ask<Q extends QuestionFrame>(
    question: Parted<Q>,
    wanted: Wanted,
    work: (question: Q) => Promise<Observation<T>>,
  ): Promise<Observation<T>> {
    const most = wanted.most ?? Number.POSITIVE_INFINITY;
    const kept = this.#keptFor(question, wanted.key, most);
    if (kept) {
      question.takeOver(kept.request, kept.beganMs);
      return question.known(kept.value);
    }
    const running = this.#running.get(wanted.key);
    const isSame =
      running &&
      running.most >= most &&
      running.beganMs >= (question.sinceMs ?? question.nowMs - justBegunMs);
    const read = isSame ? running : this.#begin(wanted.key, most, question.nowMs);
    return await inOneFlight(this.#flights, read.name, question, async (own) => {
      let isNewest = false;
      const answer = await work(own).finally(() => {
        isNewest = this.#end(wanted.key, read);
      });
      if (answer.known && isNewest)
        this.#keep(wanted.key, { ...read, value: answer.value, request: answer.source.request });
      return answer;
    });
  }

  /** Another unit answers now. */
  forget(): void {
    this.#kept.clear();
    this.#running.clear();
  }

  #keptFor(question: QuestionFrame, key: string, most: number): Kept<T> | null {
    const kept = this.#kept.get(key);
    const { sinceMs } = question;
    if (!kept || sinceMs === null || kept.beganMs < sinceMs) return null;
    const ageMs = question.nowMs - kept.beganMs;
    if (ageMs < 0 || ageMs > keptMs) return null;
    const isEnough = kept.most >= most || this.#options.isWhole?.(kept.value, kept.most) === true;
    return isEnough ? kept : null;
  }

  #begin(key: string, most: number, beganMs: number) {
    this.#reads += 1;
    const read = { most, beganMs, name: `${this.#reads}` };
    this.#running.set(key, read);
    return read;
  }

  /** @returns false where a later one of the same began meanwhile, or another unit answers now. */
  #end(key: string, read: Read): boolean {
    return this.#running.get(key) === read && this.#running.delete(key);
  }

  #keep(key: string, read: Kept<T>): void {
    if (this.#options.isSmall?.(read.value) === false) return;
    this.#kept.delete(key);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= mostKept && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(key, read);
    // Nobody may ask this firewall again for hours.
    timeLimit(keptMs).addEventListener('abort', () => {
      if (this.#kept.get(key) === read) this.#kept.delete(key);
    });
  }
}
