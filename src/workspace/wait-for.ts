// Waits for something to become true in the workspace, looking again at each change instead of sleeping.

export interface Watched {
  listen(listener: () => void): () => void;
}

/**
 * Resolves with the first value of `predicate` that is neither undefined, null nor false. Rejects after `timeoutMs`
 * with `describe()`, so that a failing test says what was there instead.
 */
export async function waitFor<T>(
  predicate: () => T | undefined | null | false,
  timeoutMs: number,
  sources: readonly Watched[],
  describe: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stops: Array<() => void> = [];
    const end = (): void => {
      clearTimeout(timer);
      for (const stop of stops) stop();
    };
    const look = (): void => {
      let value: T | undefined | null | false;
      try {
        value = predicate();
      } catch (error) {
        end();
        reject(error instanceof Error ? error : new Error(String(error)));
        return;
      }
      if (value === undefined || value === null || value === false) return;
      end();
      resolve(value);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`Not true within ${timeoutMs} ms. ${describe()}`));
    }, timeoutMs);
    for (const source of sources) stops.push(source.listen(() => queueMicrotask(look)));
    look();
  });
}
