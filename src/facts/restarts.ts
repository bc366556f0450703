// Whether an end restarted after the SA was set up that the other end holds or held: then it lost that SA.

import type { EventWord } from '../domain/eventWords.js';
import type { EndEvidence } from '../domain/evidence.js';
import type { LogEvent } from '../domain/log.js';
import { momentUtc } from '../domain/utc.js';
import type { EvidenceLine } from '../domain/verdict.js';
import { type FactState, knownFact, text, unknownFact, yes, yesNo } from './fact.js';
import { type EndFact, forEachEnd, lineOf, observed } from './perEnd.js';

interface Start {
  readonly at: string;
  /** The log's own time; what a device tells of its uptime is up to a second late or early. */
  readonly isExact: boolean;
  readonly evidence: readonly EvidenceLine[];
}

/** The last start that the log shows, else the one that the device tells. Null when neither does. */
export function startOf(end: EndEvidence): Start | null {
  const told: Start | null = end.uptime.known
    ? {
        at: end.uptime.value.startedAt,
        isExact: false,
        evidence: lineOf(
          end.uptime,
          `the ${end.uptime.value.what === 'device' ? 'device' : 'IKE daemon'} runs since ${end.uptime.value.startedAt}`,
        ),
      }
    : null;
  const line = end.log.known
    ? end.log.value.events.findLast((event) => event.says === 'restarted' && event.line.at !== null)?.line
    : undefined;
  if (!line?.at || (told !== null && Date.parse(told.at) - Date.parse(line.at) > slackMs)) return told;
  const logged = { device: end.name, source: 'log', at: line.at, text: line.text };
  return { at: line.at, isExact: true, evidence: [logged, ...(told?.evidence ?? [])] };
}

/** Clocks of two devices, and seconds that are rounded: a start must be clearly later. */
const slackMs = 2000;

/** Whether the end's own log shows an SA that it set up after this start: then it lost none. */
function isUpAgain(end: EndEvidence, start: Start): boolean {
  return start.isExact && isUpSince(end, start);
}

function isUpSince(end: EndEvidence, start: Start): boolean {
  const isSince = ({ says, line }: LogEvent) =>
    setUp.includes(says) && line.at !== null && line.at >= start.at;
  return end.log.known && end.log.value.events.some(isSince);
}

/** When the end set up the oldest SA that it still holds with its peer, with the line that shows it. */
function heldSince(end: EndEvidence): Omit<Start, 'isExact'> | null {
  if (!end.live.known) return null;
  const { ike, children } = end.live.value;
  const [oldest] = [
    ...ike.filter((sa) => sa.state === 'established').map((sa) => sa.establishedAt),
    ...children.filter((sa) => sa.state !== 'down').map((sa) => sa.installedAt),
  ]
    .filter((at) => at !== null)
    .sort();
  if (oldest === undefined) return null;
  return { at: oldest, evidence: lineOf(end.live, `it holds SAs since ${oldest}`) };
}

const setUp: readonly EventWord[] = ['authenticated', 'child-up', 'rekey-done'];
const gone: readonly EventWord[] = ['no-answer', 'dpd-lost'];

/** The end's log shows an SA from before the start, and after it a peer that did not answer any more. */
function lostInLog(end: EndEvidence, start: Start): readonly EvidenceLine[] | null {
  if (!end.log.known) return null;
  const { events } = end.log.value;
  const from = Date.parse(start.at);
  const lost = events.findIndex(
    ({ says, line }) => gone.includes(says) && line.at !== null && Date.parse(line.at) >= from,
  );
  const after = events[lost];
  // What was set up last before the peer fell silent: an SA from after the start was not lost by it.
  const last = events
    .slice(0, Math.max(lost, 0))
    .findLast(({ says, line }) => setUp.includes(says) && line.at !== null);
  const before =
    last && from - Date.parse(last.line.at ?? '') > (start.isExact ? 0 : slackMs) ? last : undefined;
  if (!before || !after) return null;
  return [before, after].map(({ line }) => ({
    device: end.name,
    source: 'log',
    at: line.at,
    text: line.text,
  }));
}

function lostState(end: EndEvidence, other: EndEvidence): FactState {
  const start = startOf(end);
  if (!start)
    return unknownFact(
      `Neither ${end.name} nor its log tells since when it runs.`,
      `Check the uptime of ${end.name}.`,
    );
  const held = heldSince(other);
  if (held !== null) {
    const lost = Date.parse(start.at) - Date.parse(held.at) > slackMs;
    return knownFact(yes(lost), [...start.evidence, ...held.evidence]);
  }
  const logged = isUpAgain(end, start) ? null : lostInLog(other, start);
  if (logged) return knownFact('yes', [...start.evidence, ...logged]);
  if (!other.live.known && !other.log.known)
    return unknownFact(`${other.name} shows neither SAs nor a log.`, `Read ${other.name}.`);
  return knownFact('no', start.evidence);
}

const perEnd: readonly EndFact[] = [
  {
    name: 'started-at',
    type: text,
    says: 'When the IKE daemon or the device of {end} started, as it says or as its log shows.',
    needs: ['uptime', 'log'],
    derive: ({ end }) => {
      const start = startOf(end);
      return start
        ? knownFact(momentUtc(start.at), start.evidence)
        : unknownFact(`${end.name} does not tell since when it runs.`, `Check the uptime of ${end.name}.`);
    },
  },
  {
    name: 'restarted.lost-state',
    type: yesNo,
    says: 'Whether {end} started after the SAs were set up that the other end holds, or deleted because nobody answered: it lost them.',
    needs: ['uptime', 'log'],
    from: ['other:sa.ike', 'other:log.read'],
    derive: ({ end, other }) => lostState(end, other),
  },
  {
    name: 'restarted.not-up-since',
    type: yesNo,
    says: 'Whether the log of {end} shows an SA, then a start of the IKE daemon, and no SA since.',
    needs: ['log'],
    derive: ({ end }) =>
      observed(
        end.log,
        ({ events }) => {
          const start = events.findLastIndex((event) => event.says === 'restarted');
          const last = events.findLastIndex((event) => setUp.includes(event.says));
          const lost = start >= 0 && last >= 0 && last < start;
          const text = events[start]?.line.text ?? 'its log shows no start of the IKE daemon';
          return { value: yes(lost), text, source: 'log' };
        },
        '',
      ),
  },
  {
    name: 'restarted.nothing-since',
    type: yesNo,
    says: 'Whether {end} started within one lifetime of its IPsec SAs and set none up since: its peer may still hold those from before.',
    needs: ['uptime', 'log'],
    from: ['sa.ike', 'child.lifetime'],
    derive: ({ end, view, own }) => {
      const start = startOf(end);
      const [lifetime, ike] = [own('child.lifetime'), own('sa.ike')];
      if (!start || !lifetime.known)
        return unknownFact(
          `Since when ${end.name} runs, or how long its SAs live, is not known.`,
          `Check the uptime of ${end.name}.`,
        );
      const seconds = (Date.parse(view.evidence.collectedAt) - Date.parse(start.at)) / 1000;
      const isSetUp = (ike.known && ike.value === 'established') || isUpSince(end, start);
      return knownFact(yes(!isSetUp && seconds < Number(lifetime.value)), start.evidence);
    },
  },
];

export const restartFacts = forEachEnd(perEnd);
