// A past as people read it: how available, each outage with cause and trigger, what was not known, and the picture of it.

import type * as z from 'zod';
import { durationText, plural, stateText } from '../../commands/phrases.js';
import { causeInfo } from '../../domain/causes.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import { alternativeText } from '../../domain/picture.js';
import {
  type Action,
  type Block,
  bareReport,
  type Report,
  type Span,
  type Text,
  type Tone,
} from '../../domain/report.js';
import { confidenceWords } from '../../incidents/words.js';
import { percentText } from '../../watch/availability.js';
import { historyJson } from './json.js';
import type { Past, PastOutage } from './past.js';
import { beforeKnown, historyPicture, shownStates } from './picture.js';
import type { ReadPast } from './read.js';
import type { historyAnswer } from './schema.js';

const mostInCard = 4;
const mostListed = 40;

export function composeHistory(past: ReadPast, zone: string): Report {
  const { tunnel, outages, changes } = past;
  const title = titleOf(past);
  const picture = historyPicture(past.drawn, title, [...beforeKnown(past), ...onlyDrawn(past)], zone);
  const newestFirst = outages.toReversed();
  return {
    ...bareReport,
    kind: 'history',
    tone: toneOf(past),
    title,
    summary: [
      ...nowBlocks(past),
      ...listOf(newestFirst.slice(0, mostInCard).map(outageText)),
      ...spentBlocks(past),
      ...(past.knownSince === null
        ? []
        : [{ kind: 'picture' as const, picture, alt: alternativeText(picture) }]),
    ],
    detail: [
      ...headed('Earlier outages', newestFirst.slice(mostInCard, mostListed).map(outageText)),
      ...headed('Changes', changes.toReversed().slice(0, mostListed).map(changeText)),
    ],
    actions: actionsFor(past),
    audience: 'everyone',
    json: historyJson(past) satisfies z.infer<typeof historyAnswer>,
    names: [tunnel],
  };
}

function titleOf({ tunnel, span, knownSince, availability, outages, spent }: Past): string {
  const whole = Date.parse(span.to) - Date.parse(span.from);
  const last = `${tunnel}, last ${durationText(whole)}`;
  if (knownSince === null) return `${last}: nothing is known`;
  const unplanned = outages.filter(({ planned }) => !planned).length;
  const broke = unplanned === 0 ? 'no outage seen' : plural(unplanned, 'outage');
  if (availability === null) return `${last}: ${broke}`;
  const { up, idle, degraded, flapping, down } = spent;
  const counted = up + idle + degraded + flapping + down;
  if (counted < Math.min(leastCountedMs, whole * wholeShare))
    return `${last}: ${broke}; watched for ${durationText(counted)}, too short for a percentage`;
  const of = counted < whole * wholeShare ? ` of the ${durationText(counted)} that count` : '';
  return `${last}: ${percentText(availability)} available${of}, ${broke}`;
}

/** Where less of the span counts, the figure says over what it is counted. */
const wholeShare = 0.9;

/** One outage of a minute would halve the figure of less. */
const leastCountedMs = 3_600_000;

function onlyDrawn({ span, drawn }: ReadPast): readonly string[] {
  if (drawn.span === span) return [];
  const shown = durationText(Date.parse(drawn.span.to) - Date.parse(drawn.span.from));
  return [`Drawn are only the ${shown} around what is known`];
}

function toneOf({ watched, availability, outages }: Past): Tone {
  if (availability === null) return 'unknown';
  if (watched?.state === 'down') return 'bad';
  return outages.length === 0 ? 'good' : 'warning';
}

function nowBlocks({ watched, span, knownSince }: Past): Block[] {
  if (watched === null) {
    const why = knownSince === null ? 'Nobody looked at it yet.' : 'It is not watched now.';
    return [{ kind: 'paragraph', text: why }];
  }
  const { state, since, sinceAtLeast, lookedAt } = watched;
  const least = sinceAtLeast ? { atLeast: sinceAtLeast } : {};
  const old = Date.parse(span.to) - Date.parse(lookedAt);
  const stale: Span[] = old > staleMs ? [' Last looked at ', { at: lookedAt, as: 'age' }, '.'] : [];
  const word = state === 'flapping' ? state : stateText(state);
  return [
    {
      kind: 'paragraph',
      text: [
        { strong: capital(word) },
        ' ',
        { at: since, as: 'since', until: span.to, ...least },
        '.',
        ...stale,
      ],
    },
  ];
}

/** Longer ago is no present. */
const staleMs = 300_000;

/** `2026-11-25 21:54 for 1 h 42 min, down: IKE ID mismatch (certain). fw-hq: commit by admin. inc-4f7k2m` */
function outageText(outage: PastOutage): Text {
  const { from, to, state, lastedMs, unseenMs, planned, trigger, incident } = outage;
  const notes = [
    ...(planned ? [' Planned, not counted.'] : []),
    ...(unseenMs > 0 ? [` Nobody looked for ${durationText(unseenMs)} of it.`] : []),
  ];
  return [
    { at: from, as: 'date-time' },
    `${to === null ? ', until now ' : ' for '}${durationText(lastedMs)}, `,
    { strong: state },
    `: ${causeText(outage)}.`,
    trigger === null ? '' : ` ${trigger.says}${/[.!?]$/.test(trigger.says) ? '' : '.'}`,
    ...notes,
    incident === null ? '' : ` ${incident}`,
  ];
}

function causeText({ cause, confidence, basis }: PastOutage): string {
  if (cause === null || confidence === null || confidence === 'none')
    return `${basis.replace(/\.$/, '') || 'no basis'}; not diagnosed`;
  return `${causeInfo(cause).title} (${confidenceWords[confidence]})`;
}

function changeText({ at, device, who, what, before, after }: Past['changes'][number]): Text {
  const values = before === null && after === null ? '' : ` ${before ?? 'none'} → ${after ?? 'none'}`;
  const named = what.includes(device) ? '' : `${device}: `;
  const by = who === null || what.includes(who) ? '' : ` (${who})`;
  return [{ at, as: 'date-time' }, ` ${named}${what}${values}${by}`];
}

/** What the figures are made of: known time by state, and what no figure counts. */
function spentBlocks(past: Past): Block[] {
  const { spent, rekeys, knownSince } = past;
  if (knownSince === null) return [];
  const parts = shownStates
    .filter((state) => spent[state] > 0)
    .map((state) => `${stateWords[state] ?? state} ${durationText(spent[state])}`);
  const text = `${capital(parts.join(', '))}; ${plural(rekeys.length, 'rekey')}.`;
  const notes = [
    ...beforeKnown(past).map((one) => `${one}.`),
    ...(spent.unknown > 0 || spent.planned > 0
      ? ['What is not known or was planned counts neither as working nor as an outage.']
      : []),
  ];
  return [
    { kind: 'paragraph', text },
    ...(notes.length === 0 ? [] : [{ kind: 'note' as const, text: notesText(past, notes) }]),
  ];
}

const stateWords: Partial<Record<(typeof shownStates)[number], string>> = {
  unknown: 'not known',
  planned: 'planned work',
};

function notesText({ knownSince }: Past, notes: readonly string[]): Text {
  return knownSince === null ? '' : notes.join(' ');
}

function listOf(items: readonly Text[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'list', items }];
}

function headed(text: string, items: readonly Text[]): Block[] {
  return items.length === 0 ? [] : [{ kind: 'heading', text }, ...listOf(items)];
}

function actionsFor({ tunnel, span }: Past): Action[] {
  const shown = Date.parse(span.to) - Date.parse(span.from);
  const spans = [
    { label: '24 h', since: '24h', ms: 86_400_000 },
    { label: '7 d', since: '7d', ms: 7 * 86_400_000 },
    { label: '30 d', since: '30d', ms: 30 * 86_400_000 },
  ].filter(({ ms }) => Math.abs(ms - shown) > 60_000);
  return [
    ...spans.map(({ label, since }) => ({
      label,
      command: commandLine(commandNames.history, [tunnel], { since }),
    })),
    { label: 'Status', command: commandLine(commandNames.status, [tunnel]) },
    { label: 'Diagnose', command: commandLine(commandNames.diagnose, [tunnel]) },
  ];
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
