// An incident was opened for tunnels whose notice stands in a channel: from now on the incident tells how it goes on; pure.

import { writesOf } from './hear.js';
import { isLasting, type Notice } from './notice.js';
import type { NoticeWrites } from './store.js';

interface Taking {
  readonly tunnels: readonly string[];
  readonly incident: string;
  /** ISO 8601 UTC. */
  readonly at: string;
}

/** One that gathers is not told yet, and leaves out what has an incident when it is. */
export function takenOver(open: readonly Notice[], { tunnels: taken, incident, at }: Taking): NoticeWrites {
  const before = new Map(open.map((one) => [one.id, one]));
  const now = new Map(before);
  const quiet = new Map<string, boolean>();
  for (const notice of open) {
    if (notice.phase !== 'standing') continue;
    const tunnels = notice.tunnels.map((one) =>
      taken.includes(one.tunnel) && isLasting(one) && one.incident !== incident ? { ...one, incident } : one,
    );
    if (tunnels.every((one, index) => one === notice.tunnels[index])) continue;
    now.set(notice.id, { ...notice, tunnels });
    quiet.set(notice.id, true);
  }
  return writesOf(before, now, quiet, at, 0);
}
