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

/** A signal that follows others: it aborts as soon as one of them does, for its reason. */
interface Following {
  readonly signal: AbortSignal;
  /** It follows them no more, and nothing of it stays behind in them. */
  letGo(): void;
}

/** `AbortSignal.any` of Node.js 20 leaves a trace of each call in a signal that lives long, for ever (github.com/nodejs/node/issues/55351). */
function firstOf(signals: readonly AbortSignal[]): Following {
  const own = new AbortController();
  const already = signals.find(({ aborted }) => aborted);
  if (already) own.abort(already.reason);
  const waiting = already ? [] : signals.map((signal) => whenAborted(signal, () => own.abort(signal.reason)));
  return {
    signal: own.signal,
    letGo() {
      for (const leave of waiting) leave();
    },
  };
}

/** Runs with a signal that aborts with the first of the others. */
export async function underFirstOf<T>(
  signals: readonly AbortSignal[],
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const following = firstOf(signals);
  try {
    return await work(following.signal);
  } finally {
    following.letGo();
  }
}

/** The reason of a signal that a person aborted: nothing of it shall go on, not even for whoever asks next. */
export class StoppedByPerson extends Error {
  constructor(by: string) {
    super(`stopped by ${by}`);
    this.name = 'StoppedByPerson';
  }
}
