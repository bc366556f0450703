// What the log says of the tunnels without keys, for sweeps of a firewall: all of them in one look.

import type { TunnelConfig } from '../../domain/tunnelConfig.js';
import { fetchTrying } from './fetchTrying.js';
import { type OverviewParts, type TriesOf, undecided } from './normalizeOverview.js';
import type { Question } from './question.js';

export async function triesInSweep(
  question: Question,
  parts: Pick<OverviewParts, 'tunnels' | 'flows'>,
): Promise<TriesOf> {
  const open = new Map(undecided(parts).map((one) => [one.tunnel.tunnel, one]));
  const triesOf = await question.session.sweep.tries.of(
    [...open.keys()],
    () => question.nowMs,
    async () => {
      const asked = await fetchTrying(question);
      if (!asked.known) return asked;
      return question.known((name: string) => {
        const one = open.get(name);
        return one ? asked.value(one.tunnel, one.rows) : notAsked;
      });
    },
  );
  return ({ tunnel }: TunnelConfig) => triesOf(tunnel);
}

const notAsked = { trying: null, why: 'the log was not asked for it', log: null } as const;
