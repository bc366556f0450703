// What happens by itself: a capability declares it here; replicas on one database do each of it once.

/** One time at which something is due. */
export interface Due {
  /** For whom or what: of one subject, one time waits. */
  readonly of: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** Every day at a time of the clock: minutes, hours and so on in UTC, as cron writes them. */
export interface DailyJob {
  /** The name of its queue: it stays, because what waits is found by it. */
  readonly name: string;
  readonly cron: string;
  run(): Promise<void>;
}

/**
 * At exact instants that are computed: one that falls into an outage runs after it, which a cron line would not do.
 */
export interface TimedJob {
  readonly name: string;
  /** A run that takes longer was left behind by a dead process, and is done again. */
  readonly expireInSeconds: number;
  /** What waits from the start on. */
  first(): readonly Due[];
  /**
   * Called at least once for each time; a second call for the same time must do nothing.
   * @returns what waits next; null when its subject is gone.
   */
  run(due: Due): Promise<Due | null>;
}

/** A time by the job's own clock, and how long that is from now: the database waits by another clock. */
export interface Moment extends Due {
  readonly inMs: number;
}

/** For many subjects again and again, each at moments of its own; replicas share them, and a dead one's go on with the others. */
export interface RoundJob {
  readonly name: string;
  /** A run that takes longer was left behind by a dead process; its subjects come again at their next moment. */
  readonly expireInSeconds: number;
  /** Asked each second for moments that wait from now on; the same ones may be given again. A subject that is in none any more does not come again. */
  moments(): readonly Moment[];
  /** Those that are due, together. A moment may come twice, early or late. */
  run(due: readonly Due[], signal: AbortSignal): Promise<void>;
}

export type Job = DailyJob | TimedJob | RoundJob;
