// SIGINT and SIGTERM: the first asks for an end, the second is one, whatever hangs.

import { constants } from 'node:os';

/**
 * @param target the process; a parameter so that a test need not be ended.
 * @returns the exit code of whoever was ended by the first signal before all was done, as shells tell it: 128 and its number.
 */
export function endOnSignals(stop: AbortController, target: NodeJS.Process): () => number {
  let asked: NodeJS.Signals | null = null;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // One listener for good: a signal that arrives while listeners are exchanged would be lost.
    target.on(name, () => {
      if (asked !== null) endNow(target, name);
      asked = name;
      stop.abort(new DOMException('Stopped.', 'AbortError'));
    });
  }
  return () => 128 + constants.signals[asked ?? 'SIGINT'];
}

/**
 * An orderly exit would wait for a thread that waits for a disk or a pipe, so the kernel's own answer to the signal ends the
 * process; the first process of a container has none, it aborts.
 */
function endNow(target: NodeJS.Process, name: NodeJS.Signals): void {
  target.removeAllListeners(name);
  if (target.pid === 1) target.abort();
  target.kill(target.pid, name);
}
