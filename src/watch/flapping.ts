// A tunnel that works and does not work in turns: one piece of news, not one a change.

import type { Look } from './look.js';
import { type Memory, sideOf } from './memory.js';

export type Flips = Pick<Memory, 'side' | 'turns' | 'steady'>;

const windowMs = 30 * 60_000;
const fewest = 4;
const quietMs = 15 * 60_000;
/** After a jump of our clock the quiet time may be no time at all. */
const quietLooks = 3;

/** Looks that tell neither, or fall into a rekey, count for nothing. */
export function flipped(memory: Flips, look: Look, { at }: { readonly at: string }): Flips {
  const now = Date.parse(at);
  // One from the future was written before our clock was set back.
  const turns = memory.turns.filter((turn) => {
    const ago = now - Date.parse(turn);
    return ago >= 0 && ago <= windowMs;
  });
  const side = look.state === 'down' && look.renewing ? null : sideOf(look.state);
  if (side === null || memory.side === null || side === memory.side) {
    return { side: side ?? memory.side, turns, steady: memory.steady + 1 };
  }
  return { side, turns: [...turns, at], steady: 0 };
}

export function isFlapping({ turns }: Flips): boolean {
  return turns.length >= fewest;
}

export function isOver({ turns, steady }: Flips, { at }: { readonly at: string }): boolean {
  const last = turns.at(-1);
  return steady >= quietLooks && (last === undefined || Date.parse(at) - Date.parse(last) >= quietMs);
}
