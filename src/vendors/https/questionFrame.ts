// What every question to a firewall has: its deadline, what it cost, and what it was answered with as observations.

import type { Clock } from '../../domain/clock.js';
import type { CallContext } from '../../domain/device.js';
import { type Gap, type GapReason, gap, type Known, known } from '../../domain/observation.js';
import { answered, clockDeadline } from '../../support/deadline.js';
import type { ReadFrame } from './client.js';
import type { Fault } from './fault.js';

/** What a question needs of the firewall that it is put to. */
export interface Asked {
  readonly name: string;
  readonly clock: Clock;
  countCall(): void;
}

const pausesMs = [250, 500, 1_000, 1_500, 2_000] as const;
const lastPauseMs = 3_000;

export interface QuestionNeeds {
  /** Answers of a passive unit mean nothing for this question. */
  readonly needsActive: boolean;
  /** The unit that answered last is taken for the active one: who asks sees by the answer when it no longer is. */
  readonly trustsUnit?: boolean;
}

export class QuestionFrame {
  readonly signal: AbortSignal;
  readonly deadlineMs: number;
  readonly needsActive: boolean;
  readonly trustsUnit: boolean;
  /** What was told from then on for another question is new enough; null: nothing is. */
  readonly sinceMs: number | null;
  readonly #asked: Asked;
  #calls = 0;
  #oldestMs = Number.POSITIVE_INFINITY;
  readonly #said: string[] = [];
  readonly #done = new AbortController();

  constructor(asked: Asked, call: CallContext, { needsActive, trustsUnit = false }: QuestionNeeds) {
    this.#asked = asked;
    this.needsActive = needsActive;
    this.trustsUnit = trustsUnit;
    this.deadlineMs = Date.parse(call.deadlineAt);
    this.sinceMs = call.since === undefined ? null : Date.parse(call.since);
    this.signal = clockDeadline(asked.clock, call.signal, this.deadlineMs, this.#done);
  }

  /** Stops the timer of the deadline. */
  end(): void {
    this.#done.abort(answered);
  }

  /** The frame of a part that outlives this question's asker: several questions wait for it. */
  protected until(signal: AbortSignal, milliseconds: number): CallContext {
    return { signal, deadlineAt: new Date(this.nowMs + milliseconds).toISOString() };
  }

  /** Takes over the cost of a part that was asked for this question. */
  adopt(part: QuestionFrame): void {
    this.#calls += part.#calls;
    for (const says of part.#said) this.noteSaid(says);
  }

  /** Takes over what was told at that moment for another question. */
  takeOver(request: string, atMs: number): void {
    this.noteSaid(request);
    this.#oldestMs = Math.min(this.#oldestMs, atMs);
  }

  /** Made for this question so far. */
  get calls(): number {
    return this.#calls;
  }

  get nowMs(): number {
    return this.#asked.clock.now().getTime();
  }

  /** The request in words, for the source of the answer. */
  protected noteSaid(says: string): void {
    if (!this.#said.includes(says)) this.#said.push(says);
  }

  /**
   * Between two looks at a search that the firewall works on.
   * @param looks how many there were; the pauses grow with them
   * @returns false, at once, where the time would be over, and when nobody waits any more
   */
  async pause(looks: number, giveUpMs: number): Promise<boolean> {
    const pauseMs = pausesMs[looks] ?? lastPauseMs;
    if (this.nowMs + pauseMs > Math.min(giveUpMs, this.deadlineMs)) return false;
    return await this.#asked.clock.sleep(pauseMs, this.signal).then(
      () => true,
      () => false,
    );
  }

  protected frameOf(timeoutMs: number, attempts?: number): ReadFrame {
    return {
      signal: this.signal,
      deadlineMs: this.deadlineMs,
      timeoutMs,
      ...(attempts ? { attempts } : {}),
      onCall: () => {
        this.#calls += 1;
        this.#asked.countCall();
      },
    };
  }

  known<T>(value: T): Known<T> {
    return known(value, {
      device: this.#asked.name,
      request: this.#said.join('; ') || 'remembered',
      at: new Date(Math.min(this.#oldestMs, this.nowMs)).toISOString(),
      fromCache: false,
      calls: this.#calls,
    });
  }

  gap(reason: GapReason, says: string, remedy: string, request?: string): Gap {
    return gap({
      reason,
      says,
      remedy,
      device: this.#asked.name,
      request: request ?? this.#said.at(-1) ?? '',
      at: this.#asked.clock.now().toISOString(),
    });
  }

  /** Rows that were there and of which none could be read are not "no rows". */
  protected rowsRead<T>(rows: readonly T[], hadRows: boolean): Known<readonly T[]> | Gap {
    return rows.length > 0 || !hadRows
      ? this.known(rows)
      : this.gap(
          'unreadable',
          'The firewall answered with rows of an unknown form.',
          'Report it with the version.',
        );
  }

  gapOf({ reason, says, remedy }: Pick<Fault, 'reason' | 'says' | 'remedy'>, request: string): Gap {
    // Among several devices a sentence names the one that it is about.
    return this.gap(reason, says.replace(/^The firewall\b/, this.#asked.name), remedy, request);
  }
}

/** The question ends with its work, whatever comes of that: the timer of its deadline must not outlive it. */
export async function putQuestion<Q extends QuestionFrame, T>(
  question: Q,
  work: (question: Q) => Promise<T>,
): Promise<T> {
  try {
    return await work(question);
  } finally {
    question.end();
  }
}

/** A question of which a part can outlive its asker. */
export type Parted<Q extends QuestionFrame> = QuestionFrame & {
  part(signal: AbortSignal, milliseconds: number): Q;
};
