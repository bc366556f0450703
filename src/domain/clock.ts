// The clock as a port: nothing else in the project asks what time it is, so that everything can be replayed.

export interface Clock {
  now(): Date;
  /** Resolves after the time, or rejects with the signal's reason when it is aborted first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
