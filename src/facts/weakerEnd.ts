// Which end has the weaker setting, as facts say it: a repair should move that end.

import { weakerOf } from '../domain/strength.js';
import { choice } from './fact.js';

type WeakerEnd = 'ours' | 'theirs' | 'neither';

export const weakerEndType = choice('ours', 'theirs', 'neither');

/** @param ours what makes our end the weaker one holds. */
export function behind(ours: boolean, theirs: boolean): WeakerEnd {
  return ours === theirs ? 'neither' : ours ? 'ours' : 'theirs';
}

export function weakerEnd(ours: readonly string[], theirs: readonly string[]): WeakerEnd {
  const weaker = weakerOf(ours, theirs);
  return behind(weaker === 'left', weaker === 'right');
}

/** Over several kinds of algorithms; neither, when the ends are weaker in different ones. */
export function weakerInAll(ends: readonly WeakerEnd[]): WeakerEnd {
  return behind(
    ends.includes('ours') && !ends.includes('theirs'),
    ends.includes('theirs') && !ends.includes('ours'),
  );
}
