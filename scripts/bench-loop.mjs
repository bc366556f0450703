// How long the loop of this process was held: by the clock on the wall, and by the processor's time, which a busy machine does not lengthen.

import { openSync, readSync } from 'node:fs';

const everyMs = 10;

export function watchLoop() {
  const cpuMs = cpuOfThread();
  let before = null;
  let longest = { blocked: 0, computed: null };
  const look = () => {
    const now = { at: performance.now(), cpu: cpuMs?.() ?? null };
    if (before !== null) {
      const blocked = Math.max(longest.blocked, now.at - before.at - everyMs);
      const computed = now.cpu === null ? null : Math.max(longest.computed ?? 0, now.cpu - before.cpu);
      longest = { blocked, computed };
    }
    before = now;
  };
  let timer = null;
  return {
    begin() {
      timer ??= setInterval(look, everyMs).unref();
      before = null;
      longest = { blocked: 0, computed: null };
    },
    /** What the measurement itself takes of the loop does not count. */
    aside(work) {
      if (timer !== null) look();
      const made = work();
      before = null;
      return made;
    },
    /** ms; `computed` is null where the system does not tell. */
    longest: () => longest,
  };
}

/** Of the main thread, in ms; null where the system does not tell. Source: proc(5), schedstat. */
function cpuOfThread() {
  const buffer = Buffer.alloc(64);
  try {
    const file = openSync(`/proc/self/task/${process.pid}/schedstat`, 'r');
    return () => Number(buffer.toString('latin1', 0, readSync(file, buffer, 0, 64, 0)).split(' ')[0]) / 1e6;
  } catch {
    return null;
  }
}
