// Waiting that ends when its signal aborts: nobody waits for what nobody wants any more.

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
