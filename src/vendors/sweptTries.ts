// What a device's log says of tunnels without SA, for sweeps: asked when a tunnel lost its SA, else rarely, and remembered between.

import type { LogWindow } from '../domain/log.js';
import type { Observation } from '../domain/observation.js';

/** What the recent log says of a tunnel without SA. */
export interface Tries {
  /** Null: the log could not be asked, and `why` says so. */
  readonly trying: 'failing' | 'quiet' | null;
  /** It shows an attempt that failed since the last one that succeeded, and it was read just now. */
  readonly failed?: boolean;
  readonly why: string;
  /** The lines that say so; null where none was needed. */
  readonly log: LogWindow | null;
}

const askAgainMs = 300_000;
/** An attempt fails minutes after it began: right after a loss the log holds only the end of the SA. */
const settlesMs = 180_000;
/** An older answer tells nothing of now. */
const serveMs = 900_000;

export class SweptTries {
  #tries: { readonly atMs: number; readonly byTunnel: ReadonlyMap<string, Tries> } | null = null;
  /** Why the log could not be asked last time; null when it could. */
  #untold: string | null = null;
  /** When the log was last asked, whether it answered or not. */
  #askedMs = Number.NEGATIVE_INFINITY;
  /** When a tunnel was last seen to have lost its SA. */
  #lostMs = Number.NEGATIVE_INFINITY;
  #withoutSa: ReadonlySet<string> | null = null;

  /**
   * @param open tunnels without SA, by name
   * @param ask reads the log once for all of them
   * @param nowMs the moment of this sweep
   */
  async of(
    open: readonly string[],
    nowMs: () => number,
    ask: () => Promise<Observation<(tunnel: string) => Tries>>,
  ): Promise<(tunnel: string) => Tries> {
    const lost = this.#learn(new Set(open), nowMs());
    const isDue = lost || nowMs() - this.#lostMs < settlesMs || nowMs() - this.#askedMs >= askAgainMs;
    let isNew = false;
    if (open.length > 0 && isDue) {
      this.#askedMs = nowMs();
      const asked = await ask();
      this.#untold = asked.known ? null : asked.says;
      // A search that is not done yet goes on with the next sweep.
      if (!asked.known && asked.reason === 'timeout') this.#askedMs = Number.NEGATIVE_INFINITY;
      if (asked.known) {
        isNew = true;
        const told = open.map((tunnel) => [tunnel, asked.value(tunnel)] as const);
        this.#tries = { atMs: nowMs(), byTunnel: new Map(told.filter(([, one]) => one.trying !== null)) };
      }
    }
    const tries = this.#tries !== null && nowMs() - this.#tries.atMs < serveMs ? this.#tries : null;
    const why = this.#untold ?? 'the log was not asked yet';
    return (tunnel) => {
      // What was read in an earlier look proves nothing of this one: it may have come and gone since.
      const told = tries?.byTunnel.get(tunnel);
      return { trying: told?.trying ?? null, failed: isNew && told?.failed === true, why, log: null };
    };
  }

  /** Whether there is a tunnel without SA now that had one, or was not there, in the last sweep. */
  #learn(open: ReadonlySet<string>, nowMs: number): boolean {
    const before = this.#withoutSa;
    this.#withoutSa = open;
    if (before === null) return open.size > 0;
    const anyNew = [...open].some((tunnel) => !before.has(tunnel));
    if (anyNew) this.#lostMs = nowMs;
    return anyNew;
  }
}
