// Whether a tunnel comes and goes, as the log of an end shows it: SAs that were lost and set up anew, again and again.

import { durationText } from '../domain/duration.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { LogEvent } from '../domain/log.js';
import { spanUtc } from '../domain/utc.js';
import { choice, type FactDefinition, knownFact, number, text, unknownFact } from './fact.js';
import { hasStopped, outageWords, tellsOfRekey } from './logRepeats.js';
import { type EndFact, forEachEnd, fromGap, logSays, printedLine } from './perEnd.js';

const hourMs = 3_600_000;
/** Two outages within an hour may have two reasons; from here on it comes and goes. */
const fewest = 3;

/** From the first sign of trouble to the IKE SA that was set up anew. */
interface Outage {
  readonly broke: LogEvent;
  readonly cured: LogEvent;
  /** Its peer fell silent: dead peer detection says so. */
  readonly bySilence: boolean;
}

/** Outages of the last hour that are over, the oldest first; none where too few, or where they have stopped. */
function outagesOf({ log }: EndEvidence, nowAt: string): readonly Outage[] {
  if (!log.known) return [];
  const now = Date.parse(nowAt);
  const found: Outage[] = [];
  let stood = false;
  let trouble: LogEvent[] = [];
  for (const event of log.value.events) {
    if (event.line.at === null) continue;
    if (event.says === 'authenticated' && !tellsOfRekey(event.line.text)) {
      const [broke] = trouble;
      if (stood && broke)
        found.push({ broke, cured: event, bySilence: trouble.some(({ says }) => says === 'dpd-lost') });
      stood = true;
      trouble = [];
    } else if (outageWords.includes(event.says)) trouble.push(event);
  }
  const recent = found.filter(({ cured }) => now - Date.parse(cured.line.at ?? '') <= hourMs);
  const isOver = hasStopped(
    recent.map(({ cured }) => cured),
    now,
  );
  return recent.length < fewest || isOver ? [] : recent;
}

/** ISO 8601 UTC: when the first outage began of those that the logs of these ends show; null when they show none. */
export function firstOutage(ends: readonly EndEvidence[], nowAt: string): string | null {
  const begun = ends.flatMap((end) => outagesOf(end, nowAt)[0]?.broke.line.at ?? []);
  return begun.toSorted()[0] ?? null;
}

function linesOf(end: EndEvidence, outages: readonly Outage[]) {
  const last = outages.at(-1);
  if (!last) return logSays(end, 'its log shows no outage that comes again and again');
  return [printedLine(end, last.broke.line), printedLine(end, last.cured.line)];
}

/** `7 outages, about every 4 min, the last 16:03 to 16:05 UTC`. */
function outagesText(outages: readonly Outage[]): string {
  const [first, last] = [outages[0], outages.at(-1)];
  const at = (event: LogEvent | undefined) => event?.line.at ?? '';
  const between = Date.parse(at(last?.cured)) - Date.parse(at(first?.cured));
  const pace = durationText(between / Math.max(1, outages.length - 1));
  return `${outages.length} outages, about every ${pace}, the last ${spanUtc(at(last?.broke), at(last?.cured))}`;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'log.outages',
    type: number('outages'),
    says: 'How often the tunnel of {end} was lost and came up anew within the last hour, by its log; 0 below three times, and where that has stopped.',
    needs: ['log'],
    derive: ({ end, view }) => {
      if (!end.log.known) return fromGap(end.log);
      const outages = outagesOf(end, view.evidence.collectedAt);
      return knownFact(outages.length, linesOf(end, outages));
    },
  },
  {
    name: 'log.outages.told',
    type: text,
    says: 'Those outages in words: how many, how often, and when the last one was.',
    needs: ['log'],
    derive: ({ end, view }) => {
      const outages = outagesOf(end, view.evidence.collectedAt);
      return outages.length > 0
        ? knownFact(outagesText(outages), linesOf(end, outages))
        : unknownFact(`The log of ${end.name} shows no outages that come again and again.`, 'Nothing to do.');
    },
  },
  {
    name: 'log.outages.by',
    type: choice('silence', 'other'),
    says: 'Whether each of those outages began because the peer of {end} fell silent, as dead peer detection says.',
    needs: ['log'],
    derive: ({ end, view }) => {
      const outages = outagesOf(end, view.evidence.collectedAt);
      return outages.length > 0
        ? knownFact(outages.every(({ bySilence }) => bySilence) ? 'silence' : 'other', linesOf(end, outages))
        : unknownFact(`The log of ${end.name} shows no outages that come again and again.`, 'Nothing to do.');
    },
  },
];

export const outageFacts: readonly FactDefinition[] = forEachEnd(perEnd);
