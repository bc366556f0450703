// The words in which incidents are told: states, severities, events as one sentence.

import { notKnown } from '../domain/ask.js';
import { causeInfo, isCause, verdictTitle } from '../domain/causes.js';
import type { Span, Text } from '../domain/report.js';
import type {
  Happening,
  IncidentEvent,
  IncidentSeverity,
  IncidentState,
  Person,
  RecordedVerdict,
} from './events.js';
import { groupHappened } from './groupWords.js';
import type { GivenAnswer } from './incident.js';

export const severities: readonly IncidentSeverity[] = ['low', 'normal', 'high', 'critical'];
export const openStates = ['open', 'waiting-for-partner', 'monitoring'] as const;

export const stateWords: Readonly<Record<IncidentState, string>> = {
  open: 'open',
  'waiting-for-partner': 'waiting for the partner',
  monitoring: 'monitoring',
  resolved: 'resolved',
};

/** How sure, as it stands behind a cause. */
export const confidenceWords = {
  certain: 'confirmed',
  likely: 'likely',
  possible: 'possible',
  none: 'no cause',
} as const;

export function causeTitle(cause: string): string {
  return isCause(cause) ? causeInfo(cause).title : cause;
}

export function verdictText(verdict: RecordedVerdict): string {
  if (verdict.confidence === 'none') return verdict.summary;
  return `${confidenceWords[verdict.confidence]}: ${verdictTitle(verdict)}. ${verdict.summary}`;
}

/** The same with the cause standing out. */
export function verdictSpans(verdict: RecordedVerdict): Span[] {
  if (verdict.confidence === 'none') return [verdict.summary];
  return [
    { strong: `${confidenceWords[verdict.confidence]}: ${verdictTitle(verdict)}.` },
    ` ${verdict.summary}`,
  ];
}

/** The same as the beginning of a message. */
export function verdictSentence(verdict: RecordedVerdict): Span[] {
  const [first, ...rest] = verdictSpans(verdict);
  if (typeof first === 'object' && 'strong' in first) return [{ strong: capital(first.strong) }, ...rest];
  return [typeof first === 'string' ? capital(first) : (first ?? ''), ...rest];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** An answer as people read it. */
export function answerText(value: string): string {
  return value === notKnown ? 'I don’t know' : value;
}

/** The question and its answer in words, never the name of the fact. */
export function answeredText({ question, shown, value }: Omit<GivenAnswer, 'fact' | 'by' | 'at'>): string {
  const said = answerText(shown ?? value);
  return question === undefined ? said : `“${question}”: ${said}`;
}

/** One line of the timeline: when, who, what. @param isTold its words stand elsewhere on the same page. */
export function timelineLine(event: IncidentEvent, isTold = false): Text {
  const spans: Span[] = [
    { at: event.at, as: 'date-time' },
    ` ${event.by.name} `,
    isTold && event.what.kind === 'closed' ? 'closed it' : whatHappened(event.what, event.by),
  ];
  return spans;
}

/** The question as it was asked, never the name of its fact, which only whoever typed it knows. */
function answeredWords(what: Extract<Happening, { kind: 'answered' }>): string {
  const { question, value, shown = value, replaces } = what;
  if (replaces === null) return `answered ${answeredText(what)}`;
  const asked = question === undefined ? 'an answer' : `the answer to “${question}”`;
  return `corrected ${asked} from ${answerText(what.replacedShown ?? replaces)} to ${answerText(shown)}`;
}

/** What happened, as the rest of a sentence that begins with who did it. */
export function whatHappened(what: Happening, by: Person): string {
  switch (what.kind) {
    case 'opened':
    case 'joined':
    case 'left':
    case 'merged':
    case 'merged-into':
    case 'alert':
    case 'looked':
      return groupHappened(what);
    case 'thread':
      return 'started the thread';
    case 'owner':
      if (what.owner === null) return 'released it: no owner';
      return what.owner.id === by.id ? 'took it' : `handed it to ${what.owner.name}`;
    case 'severity':
      return `set the severity to ${what.severity}`;
    case 'state':
      return what.waitingFor === ''
        ? `set the state to ${stateWords[what.state]}`
        : `set the state to ${stateWords[what.state]}, for ${what.waitingFor}`;
    case 'note':
      return `noted: ${what.text}`;
    case 'asked':
      return `asked: ${what.question}`;
    case 'withdrawn':
      return `withdrew a question: ${what.why}`;
    case 'answered':
      return answeredWords(what);
    case 'partner-log':
      return `gave the partner’s log ${what.name} (${what.lines} ${what.lines === 1 ? 'line' : 'lines'}). ${what.says}`;
    case 'partner-config':
      return `gave the partner’s configuration ${what.name}. ${what.says}`;
    case 'sheet':
      return what.differs.length === 0
        ? `gave the sheet ${what.name}: no mismatch`
        : `gave the sheet ${what.name}: mismatch in ${what.differs.join(', ')}`;
    case 'verdict':
      return `diagnosed: ${verdictText(what.verdict)}`;
    case 'closed':
      return `closed it. Cause: ${causeTitle(what.cause)}. Resolution: ${what.remedy}`;
    case 'reopened':
      return `reopened it: ${what.why}`;
  }
}
