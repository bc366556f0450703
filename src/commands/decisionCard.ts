// The card of a decision, the same for status, diagnose and incident: state and since, cause, trigger, what to do, who acts.

import { causeInfo } from '../domain/causes.js';
import type { Decision, Remedy, Trigger } from '../domain/decision.js';
import type { Block, Span, Text, Tone } from '../domain/report.js';
import { clockUtc } from '../domain/utc.js';
import type { Confidence } from '../domain/verdict.js';
import { stateText } from './phrases.js';

export interface CardFrame {
  readonly tone: Tone;
  /** When it was looked at (ISO 8601 UTC); null where the card is drawn anew and its age must grow. */
  readonly seenAt: string | null;
  /** When it is told, where that is the moment it happened (ISO 8601 UTC): of the same day the clock time says since when. */
  readonly toldAt?: string;
  /** What the state rests on, in one sentence; empty when the cause says more. */
  readonly basis?: string;
  /** Of several remedies only the recommended one, where there is little room. */
  readonly isFirstOnly?: boolean;
  /** Rows after who acts, such as the owner. */
  readonly more?: readonly Row[];
}

interface Row {
  readonly label: string;
  readonly value: Text;
}

/** Also what a notification shows: the tunnel, its state, and the cause where there is one. */
export function decisionTitle(tunnel: string, { state, cause }: Decision): string {
  const named = cause && cause.confidence !== 'none' ? `, ${causeInfo(cause.code).title}` : '';
  return `${tunnel}: ${stateText(state)}${named}`;
}

export function decisionBlocks(decision: Decision, frame: CardFrame): Block[] {
  const { remedies } = decision;
  const shown = frame.isFirstOnly ? remedies.slice(0, 1) : remedies;
  const isChoice = remedies.some((one) => one.isAlternative);
  const rows = [
    ...causeRow(decision),
    ...triggerRow(decision),
    ...remedyRows({ confidence: decision.cause?.confidence ?? null }, shown),
    // Of two ways only one is told: then its end acts.
    ...actsRow(isChoice ? { ...decision, remedies: shown } : decision),
    ...(frame.more ?? []),
  ];
  return [
    { kind: 'callout', tone: frame.tone, text: stateSpans(decision, frame) },
    ...(rows.length === 0 ? [] : [{ kind: 'fields' as const, rows }]),
  ];
}

function stateSpans(
  { state, since, sinceAtLeast, onlyFailuresSince }: Decision,
  { seenAt, toldAt, basis = '' }: CardFrame,
): Span[] {
  const word = stateText(state);
  const strong = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  const until = seenAt === null ? {} : { until: seenAt };
  const least = sinceAtLeast ? { atLeast: sinceAtLeast } : {};
  const isOfDay = since !== null && toldAt?.slice(0, 10) === since.slice(0, 10);
  const at: Span[] =
    since === null
      ? []
      : isOfDay
        ? [` since ${sinceAtLeast ? 'at least ' : ''}${clockUtc(since)} UTC`]
        : [' ', { at: since, as: 'since', ...until, ...least }];
  // It failed then already: since when is not known, at least how long is.
  const failing: Span[] =
    onlyFailuresSince === undefined
      ? []
      : [' ', { at: onlyFailuresSince, as: 'since', ...until, atLeast: true }, ', only failures in the log'];
  return [{ strong }, ...at, ...failing, '.', ...(basis === '' ? [] : [` ${basis}`])];
}

/** How sure the cause is, as people read it. */
const confidencePhrases: Readonly<Record<Confidence, string>> = {
  certain: 'Confirmed',
  likely: 'Likely; other causes not ruled out',
  possible: 'One of several possibilities',
  none: 'Not known',
};

function causeRow({ cause }: Decision): Row[] {
  if (!cause) return [];
  if (cause.confidence === 'none')
    return [{ label: 'Cause', value: [{ strong: 'Not known.' }, ` ${cause.says}`] }];
  const { title } = causeInfo(cause.code);
  const named = `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  return [
    {
      label: 'Cause',
      value: [{ strong: named }, ` (${confidencePhrases[cause.confidence]}). ${cause.says}`],
    },
  ];
}

function triggerRow({ trigger, untriggered }: Decision): Row[] {
  const says = trigger ? triggerText(trigger) : untriggered;
  return says === '' ? [] : [{ label: 'Trigger', value: says }];
}

/** With what to do about it first. */
function triggerText({ says, advice }: Trigger): string {
  if (advice === undefined) return says;
  return `${says} ${advice === 'revert' ? 'Revert' : 'Check'} that first.`;
}

/** What to do, the first one recommended. */
export function remedyRows(
  { confidence }: { confidence: Confidence | null },
  remedies: readonly Remedy[],
): Row[] {
  const first = confidence === 'none' ? 'Find out' : 'Do this';
  const isChoice = remedies.some((one) => one.isAlternative);
  return remedies.map(({ actor, says }, index) => {
    if (isChoice) return { label: index === 0 ? 'Do one of' : 'or', value: lettered(says, index) };
    return { label: index === 0 ? first : `Then ${actor}`, value: says };
  });
}

function lettered(says: string, index: number): Text {
  return [{ strong: `${'ABCDEF'.charAt(index)}${index === 0 ? ' (recommended)' : ''}:` }, ` ${says}`];
}

function actsRow({ cause, remedies, acts }: Decision): Row[] {
  if (!cause) return [];
  return [{ label: 'Who acts', value: whoActs(remedies, acts) }];
}

/** By name: on a device of ours it is us, else the partner. */
function whoActs(remedies: readonly Remedy[], acts: Decision['acts']): string {
  const [first] = remedies;
  if (!first) return acts === 'theirs' ? 'The partner' : 'Nobody yet';
  const named = (byPartner: boolean): readonly string[] => [
    ...new Set(remedies.filter((one) => (one.byPartner ?? false) === byPartner).map(({ actor }) => actor)),
  ];
  const [mine, partners] = [named(false).join(' and '), named(true).join(' and ')];
  if (remedies.some((one) => one.isAlternative))
    return partners === '' ? 'You: change one end' : `Change one end: you (${mine}) or ${partners}`;
  const you = acts === 'path' ? 'you' : `you, on ${mine}`;
  const order = first.byPartner ? [partners, mine && you] : [mine && you, partners];
  const text = order.filter((one) => one !== '').join(', then ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
