// A status as people read it: the card says it at a glance, the thread below has the detail of each end.

import {
  bytesText,
  durationText,
  plural,
  rateText,
  stateText,
  timeSpan,
  toneOf,
} from '../../commands/phrases.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { ChildSa, IkeSa } from '../../domain/live.js';
import type { LogEvent } from '../../domain/log.js';
import { proposalText } from '../../domain/proposal.js';
import type { Action, Block, Report, Span, Text } from '../../domain/report.js';
import { selectorText } from '../../domain/selector.js';
import { lastSeen } from '../../fleet/rates.js';
import { mainIkeSa } from '../../fleet/state.js';
import type { StatusEnd, TunnelStatus } from '../../fleet/status.js';
import { uncheckedOf } from './gaps.js';
import { shownChildren, statusJson } from './json.js';

export function composeStatus(status: TunnelStatus): Report {
  const { name } = status.tunnel;
  const state = status.state.state;
  return {
    kind: 'status',
    tone: toneOf(state),
    title: `${name}: ${stateText(state)}`,
    summary: [...headline(status), ...cardFields(status), ...cardNotes(status)],
    detail: [...status.ends.flatMap(endDetail), ...declaredDetail(status), ...uncheckedDetail(status)],
    actions: actionsFor(name, state),
    choice: null,
    files: [],
    audience: 'everyone',
    json: statusJson(status),
  };
}

function headline(status: TunnelStatus): Block[] {
  const { state, since, basis } = status.state;
  const sinceText: Span[] = since === null ? [] : [' since ', { at: since, as: 'age' }];
  return [
    {
      kind: 'callout',
      tone: toneOf(state),
      text: [{ strong: stateText(state) }, ...sinceText, `. ${basis}`],
    },
  ];
}

function cardFields(status: TunnelStatus): Block[] {
  const [ours, theirs] = status.ends;
  if (!ours?.live.known) return [];
  const rows = [
    { label: 'Phase 1', value: phase1Text(ours) },
    { label: 'Phase 2', value: phase2Text(ours) },
    { label: 'Peer', value: peerText(ours) },
    { label: 'Traffic in', value: directionText(ours, 'in') },
    { label: 'Traffic out', value: directionText(ours, 'out') },
    ...monitorRow(ours),
    ...(theirs ? [{ label: `Other end (${theirs.device})`, value: stateText(theirs.state.state) }] : []),
  ];
  return [{ kind: 'fields', rows }];
}

function cardNotes(status: TunnelStatus): Block[] {
  const notes: string[] = [];
  const activeUnits = status.ends.flatMap((end) =>
    end.ha.known && end.ha.value.enabled && end.ha.value.activeAddress
      ? [`${end.device} is an HA pair; ${end.ha.value.activeAddress} answered as its active unit.`]
      : [],
  );
  notes.push(...activeUnits);
  const unchecked = uncheckedOf(status);
  if (unchecked.length > 0) {
    notes.push(`Could not be read: ${unchecked.map((item) => item.what).join(', ')}.`);
  }
  if (status.cachedForMs !== null) notes.push(`Data is ${durationText(status.cachedForMs)} old.`);
  return notes.length === 0 ? [] : [{ kind: 'note', text: notes.join(' ') }];
}

function phase1Text(end: StatusEnd): Text {
  const sa = end.live.known ? mainIkeSa(end.live.value.ike) : null;
  if (!sa) return end.live.known && end.live.value.partial ? 'cannot tell' : 'down';
  const version = sa.version === null ? '' : ` (IKEv${sa.version})`;
  const since: Span[] =
    sa.state === 'established' && sa.establishedAt ? [' since ', { at: sa.establishedAt, as: 'age' }] : [];
  return [`${sa.state}${version}`, ...since];
}

function phase2Text(end: StatusEnd): Text {
  if (!end.live.known) return 'cannot tell';
  const live = end.live.value;
  const shown = shownChildren(live);
  const up = new Set(
    shown.filter((sa) => sa.state !== 'down' && sa.state !== 'unknown').map((sa) => sa.name),
  );
  const names = new Set([
    ...shown.map((sa) => sa.name),
    ...live.missingChildren,
    ...(end.config.known ? end.config.value.children.map((child) => child.name) : []),
  ]);
  if (names.size === 0) return 'down';
  const rekeying = shown.some((sa) => sa.state === 'rekeying') ? ', rekeying' : '';
  const idle = end.state.state === 'idle' ? ' (waits for traffic)' : '';
  if (names.size === 1) return `${up.size === 1 ? 'up' : 'down'}${rekeying}${idle}`;
  return `${up.size} of ${plural(names.size, 'child', 'children')} up${rekeying}${idle}`;
}

function peerText(end: StatusEnd): Text {
  const sa = end.live.known ? mainIkeSa(end.live.value.ike) : null;
  const configured = end.config.known ? end.config.value.ike.peer : null;
  if (sa?.peerAddress) return { code: sa.peerAddress };
  if (configured?.kind === 'address') return { code: configured.address };
  if (configured?.kind === 'fqdn') return { code: configured.name };
  return configured?.kind === 'dynamic' ? 'dynamic address' : 'cannot tell';
}

function directionText(end: StatusEnd, direction: 'in' | 'out'): Text {
  if (!end.live.known) return 'cannot tell';
  const seen = lastSeen(end.live.value, end.traffic);
  const at = direction === 'in' ? seen.inAt : seen.outAt;
  const last: Span[] = at === null ? [] : [', last seen ', { at, as: 'age' }];
  if (!('rate' in end.traffic)) {
    return at === null ? `cannot tell: ${end.traffic.why}` : ['now: cannot tell', ...last];
  }
  const { rate } = end.traffic;
  const bytes = direction === 'in' ? rate.bytesIn : rate.bytesOut;
  if (bytes === null) return ['cannot tell', ...last];
  if (bytes > 0) return `${rateText(bytes)} now`;
  return ['none now', ...last];
}

function monitorRow(end: StatusEnd): { label: string; value: Text }[] {
  const monitor = end.live.known ? end.live.value.monitor : null;
  if (!monitor?.enabled) return [];
  const target = monitor.destination ? ` (${monitor.destination})` : '';
  return [
    { label: 'Monitor', value: `${monitor.state === 'unknown' ? 'cannot tell' : monitor.state}${target}` },
  ];
}

function endDetail(end: StatusEnd): Block[] {
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
    { label: 'Phase 1', value: sa.state === 'unknown' ? `cannot tell (${sa.rawState})` : sa.state },
    ...(sa.role ? [{ label: 'Role', value: sa.role }] : []),
    ...(ids.length === 2 ? [{ label: 'IDs', value: { code: ids.join(' ↔ ') } }] : []),
    ...(sa.proposal ? [{ label: 'Phase 1 proposal', value: { code: proposalText(sa.proposal) } }] : []),
    { label: 'Phase 1 expires', value: timeSpan(sa.expiresAt, 'cannot tell', 'date-time') },
    ...(sa.natDetected === null ? [] : [{ label: 'NAT on the path', value: sa.natDetected ? 'yes' : 'no' }]),
  ];
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
  return {
    kind: 'table',
    columns: ['Child', 'State', 'SPI in / out', 'In', 'Out', 'Networks', 'Expires'],
    rows: children
      .slice(0, 20)
      .map((sa) => [
        sa.name,
        sa.beingReplaced ? `${sa.state}, being replaced` : sa.state,
        { code: `${sa.spiIn ?? '?'} / ${sa.spiOut ?? '?'}` },
        sa.counters ? bytesText(sa.counters.bytesIn) : 'cannot tell',
        sa.counters ? bytesText(sa.counters.bytesOut) : 'cannot tell',
        `${sa.local.map(selectorText).join(', ')} ↔ ${sa.remote.map(selectorText).join(', ')}`,
        timeSpan(sa.expiresAt, 'cannot tell', 'time'),
      ]),
  };
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
  const shown = (telling.length > 0 ? telling : events).slice(-5);
  return [{ kind: 'log', lines: shown.map((event) => excerpt(end.device, event)) }];
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

function declaredDetail(status: TunnelStatus): Block[] {
  const { owner, partner } = status.tunnel.declared;
  const rows = [
    ...(owner ? [{ label: 'Owner', value: owner }] : []),
    ...(partner ? [{ label: 'Partner', value: partner.name }] : []),
    ...(partner?.contact ? [{ label: 'Contact', value: partner.contact }] : []),
  ];
  return rows.length === 0 ? [] : [{ kind: 'fields', rows }];
}

function uncheckedDetail(status: TunnelStatus): Block[] {
  const unchecked = uncheckedOf(status);
  if (unchecked.length === 0) return [];
  return [
    { kind: 'heading', text: 'What could not be read' },
    { kind: 'list', items: unchecked.map((item) => `${item.what}: ${item.why} ${item.how}`) },
  ];
}

function actionsFor(name: string, state: string): Action[] {
  const diagnose: Action = { label: 'Diagnose', command: commandLine(commandNames.diagnose, [name]) };
  const broken = state === 'down' || state === 'degraded';
  return [
    broken ? { ...diagnose, style: 'primary' } : diagnose,
    ...(broken ? [{ label: 'Triage', command: commandLine(commandNames.triage, [name]) }] : []),
    { label: 'Refresh', command: commandLine(commandNames.status, [name], { refresh: true }) },
    { label: 'Logs', command: commandLine(commandNames.logs, [name]) },
    { label: 'Config', command: commandLine(commandNames.config, [name]) },
  ];
}
