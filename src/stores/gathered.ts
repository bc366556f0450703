// Many writers, one statement: what arrives while a statement runs goes together into the next one.

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * @param most how many items one statement takes; more wait for the one after it.
 * @param run gives a result for each item, in their order. When it fails for several, each is tried alone, so that one that
 *   cannot be written takes nobody with it.
 */
export function gathered<T, R>(
  most: number,
  run: (items: readonly T[]) => Promise<readonly R[]>,
): (item: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let running = false;

  async function settle(some: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await run(some.map(({ item }) => item));
      for (const [index, { resolve, reject }] of some.entries()) {
        const result = results[index];
        if (result === undefined) reject(new Error('a statement gave fewer results than it took items'));
        else resolve(result);
      }
    } catch (error) {
      if (some.length > 1) for (const one of some) await settle([one]);
      else for (const { reject } of some) reject(error);
    }
  }

  async function work(): Promise<void> {
    running = true;
    // Whoever comes in the same turn comes along.
    await Promise.resolve();
    while (waiting.length > 0) await settle(waiting.splice(0, most));
    running = false;
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void work();
    });
}
