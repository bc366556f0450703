// Which phase a refused offer belongs to, when its own line does not tell: what is printed beside it does.

import type { EventWord } from '../../domain/eventWords.js';
import type { LogEvent } from '../../domain/log.js';

const offers: ReadonlySet<EventWord> = new Set(['proposal-refused', 'proposal-rejected']);
const printed: ReadonlySet<EventWord> = new Set(['received-proposals', 'configured-proposals']);
/** The lists of proposals stand beside the line that refuses them. */
const nearby = 4;

/**
 * A refused offer whose line does not tell the phase: printed proposals beside it name their protocol (ESP and AH are of phase 2), else it is of
 * phase 2 when the next word about the negotiation is that the child SA failed and the IKE SA stays. A daemon that prints the refusal again with
 * its protocol means the same one.
 */
export function withPhases(events: readonly LogEvent[]): readonly LogEvent[] {
  return events.map((event, index) => {
    if (!offers.has(event.says) || event.phase !== null) return event;
    const beside = events.slice(Math.max(0, index - nearby), index + nearby + 1);
    const list = beside.find(({ says }) => printed.has(says))?.line.text;
    if (list !== undefined && /\b(?:ESP|AH):/.test(list)) return { ...event, phase: 2 };
    if (list !== undefined && /\bIKE:/.test(list)) return { ...event, phase: 1 };
    const again = events[index + 1];
    if (again?.says === event.says && again.phase !== null) return { ...event, phase: again.phase };
    const next = events
      .slice(index + 1)
      .find(({ says }) => says !== 'packet' && says !== 'payloads' && !offers.has(says));
    if (next?.says === 'consequence' && next.phase === 1) return { ...event, phase: 1 };
    return next?.says === 'child-failed' && next.phase === 2 ? { ...event, phase: 2 } : event;
  });
}
