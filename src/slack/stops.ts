// What runs for somebody now, and can be stopped: by its id on a button, or by the thread that it is answered in.

import { bareReport, type Progress, type Report } from '../domain/report.js';
import { StoppedByPerson } from '../support/abort.js';
import type { Place } from './place.js';

export interface Stoppable {
  readonly id: string;
  readonly place: Pick<Place, 'channel' | 'threadTs' | 'user'>;
  readonly signal: AbortSignal;
  /** Who stopped it, by name; null while nobody did. */
  readonly stoppedBy: string | null;
  stop(by: string): void;
  end(): void;
}

/** Bounded by what runs at a time. */
export class Stops {
  readonly #running = new Map<string, Stoppable>();
  #count = 0;

  begin(place: Stoppable['place']): Stoppable {
    this.#count += 1;
    const id = String(this.#count);
    const abort = new AbortController();
    let stoppedBy: string | null = null;
    const run: Stoppable = {
      id,
      place,
      signal: abort.signal,
      get stoppedBy() {
        return stoppedBy;
      },
      stop: (by) => {
        stoppedBy ??= by;
        abort.abort(new StoppedByPerson(by));
      },
      end: () => this.#running.delete(id),
    };
    this.#running.set(id, run);
    return run;
  }

  byId(id: string): readonly Stoppable[] {
    const run = this.#running.get(id);
    return run ? [run] : [];
  }

  inThread(channel: string, threadTs: string): readonly Stoppable[] {
    return [...this.#running.values()].filter(
      ({ place }) => place.channel === channel && place.threadTs === threadTs,
    );
  }
}

const mostRead = 12;

/** What was done until somebody stopped it; the step that was being done is not among it. */
export class DoneUntil {
  readonly #done = new Set<string>();
  #doing = '';

  show({ title }: Progress): void {
    if (this.#doing !== '' && this.#doing !== title) this.#done.add(this.#doing);
    this.#doing = title;
  }

  get lines(): readonly string[] {
    return [...this.#done].map((line) => line.replace(/[\s…]+$/, '')).slice(-mostRead);
  }
}

/** @param again the words that ask the same once more. */
export function stoppedReport(by: string, done: readonly string[], again: string): Report {
  const text = done.length === 0 ? 'Nothing had been read until then.' : `Until then: ${done.join('; ')}.`;
  return {
    ...bareReport,
    kind: 'stopped',
    tone: 'quiet',
    title: `Stopped by ${by}`,
    summary: [{ kind: 'paragraph', text }],
    actions: [{ label: 'Ask again', command: again }],
    audience: 'everyone',
    json: null,
  };
}
