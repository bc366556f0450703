// What stands below the decision: its evidence folded, what would settle it, the picture. The rest waits until somebody asks.

import { checksFor } from '../../diagnosis/checks.js';
import { leadOf } from '../../diagnosis/decision.js';
import type { Examination } from '../../diagnosis/diagnose.js';
import { causeInfo, verdictTitle } from '../../domain/causes.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import { alternativeText } from '../../domain/picture.js';
import { folded, sameness } from '../../domain/repeats.js';
import type { Block, LogExcerptLine } from '../../domain/report.js';
import type { Diagnosis, EvidenceLine, Finding } from '../../domain/verdict.js';
import { comparisonOf } from './comparison.js';
import { ladderOf } from './ladder.js';

/** Lines of evidence that stand in the thread. */
export const threadEvidence = 5;
const mostAlternatives = 3;

export function threadBlocks(examination: Examination): Block[] {
  const { diagnosis, evidence } = examination;
  const lead = leadOf(diagnosis);
  const others = diagnosis.findings.filter((finding) => finding !== lead);
  return [
    ...logBlock(excerpt(lead?.evidence ?? [], evidence).slice(0, threadEvidence)),
    ...moreSaid(lead, diagnosis),
    ...contradictionBlocks(diagnosis),
    ...setAsideBlocks(evidence),
    ...findingLines(
      others.filter((finding) => isShown(finding, diagnosis)),
      evidence,
    ),
    ...alternativesLine(diagnosis, others),
    ...checkBlocks(examination),
    ...pictures(examination).slice(0, 1),
  ];
}

/** What the card has no room for, unless it only quotes what stands above it. */
function moreSaid(lead: Finding | null, { verdict }: Diagnosis): Block[] {
  const more = lead?.says.slice(verdict.summary.length).trim() ?? '';
  const isQuoted = lead?.evidence.some((line) => line.isLog && more.includes(line.text)) ?? false;
  const isCalm = causeInfo(verdict.cause).kind === 'not-a-fault';
  return more === '' || isQuoted || isCalm ? [] : [{ kind: 'paragraph', text: more }];
}

/** The lines of a finding as they are shown: what was printed again and again once, with how often; what is set has no time. */
export function excerpt(lines: readonly EvidenceLine[], evidence: TunnelEvidence): readonly LogExcerptLine[] {
  const [deciding] = lines;
  const shown = lines.map((line) => ({
    device: line.device,
    at: line.isPrinted ? line.at : null,
    text: line.isLog ? line.text : `${line.source}: ${line.text}`,
    marked: line === deciding,
  }));
  return folded(shown).map(({ line, count, last }) => {
    const all = printedLike(line, evidence);
    const [first] = all;
    const times = all.length > count ? { count: all.length, last: all.at(-1) ?? null } : { count, last };
    const marked = line.marked || (deciding !== undefined && sameness(deciding) === sameness(line));
    const at = all.length > count && first ? first : line.at;
    return { ...line, at, marked, ...(times.count > 1 ? { times } : {}) };
  });
}

/** When the log of that device printed the same, in order; a finding quotes only some of these lines. */
function printedLike(line: LogExcerptLine, { ours, theirs }: TunnelEvidence): readonly string[] {
  if (line.at === null) return [];
  return [ours, theirs]
    .filter((end) => end.name === line.device)
    .flatMap((end) => (end.log.known ? end.log.value.events : []))
    .filter((event) => sameness({ device: line.device, text: event.line.text }) === sameness(line))
    .flatMap((event) => (event.line.at === null ? [] : [event.line.at]))
    .toSorted();
}

export function logBlock(lines: readonly LogExcerptLine[]): Block[] {
  return lines.length === 0 ? [] : [{ kind: 'log', lines }];
}

/** What cannot all be true is told before anybody acts on one half of it. */
function contradictionBlocks({ contradictions = [] }: Diagnosis): Block[] {
  return contradictions.map(({ says }): Block => ({ kind: 'callout', tone: 'warning', text: says }));
}

/** What somebody gave and could not be used is never passed over in silence. */
function setAsideBlocks({ setAside = [] }: TunnelEvidence): Block[] {
  return setAside.map(({ what, why, how }): Block => ({ kind: 'note', text: `${what} ${why} ${how}` }));
}

/**
 * During an outage only a second fault that is sure, and the setup where it explains the first; how a tunnel is set up otherwise
 * belongs to the look at a healthy one. What will break it later is told as long as it works.
 */
function isShown(finding: Finding, { verdict, alternatives }: Diagnosis): boolean {
  if (finding.posture)
    return verdict.cause === 'tunnel-up-healthy' || finding.posture.explains.includes(verdict.cause);
  const isCalm = causeInfo(verdict.cause).kind === 'not-a-fault';
  if (finding.severity === 'warning') return isCalm && verdict.cause !== 'admin-disabled';
  const sure = alternatives.some((one) => one.cause === finding.cause && one.confidence === 'certain');
  return finding.severity === 'fault' && finding.cause !== verdict.cause && sure;
}

const severityWords = { fault: 'Also wrong', warning: 'Warning', note: 'To review' } as const;

/** What holds for both ends alike is said once. */
function findingLines(findings: readonly Finding[], { ours, theirs }: TunnelEvidence): Block[] {
  const lines = findings.map((finding) => ({ finding, text: sentenceOf(finding) }));
  const anyEnd = (text: string) => text.replaceAll(ours.name, '·').replaceAll(theirs.name, '·');
  return lines.flatMap(({ finding, text }, index): Block[] => {
    const alike = lines.findIndex((one) => anyEnd(one.text) === anyEnd(text));
    if (alike < index) return [];
    const twin = lines.find((one) => one.text !== text && anyEnd(one.text) === anyEnd(text));
    const also = twin ? ` The same on ${twin.text.includes(theirs.name) ? theirs.name : ours.name}.` : '';
    const word = finding.posture ? severityWords.note : severityWords[finding.severity];
    return [{ kind: 'paragraph', text: [{ strong: `${word}: ` }, `${text}${also}`] }];
  });
}

function sentenceOf({ severity, says, withoutSource = says, next }: Finding): string {
  const act = severity === 'fault' ? '' : next.ours || next.theirs;
  return [withoutSource, act].filter((text) => text !== '').join(' ');
}

function alternativesLine(diagnosis: Diagnosis, others: readonly Finding[]): Block[] {
  const { verdict, alternatives } = diagnosis;
  // Of a tunnel that works nobody does anything about what else might be; what would settle it is said below.
  if (verdict.confidence === 'certain' || verdict.cause === 'tunnel-up-healthy') return [];
  const told = others.filter((finding) => isShown(finding, diagnosis)).map((finding) => finding.cause);
  const left = alternatives.filter((one) => !told.includes(one.cause));
  if (left.length === 0) return [];
  const named = left.slice(0, mostAlternatives).map(verdictTitle);
  const more = left.length > mostAlternatives ? `; and ${left.length - mostAlternatives} more` : '';
  return [{ kind: 'paragraph', text: [{ strong: 'Also possible: ' }, `${named.join('; ')}${more}.`] }];
}

function checkBlocks(examination: Examination): Block[] {
  const items = checksFor(examination).map(({ says }) => says);
  if (items.length === 0) return [];
  return [
    { kind: 'heading', text: 'What would settle it' },
    { kind: 'list', items },
  ];
}

/** The one that shows the fault comes first: settings that differ, else where the exchange stops. */
export function pictures({ diagnosis, evidence, book }: Examination): Block[] {
  const settings = comparisonOf(diagnosis.verdict.cause, evidence, book);
  const ladder = ladderOf(diagnosis.verdict.cause, book);
  const lead = leadOf(diagnosis);
  // A cause that only a log tells is not seen in settings, though others may differ.
  const isSeen = lead?.evidence.some((line) => !line.isLog) === true;
  const differs = isSeen && settings?.rows.some((row) => row.state === 'differs') === true;
  return (differs ? [settings, ladder] : [ladder, settings]).flatMap((picture): Block[] =>
    picture ? [{ kind: 'picture', picture, alt: alternativeText(picture) }] : [],
  );
}
