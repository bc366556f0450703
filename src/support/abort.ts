// Waiting that ends when its signal aborts: nobody waits for what nobody wants any more; and a person as the one who ended it.

/**
 * What the work gives, or, as soon as the signal aborts, what `instead` gives or throws: the signal's reason when it is left out.
 * The work itself goes on; what becomes of it then is nobody's.
 */
export function untilAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
  instead: () => T = () => {
    throw signal.reason;
  },
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const leave = (): void => {
      try {
        resolve(instead());
      } catch (error) {
        reject(error);
      }
    };
    if (signal.aborted) leave();
    const stay = signal.aborted ? () => undefined : whenAborted(signal, leave);
    work.then(resolve, reject).finally(stay);
  });
}

interface Waiting {
  readonly all: Set<() => void>;
  readonly leaveTogether: () => void;
}

const waitingOn = new WeakMap<AbortSignal, Waiting>();

/**
 * Calls `leave` when the signal aborts, which it has not yet. One listener a signal, however many wait: a question has as many waiting
 * parts as reads, and a listener each looks like a leak.
 * @returns ends the waiting.
 */
export function whenAborted(signal: AbortSignal, leave: () => void): () => void {
  const waiting = waitingOn.get(signal) ?? beginWaiting(signal);
  waiting.all.add(leave);
  return () => {
    waiting.all.delete(leave);
    if (waiting.all.size > 0 || waitingOn.get(signal) !== waiting) return;
    signal.removeEventListener('abort', waiting.leaveTogether);
    waitingOn.delete(signal);
  };
}

function beginWaiting(signal: AbortSignal): Waiting {
  const all = new Set<() => void>();
  const leaveTogether = (): void => {
    for (const leave of all) leave();
  };
  signal.addEventListener('abort', leaveTogether, { once: true });
  const waiting = { all, leaveTogether };
  waitingOn.set(signal, waiting);
  return waiting;
}

/** The reason of a signal that a person aborted: nothing of it shall go on, not even for whoever asks next. */
export class StoppedByPerson extends Error {
  constructor(by: string) {
    super(`stopped by ${by}`);
    this.name = 'StoppedByPerson';
  }
}
