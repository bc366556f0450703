// What the log says of the tunnels without keys, for sweeps: asked when a tunnel lost its keys, else rarely, and remembered between.

import { fetchTrying } from './fetchTrying.js';
import type { TriesOf } from './normalizeOverview.js';
import { type OverviewParts, undecided } from './normalizeOverview.js';
import type { Question } from './question.js';
import type { Told } from './sweepMemory.js';

const askAgainMs = 300_000;
/** An attempt fails minutes after it began: right after a loss the log holds only the end of the keys. */
const settlesMs = 180_000;
/** An older answer tells nothing of now. */
const serveMs = 900_000;

export async function triesInSweep(
  question: Question,
  parts: Pick<OverviewParts, 'tunnels' | 'flows'>,
): Promise<TriesOf> {
  const { sweep } = question.session;
  const open = undecided(parts);
  const lost = sweep.learnWithoutKeys(new Set(open.map(({ tunnel }) => tunnel.tunnel)), question.nowMs);
  const settles = question.nowMs - sweep.lostMs < settlesMs;
  const isDue = lost || settles || question.nowMs - sweep.logAskedMs >= askAgainMs;
  if (open.length > 0 && isDue) {
    sweep.logAskedMs = question.nowMs;
    const asked = await fetchTrying(question);
    sweep.untold = asked.known ? null : asked.says;
    if (asked.known) {
      const told = open.flatMap(({ tunnel, rows }): readonly (readonly [string, Told])[] => {
        const { trying, failed = false } = asked.value(tunnel, rows);
        return trying === null ? [] : [[tunnel.tunnel, { trying, failed }]];
      });
      sweep.tries = { atMs: question.nowMs, byTunnel: new Map(told) };
    }
  }
  const tries = sweep.tries !== null && question.nowMs - sweep.tries.atMs < serveMs ? sweep.tries : null;
  const why = sweep.untold ?? 'the log was not asked yet';
  // What was read in an earlier look proves nothing of this one: it may have come and gone since.
  const isNew = tries?.atMs === question.nowMs;
  return (tunnel) => {
    const told = tries?.byTunnel.get(tunnel.tunnel);
    return { trying: told?.trying ?? null, failed: isNew && told?.failed === true, why, log: null };
  };
}
