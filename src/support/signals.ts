// SIGINT and SIGTERM: the first asks for an end, the second is one, whatever hangs.

/** @param target the process; a parameter so that a test need not be ended. */
export function endOnSignals(stop: AbortController, target: NodeJS.Process): void {
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) {
    target.once(name, () => {
      stop.abort(new DOMException('Stopped.', 'AbortError'));
      for (const other of names) {
        target.removeAllListeners(other);
        // An orderly exit would wait for a thread that waits for a disk or a pipe: the kernel ends the process instead.
        target.once(other, () => endNow(target, other));
      }
    });
  }
}

/** The kernel's own answer to a signal; the first process of a container has none, it aborts. */
function endNow(target: NodeJS.Process, name: NodeJS.Signals): void {
  target.removeAllListeners(name);
  if (target.pid === 1) target.abort();
  target.kill(target.pid, name);
}
