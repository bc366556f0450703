// What the tunnel of an incident did from a while before until its end, as a picture below the timeline.

import { durationText } from '../../commands/phrases.js';
import { alternativeText } from '../../domain/picture.js';
import type { Block } from '../../domain/report.js';
import type { Incident } from '../../incidents/incident.js';
import { outageOf, outageText } from '../../incidents/outage.js';
import type { TimeSpan } from '../../watch/store.js';
import { beforeKnown, historyPicture } from '../history/picture.js';
import { readPast } from '../history/read.js';
import type { TriageParts } from './parts.js';

const leastBeforeMs = 600_000;
const longestMs = 30 * 86_400_000;

/** None where nobody watched: the timeline tells the rest. */
export async function pastBlocks(parts: TriageParts, incident: Incident): Promise<readonly Block[]> {
  const span = spanOf(incident, parts.clock.now());
  const past = await readPast(await parts.stores(), incident.tunnel, span);
  const isSeen = past.stretches.some(({ state }) => state !== 'unknown');
  if (past.knownSince === null || !isSeen) return [];
  const outage = outageOf(incident);
  const title = outage
    ? `${incident.tunnel}: ${lowered(outageText(outage, span.to))}`
    : `${incident.tunnel}, ${durationText(Date.parse(span.to) - Date.parse(span.from))} around ${incident.id}`;
  const picture = historyPicture(past, title, beforeKnown(past), parts.zone);
  return [{ kind: 'picture', picture, alt: alternativeText(picture) }];
}

/** From some time before the tunnel broke, so that what changed before is seen; until it was closed. */
function spanOf(incident: Incident, now: Date): TimeSpan {
  const outage = outageOf(incident);
  const broke = Date.parse(outage?.from ?? outage?.seenFrom ?? incident.openedAt);
  const begin = Math.min(broke, Date.parse(incident.openedAt));
  const end = incident.closed ? Date.parse(incident.closed.at) : now.getTime();
  const before = Math.max(leastBeforeMs, (end - begin) / 5);
  const to = Math.min(now.getTime(), end + leastBeforeMs);
  const from = Math.max(begin - before, to - longestMs);
  return { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
}

function lowered(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
