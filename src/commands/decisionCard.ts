// The card of a decision, the same for status, diagnose and incident: state and since, cause, trigger, what to do, who acts.

import { causeInfo } from '../domain/causes.js';
import type { Decision, Remedy } from '../domain/decision.js';
import type { Block, Span, Text, Tone } from '../domain/report.js';
import type { Confidence } from '../domain/verdict.js';
import { stateText } from './phrases.js';

export interface CardFrame {
  readonly tone: Tone;
  /** When it was looked at (ISO 8601 UTC); null where the card is drawn anew and its age must grow. */
  readonly seenAt: string | null;
  /** What the state rests on, in one sentence; empty when the cause says more. */
  readonly basis?: string;
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
  const rows = [
    ...causeRow(decision),
    ...triggerRow(decision),
    ...remedyRows(decision.remedies),
    ...actsRow(decision),
    ...(frame.more ?? []),
  ];
  return [
    { kind: 'callout', tone: frame.tone, text: stateSpans(decision, frame) },
    ...(rows.length === 0 ? [] : [{ kind: 'fields' as const, rows }]),
  ];
}

function stateSpans({ state, since }: Decision, { seenAt, basis = '' }: CardFrame): Span[] {
  const word = stateText(state);
  const strong = `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  const at: Span[] =
    since === null ? [] : [' ', { at: since, as: 'since', ...(seenAt === null ? {} : { until: seenAt }) }];
  return [{ strong }, ...at, '.', ...(basis === '' ? [] : [` ${basis}`])];
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
  const says = trigger?.says ?? untriggered;
  return says === '' ? [] : [{ label: 'Trigger', value: says }];
}

function remedyRows(remedies: readonly Remedy[]): Row[] {
  const [first, ...rest] = remedies;
  if (!first) return [];
  if (rest.some((one) => one.isAlternative))
    return [
      {
        label: 'Do one of',
        value: [{ strong: 'A (recommended):' }, ` ${first.says}`, ...rest.flatMap(alternative)],
      },
    ];
  return remedies.map((one, index) => ({
    label: index === 0 ? 'Do this' : `Then ${one.actor}`,
    value: one.says,
  }));
}

function alternative({ says }: Remedy, index: number): Span[] {
  return [' ', { strong: `${'BCDEF'.charAt(index)}:` }, ` ${says}`];
}

function actsRow({ cause, remedies, acts }: Decision): Row[] {
  if (!cause) return [];
  return [{ label: 'Who acts', value: whoActs(remedies, acts) }];
}

/** By name: on a device of ours it is us, else the partner. */
function whoActs(remedies: readonly Remedy[], acts: Decision['acts']): string {
  const [first] = remedies;
  if (!first) return acts === 'theirs' ? 'The partner' : 'Nobody yet: the cause comes first';
  const names = remedies.map(({ actor, byPartner }) => (byPartner ? actor : `you, on ${actor}`));
  if (remedies.some((one) => one.isAlternative)) return `One end is enough: ${names.join(', or ')}`;
  const said = acts === 'path' ? names.map((name) => name.replace(/^you, on .*/, 'you')) : names;
  const text = [...new Set(said)].join(', then ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
