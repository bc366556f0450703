// A status as people read it: the card says it at a glance, the thread below has the detail of each end.

import { decisionBlocks, decisionTitle } from '../../commands/decisionCard.js';
import { durationText, plural, rateText, stateText, toneOf } from '../../commands/phrases.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Decision } from '../../domain/decision.js';
import {
  type Action,
  type Block,
  bareReport,
  type Report,
  type Span,
  type Text,
} from '../../domain/report.js';
import { lastSeen } from '../../fleet/rates.js';
import { mainIkeSa } from '../../fleet/state.js';
import type { StatusEnd, TunnelStatus } from '../../fleet/status.js';
import { declaredDetail, endDetail, uncheckedDetail } from './detail.js';
import { uncheckedOf } from './gaps.js';
import { shownChildren, statusJson } from './json.js';

/** @param basis what the state rests on, for a person. */
export function composeStatus(status: TunnelStatus, decision: Decision, basis = status.state.basis): Report {
  const { name } = status.tunnel;
  const { state } = status.state;
  const isBroken = state === 'down' || state === 'degraded';
  return {
    ...bareReport,
    kind: 'status',
    tone: toneOf(state),
    title: decisionTitle(name, decision),
    summary: [
      ...decisionBlocks(decision, { tone: toneOf(state), seenAt: status.at, basis }),
      ...(isBroken ? [] : cardFields(status)),
      ...cardNotes(status),
    ],
    detail: [
      ...(isBroken ? cardFields(status) : []),
      ...status.ends.flatMap(endDetail),
      ...declaredDetail(status),
      ...uncheckedDetail(status),
    ],
    actions: actionsFor(name, isBroken),
    audience: 'everyone',
    json: statusJson(status, decision),
  };
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
  notes.push(...status.ends.flatMap(pairNote));
  const unchecked = uncheckedOf(status);
  if (unchecked.length > 0) {
    notes.push(`Could not be read: ${unchecked.map((item) => item.what).join(', ')}.`);
  }
  if (status.cachedForMs !== null) notes.push(`Data is ${durationText(status.cachedForMs)} old.`);
  return notes.length === 0 ? [] : [{ kind: 'note', text: notes.join(' ') }];
}

/** That the active unit of a healthy pair answered is what everybody expects. */
function pairNote({ device, ha }: StatusEnd): string[] {
  if (!ha.known || !ha.value.enabled) return [];
  const { peer, synchronized } = ha.value;
  const other = peer === null || /^(passive|active(-\w+)?)$/.test(peer) ? '' : `its other unit is ${peer}`;
  const apart = synchronized === false ? 'the configurations of its units differ' : '';
  const says = [other, apart].filter((text) => text !== '').join(', and ');
  return says === '' ? [] : [`${device} is an HA pair: ${says}.`];
}

function phase1Text(end: StatusEnd): Text {
  if (!end.live.known) return 'down';
  const { ike, partial, at } = end.live.value;
  const sa = mainIkeSa(ike);
  if (!sa) return partial ? 'cannot tell' : 'down';
  const version = sa.version === null ? '' : ` (IKEv${sa.version})`;
  const since: Span[] =
    sa.state === 'established' && sa.establishedAt
      ? [' ', { at: sa.establishedAt, as: 'since', until: at }]
      : [];
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

function actionsFor(name: string, isBroken: boolean): Action[] {
  const config: Action = { label: 'Config', command: commandLine(commandNames.config, [name]) };
  return [
    ...(isBroken
      ? [
          {
            label: 'Triage',
            command: commandLine(commandNames.triage, [name]),
            style: 'primary' as const,
          },
        ]
      : []),
    { label: 'Diagnose', command: commandLine(commandNames.diagnose, [name]) },
    { label: 'Refresh', command: commandLine(commandNames.status, [name], { refresh: true }) },
    { label: 'Logs', command: commandLine(commandNames.logs, [name]) },
    isBroken ? { ...config, further: true } : config,
  ];
}
