// A notice as people read it on a phone: the state, the cause, what set it off, what to do and who acts; what it was, once it is over.

import { type CardFrame, decisionBlocks } from '../../commands/decisionCard.js';
import { causeInfo } from '../../domain/causes.js';
import { commandLine, commandNames } from '../../domain/commandLine.js';
import type { Decision } from '../../domain/decision.js';
import type { Block, Report, Span, Text, Tone } from '../../domain/report.js';
import { clockUtc } from '../../domain/utc.js';
import {
  type FirstDiagnosis,
  isLasting,
  isTrouble,
  type Notice,
  type NoticedTunnel,
} from '../../notices/notice.js';
import { endText } from '../../notices/replies.js';
import { deviceNotice } from './devices.js';
import { frameOf, incidentRow, pastRows, triageAction } from './frame.js';
import { groupNotice } from './group.js';

export function noticeReport(notice: Notice): Report {
  const [only, ...others] = notice.tunnels;
  if (!only) return deviceNotice(notice);
  return others.length > 0 ? groupNotice(notice) : ofOne(only, notice.diagnosis);
}

function ofOne(tunnel: NoticedTunnel, diagnosis: FirstDiagnosis | null): Report {
  const { tunnel: name } = tunnel;
  if (!isLasting(tunnel)) return ended(tunnel, diagnosis);
  if (!isTrouble(tunnel.state)) return unused(tunnel, diagnosis);
  const decision = diagnosis?.decision ?? null;
  const found = decision === null ? null : foundBy(decision, tunnel);
  return {
    ...frameOf(tunnel.state === 'down' ? 'bad' : 'warning', `${name}: ${tunnel.state}${causeOf(found)}`),
    summary: [
      ...(found === null
        ? undiagnosed(tunnel, diagnosis)
        : diagnosed(tunnel, found, diagnosis?.at ?? tunnel.since)),
      ...incidentRow(tunnel.incident),
    ],
    actions: [
      triageAction(name, tunnel.incident, 'Triage'),
      { label: 'Diagnose again', command: commandLine(commandNames.diagnose, [name]) },
      { label: 'Logs', command: commandLine(commandNames.logs, [name]) },
    ],
  };
}

/** The decision where it is of this trouble; null where the diagnosis found the tunnel well, or cannot tell. */
function foundBy(decision: Decision, { since }: NoticedTunnel): Decision | null {
  if (decision.cause === null || !isTrouble(decision.state)) return null;
  return { ...decision, since: decision.since ?? since };
}

function causeOf(decision: Decision | null): string {
  const cause = decision?.cause ?? null;
  return cause === null || cause.confidence === 'none' ? '' : `, ${causeInfo(cause.code).title}`;
}

function diagnosed(tunnel: NoticedTunnel, decision: Decision, toldAt: string): Block[] {
  const frame: CardFrame = { tone: toneOf(tunnel), seenAt: null, toldAt, isFirstOnly: true };
  if (tunnel.state !== 'flapping') return decisionBlocks(decision, frame);
  return [stateBlock(tunnel), ...decisionBlocks(decision, frame).slice(1)];
}

/** Not finished yet, not possible, or it found no trouble: what the watch saw stands, and what the diagnosis says beside it. */
function undiagnosed(tunnel: NoticedTunnel, diagnosis: FirstDiagnosis | null): Block[] {
  if (diagnosis === null) return [stateBlock(tunnel), { kind: 'note', text: 'The diagnosis is under way.' }];
  const { decision, at, says } = diagnosis;
  const value: Text =
    decision === null || decision.cause !== null
      ? says
      : `Looked at again at ${clockUtc(at)} UTC, it is ${decision.state}: ${says}`;
  return [stateBlock(tunnel), { kind: 'fields', rows: [{ label: 'Diagnosis', value }] }];
}

function stateBlock(tunnel: NoticedTunnel): Block {
  const { state, since, basis } = tunnel;
  const word = `${state.charAt(0).toUpperCase()}${state.slice(1)}`;
  const why = basis === '' ? '' : ` ${basis}`;
  const text: Span[] = [{ strong: word }, ` since ${clockUtc(since)} UTC.${why}`];
  return { kind: 'callout', tone: toneOf(tunnel), text };
}

/** It broke, and nobody uses it now: that is not "back". */
function unused(
  { tunnel: name, state, since, incident }: NoticedTunnel,
  diagnosis: FirstDiagnosis | null,
): Report {
  const text: Span[] = [
    'It broke ',
    { at: since, as: 'age' },
    ` and is ${state} now: no traffic asks for it, so nothing shows whether it works again.`,
  ];
  return {
    ...frameOf('quiet', `${name}: ${state} since it broke`),
    summary: [{ kind: 'callout', tone: 'quiet', text }, ...pastRows(diagnosis), ...incidentRow(incident)],
    actions: [{ label: 'Status', command: commandLine(commandNames.status, [name]) }],
  };
}

function ended(tunnel: NoticedTunnel, diagnosis: FirstDiagnosis | null): Report {
  const { tunnel: name, state, incident } = tunnel;
  const text = endText(tunnel);
  const says = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  const isUp = state === 'up';
  return {
    ...frameOf(isUp ? 'good' : 'quiet', `${name}: ${isUp ? 'back up' : state}`),
    summary: [
      { kind: 'callout', tone: isUp ? 'good' : 'quiet', text: [{ strong: says }] },
      ...pastRows(diagnosis),
      ...incidentRow(incident),
    ],
    actions: [{ label: 'Status', command: commandLine(commandNames.status, [name]) }],
  };
}

function toneOf({ state }: NoticedTunnel): Tone {
  return state === 'down' ? 'bad' : 'warning';
}
