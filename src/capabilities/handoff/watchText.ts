// The lines of a handoff about what is bad now and has no open incident: since when, why, and that an incident of it was closed.

import type { Span, Text } from '../../domain/report.js';
import type { ClosedIncident, WatchLine } from './lines.js';
import { clip, incidentSpan, tunnelsText } from './texts.js';
import { mutedSpans, wasText } from './watchedText.js';

export function watchTexts(watch: readonly WatchLine[]): readonly Text[] {
  return watchedTogether(watch).map(watchText);
}

/** Those of one incident that was closed while they were bad are one line, however many. */
function watchedTogether(watch: readonly WatchLine[]): readonly WatchLine[] {
  const groups = new Map<string, WatchLine[]>();
  for (const line of watch) {
    const key = line.closed === null ? line.tunnel : `${line.closed.incident} ${line.state}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()].flatMap((lines) => {
    const [first] = lines;
    return first ? [{ ...first, tunnel: tunnelsText(lines.map(({ tunnel }) => tunnel)) }] : [];
  });
}

function watchText({ tunnel, state, since, basis, cause, closed, outage, muted }: WatchLine): Text {
  const word = closed === null || since === null ? state : againWord(state, since, closed);
  const least = outage?.fromAtLeast && since === outage.from ? 'at least ' : '';
  const when: Span[] = since === null ? [] : [` since ${least}`, { at: since, as: 'date-time' }];
  const diagnosed = outage?.cause === null || outage === null ? cause : outage;
  const known = wasText({ cause: null, confidence: null, trigger: outage?.trigger ?? null, ...diagnosed });
  const why = known !== '' || basis === '' ? known : ` (${clip(basis.replace(/\.$/, ''))})`;
  const hushed: Span[] = muted === null ? [] : ['; ', ...mutedSpans(muted)];
  return [
    { strong: tunnel },
    `: ${word}`,
    ...when,
    ...(closed === null ? [] : although(closed)),
    why,
    ...hushed,
  ];
}

function againWord(state: string, since: string, closed: ClosedIncident): string {
  return Date.parse(since) <= Date.parse(closed.at) ? `still ${state}` : `${state} again`;
}

/** What was closed and is bad now must not look solved. */
function although(closed: ClosedIncident): Span[] {
  return [', although incident ', incidentSpan(closed), ' was closed ', { at: closed.at, as: 'date-time' }];
}
