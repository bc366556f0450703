// The thread below a status: each end in detail, what was declared, and what could not be read.

import { bytesText, timeSpan } from '../../commands/phrases.js';
import { countText } from '../../domain/amount.js';
import type { ChildSa, IkeSa } from '../../domain/live.js';
import type { LogEvent } from '../../domain/log.js';
import { proposalText } from '../../domain/proposal.js';
import { folded } from '../../domain/repeats.js';
import type { Block, Text } from '../../domain/report.js';
import { selectorText } from '../../domain/selector.js';
import { mainIkeSa } from '../../fleet/state.js';
import type { StatusEnd, TunnelStatus } from '../../fleet/status.js';
import { uncheckedOf } from './gaps.js';
import { shownChildren } from './json.js';

export function endDetail(end: StatusEnd): Block[] {
  const heading: Block = { kind: 'heading', text: `${end.device}: ${end.tunnel}` };
  if (!end.live.known) {
    return [heading, { kind: 'paragraph', text: `${end.live.says} ${end.live.remedy}` }, ...eventLines(end)];
  }
  const live = end.live.value;
  const children = shownChildren(live);
  return [
    heading,
    { kind: 'fields', rows: [...ikeFields(mainIkeSa(live.ike)), ...configFields(end)] },
    ...(children.length === 0 ? [] : [childTable(children)]),
    ...missingBlock(live.missingChildren.filter((name) => !children.some((sa) => sa.name === name))),
    ...eventLines(end),
  ];
}

function ikeFields(sa: IkeSa | null): { label: string; value: Text }[] {
  if (!sa) return [{ label: 'Phase 1', value: 'no IKE SA' }];
  const ids = [sa.localId?.value, sa.peerId?.value].filter((id) => id !== undefined);
  return [
    { label: 'Phase 1', value: stateText(sa) },
    ...(sa.role ? [{ label: 'Role', value: sa.role }] : []),
    ...(ids.length === 2 ? [{ label: 'IDs', value: { code: ids.join(' ↔ ') } }] : []),
    ...(sa.proposal ? [{ label: 'Phase 1 proposal', value: { code: proposalText(sa.proposal) } }] : []),
    { label: 'Phase 1 expires', value: timeSpan(sa.expiresAt, 'cannot tell', 'date-time') },
    ...(sa.natDetected === null ? [] : [{ label: 'NAT on the path', value: sa.natDetected ? 'yes' : 'no' }]),
  ];
}

/** Where the device has no such state, from what it follows. */
function stateText({ state, rawState, derivedFrom }: IkeSa): string {
  if (state === 'unknown') return `cannot tell (${rawState})`;
  return derivedFrom === undefined ? state : `${state} (${derivedFrom})`;
}

function configFields(end: StatusEnd): { label: string; value: Text }[] {
  if (!end.config.known) return [];
  const { managedBy, interface: unit, ike } = end.config.value;
  return [
    { label: 'Gateway', value: ike.name },
    ...(unit === null ? [] : [{ label: 'Interface', value: unit }]),
    ...(managedBy === null ? [] : [{ label: 'Managed by', value: managedBy }]),
  ];
}

function childTable(children: readonly ChildSa[]): Block {
  // Counters of a tunnel go on over its rekeys; those of an SA begin with it.
  const isOfTunnel = children.some(({ counters }) => counters !== null && counters.scope !== 'child-sa');
  const since = isOfTunnel ? 'over its rekeys' : 'since set up';
  return {
    kind: 'table',
    columns: ['Child', 'State', 'SPI in / out', `In ${since}`, `Out ${since}`, 'Networks', 'Expires'],
    rows: children
      .slice(0, 20)
      .map((sa) => [
        sa.name,
        sa.beingReplaced ? `${sa.state}, being replaced` : sa.state,
        ...saCells(sa),
        `${sa.local.map(selectorText).join(', ')} ↔ ${sa.remote.map(selectorText).join(', ')}`,
        timeSpan(sa.expiresAt, isThere(sa) && !isGone(sa) ? 'cannot tell' : '–', 'time'),
      ]),
  };
}

/** What is not installed has no SPI and has counted nothing: that is no gap. */
function isThere({ spiIn, spiOut, counters }: ChildSa): boolean {
  return spiIn !== null || spiOut !== null || counters !== null;
}

/** A tunnel keeps its counters while it has no SA. */
function isGone({ state, spiIn, spiOut }: ChildSa): boolean {
  return state === 'down' && spiIn === null && spiOut === null;
}

function saCells(sa: ChildSa): Text[] {
  if (!isThere(sa)) return ['none', '–', '–'];
  return [
    isGone(sa)
      ? 'none'
      : sa.spiIn === null && sa.spiOut === null
        ? 'not told'
        : { code: `${sa.spiIn ?? '?'} / ${sa.spiOut ?? '?'}` },
    sa.counters ? amountText(sa.counters.bytesIn, sa.counters.packetsIn) : 'cannot tell',
    sa.counters ? amountText(sa.counters.bytesOut, sa.counters.packetsOut) : 'cannot tell',
  ];
}

function amountText(bytes: bigint | null, packets: bigint | null): string {
  if (packets === null) return bytesText(bytes);
  return `${bytesText(bytes)}, ${countText(packets)} ${packets === 1n ? 'packet' : 'packets'}`;
}

function missingBlock(names: readonly string[]): Block[] {
  if (names.length === 0) return [];
  const shown = names.slice(0, 20).join(', ');
  const more = names.length > 20 ? ` and ${names.length - 20} more` : '';
  return [{ kind: 'paragraph', text: `Without SA: ${shown}${more}.` }];
}

/** The last events that tell of trouble; when there are none, the last ones at all. */
function eventLines(end: StatusEnd): Block[] {
  if (!end.log.known || end.log.value.events.length === 0) return [];
  const { events } = end.log.value;
  const telling = events.filter((event) => !event.harmless);
  const lines = (telling.length > 0 ? telling : events).map((event) => excerpt(end.device, event));
  const shown = folded(lines).map(({ line, count, last }) =>
    count > 1 ? { ...line, times: { count, last } } : line,
  );
  return [{ kind: 'log', lines: shown.slice(-5) }];
}

function excerpt(device: string, event: LogEvent) {
  const times = event.count > 1 ? ` (${event.count} times)` : '';
  return {
    device,
    at: event.line.at,
    text: `${event.line.text}${times}`,
    marked: event.proves !== null,
  };
}

export function declaredDetail(status: TunnelStatus): Block[] {
  const { owner, partner } = status.tunnel.declared;
  const rows = [
    ...(owner ? [{ label: 'Owner', value: owner }] : []),
    ...(partner ? [{ label: 'Partner', value: partner.name }] : []),
    ...(partner?.contact ? [{ label: 'Contact', value: partner.contact }] : []),
  ];
  return rows.length === 0 ? [] : [{ kind: 'fields', rows }];
}

export function uncheckedDetail(status: TunnelStatus): Block[] {
  const unchecked = uncheckedOf(status);
  if (unchecked.length === 0) return [];
  return [
    { kind: 'heading', text: 'What could not be read' },
    { kind: 'list', items: unchecked.map((item) => `${item.what}: ${item.why} ${item.how}`) },
  ];
}
