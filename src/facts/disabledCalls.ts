// Whether an end that is disabled is still called by its peer: attempts after the disabling, as the logs of both ends show them.

import { durationText } from '../domain/duration.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { LogEvent } from '../domain/log.js';
import { knownValue } from '../domain/observation.js';
import { sinceUtc } from '../domain/utc.js';
import type { EvidenceLine } from '../domain/verdict.js';
import { type FactState, knownFact, number, text, unknownFact } from './fact.js';
import { stoodLine } from './logHeard.js';
import { type EndFact, forEachEnd, fromGap, logSays, printedLine, type Sight } from './perEnd.js';

/** Implementations wait up to five minutes between attempts that fail: after three such pauses nobody calls any more. */
const stillMs = 15 * 60_000;
/** Below this many attempts the time between them is chance. */
const leastForPace = 4;

interface Calls {
  readonly times: number;
  /** ISO 8601 UTC. */
  readonly first: string;
  readonly last: string;
  readonly line: EvidenceLine;
}

/** Milliseconds; null when no change that was read says when it was disabled. */
function disabledAt({ changes }: EndEvidence): number | null {
  const edits = changes.known ? (knownValue(changes.value.edits) ?? []) : [];
  const off = edits.findLast(({ settings = [] }) =>
    settings.some(
      ({ setting, after }) =>
        (setting === 'gateway' || setting === 'tunnel') && (after === 'yes' || after === 'disabled'),
    ),
  );
  return off ? Date.parse(off.at) : null;
}

/** What stood before it was disabled was no call in vain; without either moment every attempt counts that is in the log. */
function countedFrom({ end, other }: Sight): number {
  const stood = [end, other].flatMap(({ log }) => (log.known ? (stoodLine(log.value)?.line.at ?? []) : []));
  return disabledAt(end) ?? Math.max(0, ...stood.map((at) => Date.parse(at)));
}

const refusesAttempt = ({ says, printedBy }: LogEvent) =>
  says === 'no-configuration' && printedBy !== 'initiator';
const startsAttempt = ({ says, printedBy }: LogEvent) => says === 'started' && printedBy !== 'responder';
const endsAttempt = ({ says, printedBy }: LogEvent) => says === 'no-answer' && printedBy !== 'responder';

/** Both logs tell of the same attempts: the one that shows more of them counts. */
function callsOf(sight: Sight): Calls | null {
  const { end, other } = sight;
  const from = countedFrom(sight);
  const found = [
    callsIn(end, refusesAttempt, from),
    callsIn(other, startsAttempt, from),
    callsIn(other, endsAttempt, from),
  ].filter((calls) => calls !== null);
  return found.toSorted((a, b) => b.times - a.times)[0] ?? null;
}

function callsIn(end: EndEvidence, counts: (event: LogEvent) => boolean, from: number): Calls | null {
  const events = end.log.known ? end.log.value.events.filter(counts) : [];
  const dated = events.filter(({ line }) => line.at !== null && Date.parse(line.at) > from);
  const [first, last] = [dated[0], dated.at(-1)];
  if (!first?.line.at || !last?.line.at) return null;
  return {
    times: dated.reduce((sum, { count }) => sum + count, 0),
    first: first.line.at,
    last: last.line.at,
    line: printedLine(end, last.line),
  };
}

function callsFact(sight: Sight, value: (calls: Calls) => FactState, none: FactState): FactState {
  const { end, other, view } = sight;
  const disabled = sight.own('disabled');
  if (!disabled.known) return disabled;
  if (disabled.value === 'no') return unknownFact(`${end.name} is not disabled.`, 'Nothing to do.');
  if (!end.log.known && !other.log.known) return fromGap(end.log);
  // An end that is disabled too called before that.
  const caller = sight.others('disabled');
  if (caller.known && caller.value === 'yes') return none;
  const calls = callsOf(sight);
  if (!calls) return none;
  const isOver = Date.parse(view.evidence.collectedAt) - Date.parse(calls.last) > stillMs;
  return isOver ? none : value(calls);
}

/** `107 times since 2026-11-29 15:32:47 UTC, about every 5 min, last 01:28:17 UTC`. */
function callsText({ times, first, last }: Calls, today: string): string {
  if (times === 1) return `once, at ${sinceUtc(last, today)}`;
  const pace = (Date.parse(last) - Date.parse(first)) / (times - 1);
  const every = times >= leastForPace && pace >= 1000 ? `, about every ${durationText(rounded(pace))}` : '';
  return `${times} times since ${sinceUtc(first, today)}${every}, last ${sinceUtc(last, today)}`;
}

/** An average is no clock: above a minute whole minutes are enough. */
function rounded(milliseconds: number): number {
  const unit = milliseconds >= 60_000 ? 60_000 : 1000;
  return Math.round(milliseconds / unit) * unit;
}

const perEnd: readonly EndFact[] = [
  {
    name: 'disabled.calls',
    type: number('attempts'),
    says: 'How many attempts of the other end the logs show since {end} was disabled; 0 when the last one is more than a quarter of an hour ago.',
    needs: ['log', 'changes'],
    from: ['disabled', 'other:disabled', 'other:log.read'],
    derive: (sight) =>
      callsFact(
        sight,
        ({ times, line }) => knownFact(times, [line]),
        knownFact(
          0,
          [sight.end, sight.other].flatMap((end) => logSays(end, 'no attempt since it was disabled')),
        ),
      ),
  },
  {
    name: 'disabled.called',
    type: text,
    says: 'How often and how regularly the other end calls {end}, which is disabled, first and last.',
    needs: [],
    from: ['disabled.calls'],
    derive: (sight) =>
      callsFact(
        sight,
        (calls) => knownFact(callsText(calls, sight.view.evidence.collectedAt), [calls.line]),
        unknownFact(`${sight.other.name} does not call.`, 'Nothing to do.'),
      ),
  },
];

export const disabledCallFacts = forEachEnd(perEnd);
