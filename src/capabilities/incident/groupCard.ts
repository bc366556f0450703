// The card of an incident of several tunnels: how many are in which state, what they share, the cause of those that stand for all.

import { decisionBlocks } from '../../commands/decisionCard.js';
import { stateText } from '../../commands/phrases.js';
import type { Block, Span, Text, Tone } from '../../domain/report.js';
import { shareText } from '../../domain/share.js';
import { membersText, tunnelNames } from '../../incidents/groupWords.js';
import type { Incident } from '../../incidents/incident.js';
import { diagnosedText } from './groupVerdict.js';
import { decisionFrom } from './recordedDecision.js';

/** A phone shows no more beside the cause and what to do. */
const mostNames = 4;
const mostRows = 200;

interface Frame {
  readonly tone: Tone;
  readonly more: readonly { readonly label: string; readonly value: Text }[];
}

export function groupBlocks(incident: Incident, { tone, more }: Frame): Block[] {
  const { tunnels, verdict } = incident;
  const common = { label: 'In common', value: sharedText(incident) };
  const state: Block = { kind: 'callout', tone, text: stateSpans(incident) };
  const which = tunnels.length > mostNames ? 'The list is in the thread.' : tunnelNames(tunnels, mostNames);
  if (verdict?.state === undefined)
    return [state, { kind: 'fields', rows: [common, ...more] }, { kind: 'note', text: which }];
  const decision = decisionFrom(verdict, verdict.state);
  const [, ...card] = decisionBlocks(decision, { tone, seenAt: null, isFirstOnly: true, more });
  const rows = card.flatMap((block) => (block.kind === 'fields' ? block.rows : []));
  return [
    state,
    // A cause that is what they share says it.
    { kind: 'fields', rows: verdict.isShared ? rows : [common, ...rows] },
    { kind: 'note', text: `${diagnosedText(verdict)} ${which}`.trim() },
  ];
}

/** `40 tunnels: 38 down, 2 back up, since 02:10 UTC.` */
function stateSpans({ tunnels, seen, verdict, ...rest }: Incident): Span[] {
  const states = membersText({ tunnels, seen });
  const strong = `${tunnels.length} tunnels${states === '' ? '' : `: ${states}`}`;
  const since = firstDown({ seen }) ?? verdict?.since ?? null;
  const when: Span[] = since === null ? [] : [', ', { at: since, as: 'since' }];
  const none: Span[] = verdict === null && rest.closed === null ? [' Not diagnosed yet.'] : [];
  return [{ strong }, ...when, '.', ...none];
}

function firstDown({ seen }: Pick<Incident, 'seen'>): string | null {
  const times = seen.flatMap(({ state, since }) => (state === 'down' ? (since ?? []) : []));
  return times.toSorted()[0] ?? null;
}

function sharedText({ shares, tunnels }: Incident): string {
  if (shares === null) return 'Nothing that all of them share is known.';
  const of = shares.of > tunnels.length ? ` (${tunnels.length} of the ${shares.of} that do)` : '';
  return `They ${shareText(shares)}${of}.`;
}

/** Every tunnel with its state; none for an incident of one. */
export function memberTable({ tunnels, seen }: Incident): Block[] {
  if (tunnels.length < 2) return [];
  const states = new Map(seen.map((one) => [one.tunnel, one]));
  const rows = tunnels.slice(0, mostRows).map((tunnel): Text[] => {
    const found = states.get(tunnel);
    return [
      tunnel,
      found ? stateText(found.state) : 'not looked at',
      found?.since ? { at: found.since, as: 'date-time' } : '',
    ];
  });
  return [
    { kind: 'heading', text: `${tunnels.length} tunnels` },
    { kind: 'table', columns: ['Tunnel', 'State', 'Since'], rows },
  ];
}
