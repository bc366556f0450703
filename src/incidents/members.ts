// The tunnels of an incident after some left, and after a look at them.

import type { RecordedVerdict, SeenState } from './events.js';

interface Members {
  readonly tunnel: string;
  readonly tunnels: readonly string[];
  readonly seen: readonly SeenState[];
}

interface Verdict {
  readonly verdict: RecordedVerdict | null;
}

interface NothingFound extends Verdict {
  readonly fault: RecordedVerdict | null;
  readonly recovered: null;
}

/** What was found of the one that stood for all is not known of another. The last one stays whatever happens. */
export function membersWithout(
  { tunnel: stood, tunnels: all, seen: looks }: Members,
  gone: readonly string[],
): Members & Partial<NothingFound> {
  const left = all.filter((one) => !gone.includes(one));
  const tunnels = left.length > 0 ? left : [stood];
  const [tunnel = stood] = tunnels;
  const seen = looks.filter((one) => tunnels.includes(one.tunnel));
  return {
    tunnel,
    tunnels,
    seen,
    ...(tunnel === stood ? {} : { verdict: null, fault: null, recovered: null }),
  };
}

/** Also of one tunnel that became several: what was found of it is not known of what they share. */
export function isUndiagnosed({ tunnels, verdict }: Pick<Members, 'tunnels'> & Verdict): boolean {
  return verdict === null || (tunnels.length > 1 && verdict.of === undefined);
}

export function seenAfter(before: readonly SeenState[], now: readonly SeenState[]): readonly SeenState[] {
  const names = new Set(now.map(({ tunnel }) => tunnel));
  return [...before.filter(({ tunnel }) => !names.has(tunnel)), ...now];
}
