// What the thread says about an event: one message, or nothing; pure, so that a message can be made again after a crash.

import { remedyRows } from '../../commands/decisionCard.js';
import type { Block, Span, Tone } from '../../domain/report.js';
import { sinceUtc } from '../../domain/utc.js';
import type { Happening, IncidentEvent, RecordedVerdict } from '../../incidents/events.js';
import { isAtFault, isWorking } from '../../incidents/faults.js';
import { tunnelNames } from '../../incidents/groupWords.js';
import { type Incident, incidentFrom } from '../../incidents/incident.js';
import { backUpText } from '../../incidents/outage.js';
import { whatHappened } from '../../incidents/words.js';
import { closingDetail, closingSummary } from './closing.js';
import { quoteBlocks } from './quoted.js';
import { revisionText } from './record.js';

/**
 * @param incident the incident with this event in its timeline; events after it do not change the message.
 * @returns null for events that only the card shows, and for a verdict that says nothing new.
 */
export function eventMessage(event: IncidentEvent, incident: Incident): Block[] | null {
  const { what } = event;
  switch (what.kind) {
    case 'opened':
    case 'thread':
    case 'looked':
      return null;
    case 'alert':
      return alertMessage(what);
    case 'asked':
      return [{ kind: 'callout', tone: 'quiet', text: [{ strong: 'Question: ' }, what.question] }];
    case 'withdrawn':
      return [{ kind: 'note', text: `A question is not needed any more: ${what.why}` }];
    case 'verdict':
      return verdictMessage(event, what.verdict, incident);
    case 'closed': {
      const upTo = incident.timeline.filter((one) => one.seq <= event.seq);
      const then = incidentFrom(upTo);
      return [...closingSummary(then), ...closingDetail(then)];
    }
    case 'partner-log':
      return [...personDid(event), ...quoteBlocks(what)];
    case 'joined':
    case 'left':
    case 'merged':
    case 'merged-into':
    case 'owner':
    case 'severity':
    case 'state':
    case 'note':
    case 'answered':
    case 'partner-config':
    case 'sheet':
    case 'reopened':
      return personDid(event);
  }
}

/** What repeats says nothing new; that the tunnels are up is told by what was seen of them. */
function alertMessage({
  still,
  name,
  source,
  tunnels,
}: Extract<Happening, { kind: 'alert' }>): Block[] | null {
  if (still !== 'down') return null;
  const isOne = tunnels.length === 1;
  const text = `The alert ${name} of ${source} is gone, but ${tunnelNames(tunnels)} ${isOne ? 'is' : 'are'} still down.`;
  return [{ kind: 'callout', tone: 'warning', text }];
}

function personDid({ what, by }: IncidentEvent): Block[] {
  return [{ kind: 'paragraph', text: [{ strong: by.name }, ` ${whatHappened(what, by)}`, '.'].map(stop) }];
}

/** A sentence ends once. */
function stop(span: Span, index: number, all: readonly Span[]): Span {
  const before = all[index - 1];
  return span === '.' && typeof before === 'string' && /[.?!…]\s*$/.test(before) ? '' : span;
}

function verdictMessage(event: IncidentEvent, now: RecordedVerdict, incident: Incident): Block[] | null {
  const earlier = incident.timeline.filter((one) => one.seq < event.seq);
  const last = earlier.findLast((one) => one.what.kind === 'verdict');
  const before = last?.what.kind === 'verdict' ? last.what.verdict : null;
  const then = incidentFrom([...earlier, event]);
  const back = backUpText(then);
  // That it is up is said once, and once more when it is proven.
  if (back !== null && before !== null && isWorking(before) && now.confidence === before.confidence)
    return null;
  if (back !== null)
    return [{ kind: 'callout', tone: toneOfUp(now), text: [{ strong: back }, ` ${now.summary}`] }];
  // The card says it already: what stands below it is what it rests on.
  if (before === null) return listedBlocks([...memberList(then), ...(evidenceBlocks(now) ?? [])]);
  const revision =
    isWorking(before) && isAtFault(now)
      ? brokenText(event, now)
      : revisionText(before, now, reasonOf(earlier, last?.seq ?? 0));
  const rows = newSteps(before, now);
  const news = [
    ...(revision === '' ? [] : [{ strong: revision }]),
    ...(revision === '' || now.summary === before.summary ? [] : [` ${now.summary}`]),
  ];
  const contradicted = contradictionBlocks(before, now);
  if (news.length === 0 && rows.length === 0 && contradicted.length === 0) return null;
  return [
    ...(news.length === 0 ? [] : [{ kind: 'paragraph' as const, text: news }]),
    ...contradicted,
    ...(rows.length === 0 ? [] : [{ kind: 'fields' as const, rows }]),
  ];
}

/** What to do now, as the card says it; nothing when it is what was to be done before. */
function newSteps(before: RecordedVerdict, now: RecordedVerdict) {
  const { remedies } = now;
  if (remedies !== undefined)
    return JSON.stringify(remedies) === JSON.stringify(before.remedies) ? [] : remedyRows(now, remedies);
  return [
    ...(now.nextOurs === '' || now.nextOurs === before.nextOurs
      ? []
      : [{ label: 'Our side', value: now.nextOurs }]),
    ...(now.nextTheirs === '' || now.nextTheirs === before.nextTheirs
      ? []
      : [{ label: 'Their side', value: now.nextTheirs }]),
  ];
}

/** Those that were not told with the verdict before. */
function contradictionBlocks(before: RecordedVerdict, now: RecordedVerdict): Block[] {
  const told = (before.contradictions ?? []).map(({ about }) => about);
  return (now.contradictions ?? [])
    .filter(({ about }) => !told.includes(about))
    .map(({ says }): Block => ({ kind: 'callout', tone: 'warning', text: says }));
}

/** The card names a few of many; who looks for one finds it here. */
function memberList({ tunnels }: Incident): Block[] {
  if (tunnels.length < 2) return [];
  return [
    { kind: 'paragraph', text: { strong: `${tunnels.length} tunnels` } },
    { kind: 'note', text: tunnelNames(tunnels, mostListed) },
  ];
}

function listedBlocks(blocks: Block[]): Block[] | null {
  return blocks.length === 0 ? null : blocks;
}

/** A chat folds a long message; beyond that a list helps nobody. */
const mostListed = 150;

/** Null when it rests on no line. */
function evidenceBlocks({ evidence = [] }: RecordedVerdict): Block[] | null {
  if (evidence.length === 0) return null;
  return [
    { kind: 'paragraph', text: { strong: 'Evidence' } },
    { kind: 'code', text: evidence.slice(0, mostEvidence).join('\n') },
  ];
}

/** What fits a phone beside the card. */
const mostEvidence = 5;

function toneOfUp({ confidence }: RecordedVerdict): Tone {
  return confidence === 'certain' || confidence === 'likely' ? 'good' : 'quiet';
}

function brokenText({ at }: IncidentEvent, { since }: RecordedVerdict): string {
  return since ? `Broken again since ${sinceUtc(since, at)}.` : `Broken again, seen at ${sinceUtc(at, at)}.`;
}

/** What came between the two diagnoses, as the end of “because”; empty when nothing did. */
function reasonOf(earlier: readonly IncidentEvent[], since: number): string {
  const news = earlier.filter((one) => one.seq > since).map((one) => one.what.kind);
  if (news.includes('partner-log')) return 'of the partner’s log';
  if (news.includes('partner-config')) return 'of the partner’s configuration';
  if (news.includes('answered')) return 'of this answer';
  if (news.includes('sheet')) return 'of the sheet';
  return '';
}
