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
    else signal.addEventListener('abort', leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** The reason of a signal that a person aborted: nothing of it shall go on, not even for whoever asks next. */
export class StoppedByPerson extends Error {
  constructor(by: string) {
    super(`stopped by ${by}`);
    this.name = 'StoppedByPerson';
  }
}
