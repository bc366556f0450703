// The newest diagnoses, so that whoever asks for the details of one reads about that one, and no device is asked again.

import type { Examination } from '../../diagnosis/diagnose.js';
import type { Clock } from '../../domain/clock.js';

/** Older than this it is no answer to what somebody reads now. */
const youngMs = 15 * 60_000;
const most = 50;

export class NewestExaminations {
  readonly #kept = new Map<string, Examination>();

  constructor(private readonly clock: Clock) {}

  /** @param question the tunnel with everything that was asked besides. */
  keep(question: string, examination: Examination): void {
    this.#kept.delete(question);
    this.#kept.set(question, examination);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > most && oldest !== undefined) this.#kept.delete(oldest);
  }

  /** Null when there is none, or only an old one. */
  of(question: string): Examination | null {
    const kept = this.#kept.get(question);
    if (!kept) return null;
    const age = this.clock.now().getTime() - Date.parse(kept.evidence.collectedAt);
    return age >= 0 && age <= youngMs ? kept : null;
  }
}
