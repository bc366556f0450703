// Small texts that several reports share: amounts, ages, states.

import { sizeText } from '../domain/amount.js';
import type { TunnelState } from '../domain/live.js';
import type { Gap } from '../domain/observation.js';
import type { Span, Tone } from '../domain/report.js';
import type { Unchecked } from '../domain/verdict.js';

export { durationText } from '../domain/duration.js';

const tones: Readonly<Record<TunnelState, Tone>> = {
  up: 'good',
  degraded: 'warning',
  down: 'bad',
  idle: 'quiet',
  disabled: 'quiet',
  unknown: 'unknown',
};

export function toneOf(state: TunnelState): Tone {
  return tones[state];
}

/** What a person reads instead of the bare word. */
export function stateText(state: TunnelState): string {
  return state === 'unknown' ? 'cannot tell' : state;
}

export function bytesText(bytes: bigint | number | null): string {
  return bytes === null ? 'cannot tell' : sizeText(bytes);
}

export function rateText(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? 'cannot tell' : `${bytesText(bytesPerSecond)}/s`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** A time, or the words for its absence. */
export function timeSpan(at: string | null, absent: string, as: 'time' | 'date-time' | 'age' = 'age'): Span {
  return at === null ? absent : { at, as };
}

/** What could not be read, in the words of the reports; each text once. */
export function uncheckedFrom(gaps: readonly { readonly what: string; readonly gap: Gap }[]): Unchecked[] {
  const seen = new Set<string>();
  return gaps.flatMap(({ what, gap }) => {
    const key = `${what}\n${gap.says}`;
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ what, why: gap.says, how: gap.remedy }];
  });
}
