// The lines of a handoff about what the watch saw: each outage in one, who is not told, what was changed by hand.

import { durationText } from '../../domain/duration.js';
import type { Span, Text } from '../../domain/report.js';
import { causeTitle, confidenceWords } from '../../incidents/words.js';
import { clip, tunnelsText } from './texts.js';
import type { ChangeLine, MuteLine, OutageLine } from './watched.js';

/** `paris-hq: down 14 min, back up since …: IKE proposal mismatch (certain). Started 11 s after …` */
export function outageText(line: OutageLine): Text {
  const { tunnel, to, became } = line;
  const ended: Span[] =
    to === null ? [] : [`, ${became === 'up' ? 'back up' : became} since `, { at: to, as: 'date-time' }];
  const was = wasText(line);
  return [{ strong: tunnel }, `: ${lengthText(line, true)}`, ...ended, was === '' ? '.' : was];
}

/** `Down 14 min`, `Down 3 times, 20 min together`. */
export function lengthText({ state, times, seconds }: OutageLine, isLower = false): string {
  const word = isLower ? state : `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
  const lasted = durationText(seconds * 1000);
  return times === 1 ? `${word} ${lasted}` : `${word} ${times} times, ${lasted} together`;
}

/** `: IKE proposal mismatch (certain). Started 11 s after …`; empty when nothing is known. */
export function wasText({
  cause,
  confidence,
  trigger,
}: Pick<OutageLine, 'cause' | 'confidence' | 'trigger'>): string {
  const isNamed = cause !== null && confidence !== null && confidence !== 'none';
  const named = isNamed ? `: ${causeTitle(cause)} (${confidenceWords[confidence]}).` : '';
  if (trigger === null) return named;
  return `${named === '' ? '.' : named} ${clip(trigger)}`;
}

export function muteText(line: MuteLine): Text {
  return [{ strong: line.tunnel }, ': ', ...mutedSpans(line), '.'];
}

export function mutedSpans({ until, by, why }: MuteLine): Span[] {
  return ['muted until ', { at: until, as: 'date-time' }, ` by ${by}: ${clip(why.replace(/\.$/, ''))}`];
}

export function changeText({ tunnels, at, says }: ChangeLine): Text {
  return [
    { strong: tunnelsText(tunnels) },
    `: ${clip(says.replace(/\.$/, ''))} (`,
    { at, as: 'date-time' },
    ').',
  ];
}
