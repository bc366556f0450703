// SAs that stand one by one with their addresses: which pairs there are, and whether both directions carried something.

import type { LogLine } from '../../domain/log.js';
import { childMissing, childUp, counted, oneDirection, type Said } from './said.js';

/** One installed SA; `count` of packets or bytes is null when it is not printed. */
export interface Carried {
  readonly line: LogLine;
  readonly from: string;
  readonly to: string;
  readonly count: number | null;
}

/** Kernels list SAs without saying which end they run on. */
export function pairsOf(sas: readonly Carried[]): Said[] {
  const pairs = new Map<string, Carried[]>();
  for (const sa of sas) {
    const key = [sa.from, sa.to].sort().join(' ');
    pairs.set(key, [...(pairs.get(key) ?? []), sa]);
  }
  return [...pairs.entries()].flatMap(([of, all]) => pairOf(of, all));
}

function pairOf(of: string, all: readonly Carried[]): Said[] {
  const [first] = all;
  if (!first) return [];
  const forth = all.filter(({ from }) => from === first.from);
  const back = all.filter(({ from }) => from !== first.from);
  const place = { line: first.line, of };
  if (back.length === 0) return [childMissing(place)];
  const [went, came] = [sum(forth), sum(back)];
  if (went === null || came === null) return [childUp(place)];
  if (went > 0 === came > 0) return [childUp(place), counted(place, came, went)];
  return [childUp(place), oneDirection({ line: (went > 0 ? back : forth)[0]?.line ?? first.line, of })];
}

function sum(sas: readonly Carried[]): number | null {
  let total = 0;
  for (const { count } of sas) {
    if (count === null || Number.isNaN(count)) return null;
    total += count;
  }
  return total;
}
