// The message to a partner: what exactly to change there, or which log lines to send, in the words of their product when it is known.

import { partnerVendor } from '../../diagnosis/places.js';
import { type Cause, causeInfo, verdictTitle } from '../../domain/causes.js';
import type { TunnelEvidence } from '../../domain/evidence.js';
import { selectorText } from '../../domain/selector.js';
import type { Diagnosis } from '../../domain/verdict.js';
import { linesToAskFor } from '../../logs/ask.js';
import { seenInLogs, withSeen } from '../sheet/seen.js';
import { composeSheet } from '../sheet/sheet.js';
import { compactSheet } from '../sheet/text.js';

export interface PartnerMessage {
  /** The partner's name. */
  readonly to: string;
  /** Plain text, for a mail or a chat. */
  readonly text: string;
}

const mostChanges = 6;

/** @param differs what a sheet that came back showed to differ, in words. Never holds a key. */
export function draftMessage(
  diagnosis: Diagnosis,
  evidence: TunnelEvidence,
  differs: readonly string[] = [],
): PartnerMessage {
  const to = evidence.declared.partner?.name ?? evidence.theirs.name;
  const changes = changesOf(diagnosis).map((change) => inTheirWords(change, evidence));
  const asksForLog = needsLog(diagnosis, evidence);
  const text = [
    `Hello,`,
    opening(diagnosis, evidence),
    ...(changes.length > 0
      ? [['Please check or change on your side:', ...changes.map((change) => `- ${change}`)].join('\n')]
      : []),
    ...(differs.length > 0
      ? [
          ['Your sheet differs from what we run in:', ...differs.slice(0, 20).map((one) => `- ${one}`)].join(
            '\n',
          ),
        ]
      : []),
    ...(asksForLog ? [linesToAskFor(partnerVendor(evidence), causesOf(diagnosis))] : []),
    ...ourView(evidence),
    ...ourSettings(diagnosis, evidence),
    'Please send no keys or passwords.',
    ...(evidence.declared.owner ? [`Regards, ${evidence.declared.owner}`] : []),
  ].join('\n\n');
  return { to, text };
}

function opening(diagnosis: Diagnosis, evidence: TunnelEvidence): string {
  const { verdict } = diagnosis;
  const name = evidence.tunnel;
  const state =
    diagnosis.state === 'up'
      ? `our VPN tunnel “${name}” is up, and we checked it.`
      : diagnosis.state === 'down' || diagnosis.state === 'degraded'
        ? `our VPN tunnel “${name}” to you is ${diagnosis.state}.`
        : `this is about our VPN tunnel “${name}” to you.`;
  if (verdict.confidence === 'none') return `${state} From our side alone the cause cannot be told.`;
  const sure = { certain: 'We know the cause', likely: 'The likely cause', possible: 'A possible cause' };
  return `${state} ${sure[verdict.confidence]}: ${verdictTitle(verdict)}. ${inTheirWords(verdict.summary, evidence)}`;
}

/** What our devices are called is our business, and means nothing to them. */
function inTheirWords(text: string, { ours }: TunnelEvidence): string {
  const name = ours.name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text
    .replace(new RegExp(`(?<![\\p{L}\\p{N}_.-])${name}(?![\\p{L}\\p{N}_-])`, 'gu'), 'our gateway')
    .replace(/(^|[.!?] )our gateway/g, '$1Our gateway');
}

/** Each step for their side once; the leading finding first. */
function changesOf({ findings }: Diagnosis): string[] {
  const steps = findings
    .filter((finding) => finding.severity !== 'note')
    .map((finding) => alone(finding.next.theirs.trim()))
    .filter((step) => step !== '');
  return [...new Set(steps)].slice(0, mostChanges);
}

/** "Or add …" stands behind a step of our side; here it stands alone. */
function alone(step: string): string {
  return step.replace(/^Or (\p{L})/u, (_or, letter: string) => letter.toUpperCase());
}

function needsLog({ verdict }: Diagnosis, { theirs }: TunnelEvidence): boolean {
  return !theirs.log.known && verdict.confidence !== 'certain';
}

function causesOf({ verdict, alternatives }: Diagnosis): Cause[] {
  return [verdict.cause, ...alternatives.map((one) => one.cause)];
}

/** Where the ends may differ and theirs cannot be read, what ours runs is what they must compare with. */
function ourSettings({ verdict }: Diagnosis, evidence: TunnelEvidence): string[] {
  const { ours, theirs, declared, collectedAt } = evidence;
  if (!ours.config.known || theirs.config.known) return [];
  const { kind } = causeInfo(verdict.cause);
  const compares = kind === 'phase-1' || kind === 'phase-2' || kind === 'abstains';
  if (!compares || verdict.cause === 'device-unreachable') return [];
  const sheet = withSeen(composeSheet(ours.config.value, declared, collectedAt), seenInLogs(evidence));
  return [`What your side must carry, in your view:\n${compactSheet(sheet)}`];
}

/** What they need to find the tunnel on their device. */
function ourView({ ours }: TunnelEvidence): string[] {
  if (!ours.config.known) return [];
  const { ike, children } = ours.config.value;
  const networks = children
    .slice(0, 4)
    .map(
      (child) =>
        `${child.local.map(selectorText).join(', ')} (ours) to ${child.remote.map(selectorText).join(', ')} (yours)`,
    );
  const peer =
    ike.peer?.kind === 'address' ? ike.peer.address : ike.peer?.kind === 'fqdn' ? ike.peer.name : null;
  return [
    [
      'To find it on your side:',
      ...(ike.localAddress ? [`- our gateway: ${ike.localAddress}`] : []),
      ...(peer ? [`- your gateway: ${peer}`] : []),
      ...networks.map((network) => `- networks: ${network}`),
    ].join('\n'),
  ].filter((text) => text.includes('\n'));
}
