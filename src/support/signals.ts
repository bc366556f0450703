// SIGINT and SIGTERM: the first asks for an end, the second is one, whatever hangs.

/** @param target the process; a parameter so that a test need not be ended. */
export function endOnSignals(stop: AbortController, target: NodeJS.Process): void {
  let asked = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // One listener for good: a signal that arrives while listeners are exchanged would be lost.
    target.on(name, () => {
      if (asked) endNow(target, name);
      asked = true;
      stop.abort(new DOMException('Stopped.', 'AbortError'));
    });
  }
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
